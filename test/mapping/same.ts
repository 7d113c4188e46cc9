import assert from 'node:assert/strict'
import { compileRow, readRow, writeRow } from '../../src/mapping/row.ts'
import type { Fill, Row } from '../../src/mapping/row.ts'
import type { RawRow } from '../../src/mapping/table.ts'
import type { StixObject } from '../../src/stix/types.ts'

/** Relation or slot and its value, in the order of the attributes. */
export type Values = readonly (readonly [string, string])[]

export function row(raw: RawRow): Row {
  return compileRow('example', raw, {})
}

export function fills(values: Values): Fill[] {
  return values.map(([name, value], index) => ({ name, value, index }))
}

/** The objects that a row writes, without what all of them have; references name the type behind them. */
export function written(of: Row, values: Values): Record<string, unknown>[] | undefined {
  let count = 0
  return writeRow(of, fills(values), ({ type }) => `${type}--${count++}`)?.objects.map(
    ({ spec_version: _version, ...object }) => object,
  )
}

/** The values that a row reads from objects, the first of which is the main one. */
export function read(of: Row, objects: readonly Record<string, unknown>[]): [string, unknown][] {
  const byId = new Map(objects.map((object) => [object['id'], object as StixObject]))
  return readRow(of, objects[0] as StixObject, (id) => byId.get(id)).map(({ filler, value }) => [filler.name, value])
}

/**
 * Values go to STIX and come back: those that were placed, each under the bind and the number that `placed` says, and no other.
 * `lost` are the values that find no place.
 */
export function same(of: Row, values: Values, lost: Values = []): void {
  const result = writeRow(of, fills(values))
  assert.ok(result, 'a legal object')
  const byId = new Map(result.objects.map((object) => [object.id, object]))
  const counts = new Map<unknown, number>()
  const back = readRow(of, result.objects[0] as StixObject, (id) => byId.get(id)).map(({ bind, filler, value }) => {
    const occurrence = counts.get(bind) ?? 0
    counts.set(bind, occurrence + 1)
    return { place: `${bind.path} ${occurrence}`, value: [filler.name, value] }
  })
  const placed = [...result.placed].map(([index, { bind, occurrence }]) => ({
    place: `${bind.path} ${occurrence}`,
    value: values[index],
  }))
  assert.deepEqual(back.sort(byPlace), placed.sort(byPlace))
  assert.deepEqual(
    values.filter((_value, index) => !result.placed.has(index)),
    lost,
  )
}

function byPlace(a: { place: string }, b: { place: string }): number {
  return a.place < b.place ? -1 : 1
}
