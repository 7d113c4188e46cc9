import type { Rule } from '../rule.ts'

/** There is no null in STIX. Of the properties that the specification has, the schema says so. */
export const NULL_VALUES: Rule = {
  code: 'null-values',
  severity: 'error',
  lenient: 'warning',
  clause: '2',
  about: 'Nothing is null, custom content included.',
  advice: 'Leave the property out.',
  custom(speak, _, value, _role, path) {
    if (value === null) speak(path(), 'it is null, which STIX does not have: what is not known is left out')
  },
}
