import type { Rule } from '../rule.ts'

/** Lists are not empty. Of the properties that the specification has, the schema says so. */
export const EMPTY_LISTS: Rule = {
  code: 'empty-lists',
  severity: 'error',
  lenient: 'warning',
  clause: '2.12',
  about: 'Lists in custom content are not empty.',
  advice: 'Leave the property out when there is nothing to list.',
  custom(speak, _, value, _role, path) {
    if (Array.isArray(value) && value.length === 0) speak(path(), 'it is an empty list: leave it out, or list something')
  },
}
