import { relationsOf } from '../misp-templates.ts'
import type { MispRule } from '../misp-rule.ts'

export const RELATION_TYPES: MispRule = {
  code: 'relation-types',
  severity: 'information',
  clause: 'MISP/misp-objects, as in the mapping tables',
  about: 'An attribute has the type that its relation has in the template.',
  advice: 'Use the type of the template, or another relation.',
  kinds: ['attribute'],
  record({ object_relation: relation, type }, speak, { above, aboveKind }) {
    if (aboveKind !== 'object' || typeof relation !== 'string' || typeof type !== 'string') return
    const relations = relationsOf(above)
    const wanted = relations !== undefined && Object.hasOwn(relations, relation) ? relations[relation] : undefined
    if (wanted !== undefined && wanted !== type)
      speak('/type', `in the template, ${relation} has the type ${wanted}, not ${type}`)
  },
}
