import { isIdentifier, typeInId } from '../identifiers.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** The id of a custom object begins with its type; of the types of the specification the schema tells. */
export const ID_PREFIX: Rule = {
  code: 'id-prefix',
  severity: 'error',
  clause: '2.9',
  about: 'Ids begin with the type of their object.',
  advice: 'Put the type before the two hyphens of the id, and change references to it.',
  types: [''],
  object({ type, id }, speak) {
    if (typeof id === 'string' && typeInId(id) !== type && isIdentifier(id))
      speak('/id', `the id ${shown(id)} begins with another type than ${shown(type)}, which the object has`)
  },
}
