import type { MispRule } from '../misp-rule.ts'

export const OBJECT_RELATION_MISSING: MispRule = {
  code: 'object-relation-missing',
  severity: 'error',
  clause: 'MISP 2.5, beforeValidate of its attribute model',
  about: 'An attribute of an object says which relation of the template it is.',
  advice: 'Add object_relation.',
  kinds: ['attribute'],
  record({ object_relation: relation }, speak, { aboveKind }) {
    if (aboveKind === 'object' && (relation === undefined || relation === null || relation === ''))
      speak('', 'object_relation is missing: MISP drops an attribute of an object without it')
  },
}
