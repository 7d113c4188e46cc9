import type { Row } from '../mapping/row.ts'

/**
 * The relations of a template in a text as misp-stix writes it, `phone-number: 1; 2 / e-mail: a@b.example`; `undefined` for any
 * other text.
 */
export function contactsIn(row: Row, text: unknown): [relation: string, value: string][] | undefined {
  if (typeof text !== 'string') return undefined
  const found: [string, string][] = []
  for (const part of text.split(' / ')) {
    const at = part.indexOf(': ')
    const relation = part.slice(0, at)
    if (at < 1 || !row.relations.has(relation)) return undefined
    for (const value of part.slice(at + 2).split('; ')) found.push([relation, value])
  }
  return found
}
