import { relationsOf } from '../misp-templates.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const UNKNOWN_RELATIONS: MispRule = {
  code: 'unknown-relations',
  severity: 'information',
  clause: 'MISP/misp-objects, as in the mapping tables',
  about: 'The relation of an attribute is one of its template.',
  advice: 'Use a relation of the template; other versions of it may have others.',
  kinds: ['attribute'],
  record({ object_relation: relation }, speak, { above, aboveKind }) {
    if (aboveKind !== 'object' || typeof relation !== 'string' || relation === '') return
    const relations = relationsOf(above)
    if (relations !== undefined && !Object.hasOwn(relations, relation))
      speak('/object_relation', `the template ${String(above?.['name'])} has no relation ${shown(relation)}`)
  },
}
