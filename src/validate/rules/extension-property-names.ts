import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The properties that a definition lists have names that properties can have. */
export const EXTENSION_PROPERTY_NAMES: Rule = {
  code: 'extension-property-names',
  severity: 'error',
  lenient: 'warning',
  clause: '7.3.2.1',
  about: 'Names in extension_properties are 3 to 250 lower-case letters, digits and underscores, the first a letter.',
  advice: 'Rename the property, in the objects too.',
  types: ['extension-definition'],
  object({ extension_properties: names }, speak) {
    if (!Array.isArray(names)) return
    for (const [index, name] of names.entries()) {
      if (typeof name !== 'string' || NAME.test(name)) continue
      const allowed = 'it has 3 to 250 lower-case letters, digits and underscores, the first a letter'
      speak(under('/extension_properties', index), `${shown(name)} is no name of a property: ${allowed}`)
    }
  },
}

const NAME = /^[a-z][a-z0-9_]{2,249}$/
