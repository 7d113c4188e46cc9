import { deterministicId, scoId } from '../../stix/id.ts'
import { isRecord } from '../../misp/types.ts'
import { MODEL, type Property } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { isIdentifier, versionOf } from '../identifiers.ts'
import type { Rule } from '../rule.ts'

/** Whoever names observables by the rule of the specification names equal ones equally. */
export const SCO_ID_RECOMPUTES: Rule = {
  code: 'sco-id-recomputes',
  // Another namespace is legal (a UUIDv5 SHOULD be in that of the specification), and cannot be told from a mistake
  severity: 'information',
  lenient: 'off',
  clause: '2.9',
  about: 'The UUIDv5 of an observable is that of its contributing properties.',
  advice: 'Compute the id anew, unless it is made in a namespace of your own on purpose.',
  types: Object.keys(MODEL).filter((type) => MODEL[type]?.contributing !== undefined),
  object(object, speak) {
    const { id, type } = object
    if (typeof id !== 'string' || versionOf(id) !== '5' || !isWellFormed(object)) return
    const expected = deterministicId(object)
    if (expected === undefined || expected === id || !isIdentifier(id)) return
    if (expected === id.toLowerCase() || id === scoId(object) || isOfAnotherHash(object, id)) return
    speak(
      '/id',
      `by the rule for deterministic ids this ${type} would be ${expected}: the id is made in another way, or of other values`,
    )
  },
}

/** What the schema has something against has no id by the rule. */
export function isWellFormed(object: StixObject): boolean {
  const { contributing = [], properties = {} } = MODEL[object.type] ?? {}
  return contributing.every((key) => object[key] === undefined || isOfKind(object[key], properties[key]))
}

function isOfKind(value: unknown, property: Property | undefined): boolean {
  if (property?.list === true) return Array.isArray(value)
  if (property?.kind === 'hashes' || property?.kind === 'object') return isRecord(value)
  return typeof value === (property?.kind === 'integer' ? 'number' : 'string')
}

/** "If the first four are not there, any other": which one is up to the producer. */
function isOfAnotherHash(object: StixObject, id: string): boolean {
  const { hashes } = object
  if (!isRecord(hashes)) return false
  const names = Object.keys(hashes)
  if (names.length < 2 || names.length > 8) return false
  return names.some((name) => deterministicId({ ...object, hashes: { [name]: hashes[name] } }) === id)
}
