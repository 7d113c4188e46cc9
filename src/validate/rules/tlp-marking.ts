import { isRecord } from '../../misp/types.ts'
import { sameJson } from '../../stix/canonical.ts'
import { TLP1_OBJECTS } from '../../stix/marking.ts'
import { isSameMoment } from '../../stix/timestamp.ts'
import type { StixObject } from '../../stix/types.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

/** The Traffic Light Protocol has four objects, which are the same everywhere. */
export const TLP_MARKING: Rule = {
  code: 'tlp-marking',
  severity: 'error',
  lenient: 'warning',
  clause: '7.2.1.4',
  about: 'A TLP marking definition is one of the four that the specification prints, with their ids and times.',
  advice: 'Refer to the marking definition of the specification; there is no need to send it along.',
  types: ['marking-definition'],
  object(object, speak) {
    if (object['definition_type'] !== 'tlp') return
    const printed = TLP1_OBJECTS.get(object.id)
    if (printed === undefined) speak('/id', messageOf(object))
    else checkPrinted(object, printed, speak)
  },
}

function checkPrinted(object: StixObject, printed: StixObject, speak: Speak): void {
  const name = String(printed['name'])
  for (const key in object) {
    const value = object[key]
    const wanted = printed[key]
    // Others are told where they do not belong on any marking definition
    if (key === 'modified' || key === 'revoked') continue
    if (wanted === undefined) speak(under('', key), `${shown(key)} is no property of ${name}, which is the same everywhere`)
    else if (key === 'created' ? !isSameMoment(value, wanted) : !sameJson(value, wanted))
      speak(under('', key), `this is the id of ${name}: its ${key} is ${wordOf(wanted)}, not ${wordOf(value)}`)
  }
}

function wordOf(value: unknown): string {
  return shown(isRecord(value) ? value['tlp'] : value)
}

function messageOf({ definition }: StixObject): string {
  const word = isRecord(definition) ? definition['tlp'] : undefined
  const all = [...TLP1_OBJECTS.values()]
  const meant = all.find((each) => wordOf(each['definition']) === shown(word))
  if (meant !== undefined) return `there is no TLP marking definition of one's own: ${String(meant['name'])} is ${meant.id}`
  return `there is no TLP marking definition of one's own: ${all.map(({ id, name }) => `${String(name)} is ${id}`).join(', ')}`
}
