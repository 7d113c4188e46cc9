import type { MispRule } from '../misp-rule.ts'

export const OBJECT_TEMPLATE: MispRule = {
  code: 'object-template',
  severity: 'error',
  clause: 'MISP 2.5, validation of its object model',
  about: 'An object says which template it is made by: its meta-category and template_uuid.',
  advice: "Add what is missing; it stands in the template's definition.json.",
  kinds: ['object'],
  record(object, speak) {
    const missing = ['meta-category', 'template_uuid'].filter((key) => {
      const value = object[key]
      return value === undefined || value === null || value === ''
    })
    if (missing.length > 0) speak('', `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing: MISP drops the object`)
  },
}
