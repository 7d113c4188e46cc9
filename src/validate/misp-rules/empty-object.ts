import type { MispRule } from '../misp-rule.ts'
import { isSet, listOf } from '../misp-values.ts'

export const EMPTY_OBJECT: MispRule = {
  code: 'empty-object',
  severity: 'information',
  clause: 'MISP core format draft-20: Object',
  about: 'An object has attributes.',
  advice: 'Add an attribute, or remove the object.',
  kinds: ['object'],
  record(object, speak) {
    if (listOf(object['Attribute']).length === 0 && !isSet(object['deleted'])) speak('', 'the object has no attribute')
  },
}
