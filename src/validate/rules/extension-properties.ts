import type { Rule } from '../rule.ts'

/** Who meets a property at the top level must be able to find the extension that it is from. */
export const EXTENSION_PROPERTIES: Rule = {
  code: 'extension-properties',
  alias: '306',
  severity: 'warning',
  lenient: 'information',
  clause: '7.3.1',
  about: 'Definitions of top-level property extensions list the names of these properties.',
  advice: 'Add extension_properties with the names of the properties.',
  types: ['extension-definition'],
  object({ extension_types: types, extension_properties: properties }, speak) {
    if (properties === undefined && Array.isArray(types) && types.includes('toplevel-property-extension'))
      speak('', 'the extension adds properties at the top level of objects, but extension_properties does not list their names')
  },
}
