import type { Rule } from '../rule.ts'

/** Names are listed for properties at the top level only. */
export const EXTENSION_PROPERTIES_USE: Rule = {
  code: 'extension-properties-use',
  severity: 'error',
  lenient: 'warning',
  clause: '7.3.1',
  about: 'Only definitions of top-level property extensions have extension_properties.',
  advice: 'Remove extension_properties, or add toplevel-property-extension to extension_types.',
  types: ['extension-definition'],
  object({ extension_types: types, extension_properties: properties }, speak) {
    if (properties === undefined || !Array.isArray(types) || types.includes('toplevel-property-extension')) return
    speak('/extension_properties', 'extension_properties is there, but extension_types has no toplevel-property-extension')
  },
}
