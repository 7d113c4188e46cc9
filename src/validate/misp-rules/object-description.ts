import type { MispRule } from '../misp-rule.ts'

export const OBJECT_DESCRIPTION: MispRule = {
  code: 'object-description',
  severity: 'warning',
  lenient: 'information',
  clause: 'measured on MISP 2.5.1: objects/add wants it where it does not know the template',
  about: 'An object carries the description of its template.',
  advice: "Add description from the template's definition.json.",
  kinds: ['object'],
  record({ description }, speak) {
    if (description === undefined || description === null || description === '')
      speak('', 'description is missing: a MISP that does not know the template refuses the object when it is added by itself')
  },
}
