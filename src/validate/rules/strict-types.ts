import { visitCustomNames } from '../custom-names.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** For those who read nothing but what the specification has. */
export const STRICT_TYPES: Rule = {
  code: 'strict-types',
  severity: 'error',
  clause: '11.2',
  about: 'Objects, and what patterns name, are of types that the specification has.',
  advice: 'Use a type of the specification, or do without --strict-types.',
  optional: true,
  object(object, speak) {
    visitCustomNames(object, (named, name, path, where) => {
      if (named === 'type') speak(path, `${shown(name)}${where} is no type of STIX 2.1`)
    })
  },
}
