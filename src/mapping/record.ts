import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind } from './binding.ts'
import { Draft } from './draft.ts'
import { readBind } from './read-bind.ts'
import type { Row } from './row.ts'

/** The value under a dotted name (`meta.synonyms`); the last name takes the rest, so keys with dots are found too. */
function valueAt(record: MispRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name]
  const at = name.indexOf('.')
  if (at < 0) return undefined
  const inner = record[name.slice(0, at)]
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? valueAt(inner as MispRecord, name.slice(at + 1))
    : undefined
}

function setAt(record: MispRecord, name: string, value: unknown): void {
  const at = name.indexOf('.')
  if (at < 0) {
    record[name] = value
    return
  }
  const key = name.slice(0, at)
  const inner = (record[key] ??= {}) as MispRecord
  setAt(inner, name.slice(at + 1), value)
}

/** Writes what a row binds of a record into a STIX object (envelope and galaxy rows, whose slots are keys of the record). */
export function writeRecord(row: Row, record: MispRecord, target: StixObject): void {
  let draft: Draft | undefined
  for (const bind of row.binds) {
    if (bind.plain === undefined) writeBind(bind, record, (draft ??= new Draft(target.type, target)))
    else writePlain(bind.plain, record, target)
  }
  for (const { walk, value } of row.fixed) (draft ??= new Draft(target.type, target)).put(walk, value)
}

function writePlain({ key, filler }: NonNullable<Bind['plain']>, record: MispRecord, target: StixObject): void {
  const { name, codec } = filler
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  const encoded = value === undefined || value === null ? undefined : codec.encode(value)
  if (encoded !== undefined) target[key] = encoded
}

function writeBind(bind: Bind, record: MispRecord, draft: Draft): void {
  for (const { name, codec, walk } of bind.fillers) {
    const value = valueAt(record, name)
    if (value === undefined || value === null) continue
    let taken = false
    for (const each of bind.many && Array.isArray(value) ? value : [value]) {
      const encoded = codec.encode(each)
      if (encoded === undefined) continue
      draft.put(walk, encoded)
      taken = true
    }
    if (taken) return
  }
}

/** Reads a record back from a STIX object: the keys that the row binds, as far as they are there. */
export function readRecord(row: Row, object: StixObject, into: MispRecord = {}): MispRecord {
  for (const bind of row.binds) {
    const { plain } = bind
    const held = plain !== undefined && Object.hasOwn(object, plain.key) ? object[plain.key] : undefined
    if (plain !== undefined && !Array.isArray(held)) {
      const decoded = held === undefined || held === null ? undefined : plain.filler.codec.decode(held)
      if (decoded !== undefined) into[plain.filler.name] = decoded
      continue
    }
    const values: unknown[] = []
    let name = ''
    readBind(
      bind,
      object,
      () => undefined,
      (_bind, filler, value) => {
        name = filler.name
        values.push(value)
      },
    )
    if (values.length > 0) setAt(into, name, bind.many ? values : values[0])
  }
  return into
}
