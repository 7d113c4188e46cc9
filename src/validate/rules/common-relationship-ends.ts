import { isIdentifier, typeInId } from '../identifiers.ts'
import type { Rule } from '../rule.ts'

/** Only like can be a duplicate of like, or be derived from it: a SHOULD, since a relationship_type may be any text (5.1.2). */
export const COMMON_RELATIONSHIP_ENDS: Rule = {
  code: 'common-relationship-ends',
  severity: 'warning',
  lenient: 'information',
  clause: '3.7',
  about: 'Both ends of derived-from and duplicate-of are of one type.',
  advice: 'Use related-to between objects of different types.',
  types: ['relationship'],
  object({ relationship_type: name, source_ref: source, target_ref: target }, speak) {
    if (name !== 'derived-from' && name !== 'duplicate-of') return
    if (!isIdentifier(source) || !isIdentifier(target)) return
    const from = typeInId(source)
    const to = typeInId(target)
    if (from !== to) speak('/relationship_type', `${name} leads from ${from} to ${to}: it is for two objects of one type`)
  },
}
