import { isRecord } from '../../misp/types.ts'
import type { Rule } from '../rule.ts'

function isEmpty(record: object): boolean {
  for (const _ in record) return false
  return true
}

/** Dictionaries are not empty. Of the properties that the specification has, the schema says so. */
export const EMPTY_DICTIONARIES: Rule = {
  code: 'empty-dictionaries',
  severity: 'error',
  lenient: 'warning',
  clause: '2.3',
  about: 'Dictionaries in custom content are not empty.',
  advice: 'Leave the property out when there is nothing to say.',
  custom(speak, _, value, _role, path) {
    if (isRecord(value) && isEmpty(value)) speak(path(), 'it is an empty object: leave it out, or say something')
  },
}
