/** Values of MISP records, which come as strings or as JSON's own kinds. */
import { MISP_MODEL } from '../misp/model.ts'
import type { MispKind } from '../misp/model.ts'
import type { Field } from '../misp/field.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'

/** A text, number or flag as MISP's PHP turns it into text; `undefined` for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return typeof value === 'boolean' ? (value ? '1' : '') : undefined
}

/** Is a flag set? */
export function isSet(value: unknown): boolean {
  return value === true || value === 1 || value === '1'
}

/** A number, however it is written; `undefined` for what is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.length <= 20 && /^\d+$/.test(value) ? Number(value) : undefined
}

/** A UUID in lower case, as MISP keeps it; `undefined` for what is no text or empty. */
export function uuidOf(record: MispRecord | undefined, key = 'uuid'): string | undefined {
  const value = record?.[key]
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined
}

/** The records in a list that may also be a single record. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isRecord(value) ? [value] : []
}

/** Kind of record -> its fields that are wanted. */
export function fieldsWhere(
  isWanted: (field: Field) => boolean,
): Readonly<Partial<Record<MispKind, readonly (readonly [string, Field])[]>>> {
  const entries = Object.entries(MISP_MODEL).flatMap(([kind, fields]) => {
    const wanted = Object.entries(fields).filter(([, field]) => isWanted(field))
    return wanted.length > 0 ? [[kind, wanted] as const] : []
  })
  return Object.fromEntries(entries)
}

/** The kinds that have such fields. */
export function kindsOf(table: Readonly<Partial<Record<MispKind, unknown>>>): readonly MispKind[] {
  return Object.keys(table) as MispKind[]
}
