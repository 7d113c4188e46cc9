import { visitCustomNames } from '../custom-names.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** For those who read nothing but what the specification has. Extensions allow no property at the top level here. */
export const STRICT_PROPERTIES: Rule = {
  code: 'strict-properties',
  severity: 'error',
  clause: '11.1',
  about: 'Properties, also those that patterns name, are such as the specification has for the type.',
  advice: 'Remove the property or move it into a property extension, or do without --strict-properties.',
  optional: true,
  object(object, speak) {
    visitCustomNames(object, (named, name, path, where) => {
      if (named === 'property') speak(path, `${shown(name)}${where} is no property of STIX 2.1 here`)
    })
  },
}
