import { TLP1_OBJECTS } from '../../stix/marking.ts'
import type { Rule } from '../rule.ts'

/** Readers know the objects of TLP by their ids, and look no further: an example of the specification itself (7.2.1) was caught by that. */
export const TLP_ID_REUSE: Rule = {
  code: 'tlp-id-reuse',
  severity: 'information',
  clause: '7.2.1.4',
  about: 'The ids of the four TLP marking definitions name no other marking.',
  advice: 'Give the marking definition an id of its own.',
  types: ['marking-definition'],
  object({ id, definition_type: kind }, speak) {
    const tlp = TLP1_OBJECTS.get(id)
    if (tlp !== undefined && kind !== 'tlp')
      speak('/id', `this is the id of ${String(tlp['name'])}, which readers will take it for`)
  },
}
