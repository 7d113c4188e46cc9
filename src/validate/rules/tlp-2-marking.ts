import { isRecord } from '../../misp/types.ts'
import { TLP2_EXTENSION, TLP2_WORDS } from '../../stix/marking.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The marking definitions of TLP 2.0 are as fixed as those of TLP 1. */
export const TLP_2_MARKING: Rule = {
  code: 'tlp-2-marking',
  severity: 'error',
  lenient: 'warning',
  clause: 'TLP 2.0 extension definition (OASIS CTI)',
  about: 'A TLP 2.0 marking definition is one of the five that OASIS publishes, with their ids.',
  advice: 'Refer to the published marking definition; there is no need to send it along.',
  types: ['marking-definition'],
  object({ id, extensions }, speak) {
    const extension = isRecord(extensions) ? extensions[TLP2_EXTENSION] : undefined
    const word = isRecord(extension) ? extension['tlp_2_0'] : undefined
    const expected = TLP2_WORDS.get(id)
    if (word === expected) return
    const path = `${under('/extensions', TLP2_EXTENSION)}/tlp_2_0`
    const known = [...TLP2_WORDS].map(([each, name]) => `${name} ${each}`).join(', ')
    if (expected !== undefined)
      speak(
        word === undefined ? '' : path,
        `this is the id of TLP 2.0 ${expected}: its tlp_2_0 is "${expected}", not ${shown(word)}`,
      )
    else if (typeof word === 'string') speak('/id', `there is no TLP 2.0 marking definition of one's own: they are ${known}`)
  },
}
