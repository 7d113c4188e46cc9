import type { MispRule } from '../misp-rule.ts'
import { textOf } from '../misp-values.ts'

export const TEMPLATE_VERSION: MispRule = {
  code: 'template-version',
  severity: 'warning',
  lenient: 'information',
  clause: 'MISP 2.5, beforeValidate of its object model',
  about: 'An object says which version of its template it is made by.',
  advice: "Add template_version from the template's definition.json.",
  kinds: ['object'],
  record({ template_version: version }, speak) {
    const text = textOf(version) ?? ''
    if (text === '' || text === '0') speak('', 'template_version is missing: MISP takes the object for one of version 1')
  },
}
