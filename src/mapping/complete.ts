import { MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import type { Row } from './row.ts'
import type { RawRow } from './table.ts'

/** Has the object what STIX requires of its type, apart from what the envelope adds, and what its row requires? */
export function isComplete(object: StixObject, row: Row): boolean {
  for (const keys of row.required) {
    let any = false
    for (const key of keys) if (object[key] !== undefined) any = true
    if (!any) return false
  }
  return true
}

/** What the envelope adds to a carrier, so that a row need not. */
const ENVELOPE: ReadonlySet<string> = new Set(
  [
    'type id spec_version created modified extensions object_refs pattern pattern_type valid_from source_ref target_ref',
    'sighting_of_ref first_observed last_observed number_observed',
  ].flatMap((line) => line.split(' ')),
)

/** What the finished object of a row must have: of each inner list at least one property. */
export function requiredOf(type: string, raw: RawRow): string[][] {
  const types = type === 'ip' ? 'ipv4-addr' : type
  const { properties, atLeastOne } = MODEL[types] ?? { properties: {} }
  const each = Object.entries(properties).flatMap(([key, { required }]) => (required ? [[key]] : []))
  const choices = [...each, ...(atLeastOne ?? [])].filter((keys) => !keys.some((key) => ENVELOPE.has(key)))
  return [...choices.map((keys) => [...keys]), ...(raw.require ?? []).map((key) => [key])]
}
