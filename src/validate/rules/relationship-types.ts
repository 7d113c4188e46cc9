import { isObservableType, MODEL } from '../../stix/model.ts'
import { isIdentifier, typeInId } from '../identifiers.ts'
import { hintOf } from '../nearest.ts'
import type { ValidateOptions } from '../options.ts'
import { relationshipsOf, COMMON_RELATIONSHIPS } from '../relationships.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/**
 * Relationships are those that the specification suggests for the two types: a SHOULD of section 5.1.2, for the table of Appendix B, which
 * says what the sections on the types say.
 */
export const RELATIONSHIP_TYPES: Rule = {
  code: 'relationship-types',
  alias: '202',
  severity: 'warning',
  lenient: 'information',
  clause: '5.1.2 and Appendix B',
  about: 'A relationship_type is one that the specification has for its source and target.',
  advice: 'Use a relationship of the table, or related-to; look whether source and target are swapped.',
  types: ['relationship'],
  object({ relationship_type: name, source_ref: source, target_ref: target }, speak, { edition }) {
    if (typeof name !== 'string' || COMMON_RELATIONSHIPS.has(name)) return
    if (typeof source !== 'string' || typeof target !== 'string') return
    const from = typeInId(source)
    const to = typeInId(target)
    // What custom types have to do with each other, the specification cannot tell
    if (from === undefined || to === undefined || !(from in MODEL) || !(to in MODEL)) return
    const targets = relationshipsOf(from, edition).get(name)
    if (targets?.has(to) === true || (targets?.has('sco') === true && isObservableType(to))) return
    if (isIdentifier(source) && isIdentifier(target)) speak('/relationship_type', messageOf(name, from, to, edition))
  },
}

function messageOf(name: string, from: string, to: string, edition: ValidateOptions['edition']): string {
  const known = relationshipsOf(from, edition)
  const targets = known.get(name)
  const said = `${shown(name)} is no relationship of the specification from ${from} to ${to}`
  if (targets !== undefined) return `${said}: from ${from} it leads to ${[...targets].join(', ')}`
  const reverse = relationshipsOf(to, edition).get(name)
  if (reverse?.has(from) === true) return `${said}, but from ${to} to ${from}: source_ref and target_ref may be swapped`
  const fitting = [...known].filter(([, each]) => each.has(to) || (each.has('sco') && isObservableType(to))).map(([word]) => word)
  const hint = hintOf(name, [...known.keys(), ...COMMON_RELATIONSHIPS])
  const choice = [...fitting, ...COMMON_RELATIONSHIPS].join(', ')
  return `${said}: between them it has ${choice}${hint === undefined ? '' : `; ${hint}`}`
}
