import type { StixObject } from '../stix/types.ts'
import type { Walk } from './binding.ts'
import { joinSlots, readRow, readsType } from './read-row.ts'
import type { Reading, Resolve } from './read-bind.ts'
import type { Row } from './row.ts'

/** A row that an object was read by. */
export interface Shape {
  row: Row
  readings: Reading[]
}

/**
 * The row whose shape an object has: of those that its type and their `match` allow, the one that finds most places filled. A row
 * that knows the place as its own goes before one that knows it as an alias. `undefined` when no row reads anything.
 */
export function bestShape(rows: readonly Row[], main: StixObject, resolve: Resolve): Shape | undefined {
  let best: Shape | undefined
  let most = 0
  for (const row of rows) {
    if (!matchesShape(row, main, resolve)) continue
    const readings = readRow(row, main, resolve)
    if (row.slots.length > 0 && joinSlots(row, readings) === undefined) continue
    const score = scoreOf(row, main, readings, resolve)
    if (score <= most) continue
    best = { row, readings }
    most = score
  }
  return best
}

/** Places filled, those under the row's own paths before all others; between equals the constants that the object has decide. */
function scoreOf(row: Row, main: StixObject, readings: readonly Reading[], resolve: Resolve): number {
  if (readings.length === 0) return 0
  const own = new Set(readings.flatMap(({ bind, alias }) => (alias === undefined ? [bind] : [])))
  const all = new Set(readings.map(({ bind }) => bind))
  const agreed = row.fixed.filter(
    ({ derive, walk, value }) => derive === undefined && isSame(valueAt(main, walk, resolve), value),
  )
  return own.size * 1e6 + all.size * 1e3 + agreed.length
}

/** Does a foreign object say what belongs to the meaning of a row? Where the row has only aliases on its type, it cannot. */
function matchesShape(row: Row, main: StixObject, resolve: Resolve): boolean {
  const own = readsType(row, main.type)
  return row.fixed.every(({ match, walk, value }) => !match || (own && isSame(valueAt(main, walk, resolve), value)))
}

function valueAt(main: StixObject, walk: readonly Walk[], resolve: Resolve): unknown {
  let value: unknown = main
  for (const { op, key } of walk) {
    const [held] = typeof value === 'object' && value !== null ? [(value as Record<string, unknown>)[key]].flat() : []
    value = op === 'ref' ? resolve(String(held)) : held
  }
  return value
}

/** Words of vocabularies are compared without regard to case. */
export function isSame(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'string' && typeof expected === 'string') return actual.toLowerCase() === expected.toLowerCase()
  return actual === expected
}
