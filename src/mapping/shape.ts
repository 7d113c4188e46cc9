import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'
import type { Bind, Walk } from './binding.ts'
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
  for (const row of candidates(rows, main)) {
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

/** Objects of a bundle have few different outlines: the rows that come into question are found once for each. */
const known = new WeakMap<readonly Row[], Map<string, readonly Row[]>>()

function candidates(rows: readonly Row[], main: StixObject): readonly Row[] {
  if (rows.length === 0) return rows
  let outlines = known.get(rows)
  if (outlines === undefined) known.set(rows, (outlines = new Map()))
  const outline = `${main.type} ${outlineOf(main, 3)}`
  const before = outlines.get(outline)
  if (before !== undefined) return before
  const found = rows.filter((row) => mayRead(row, main))
  if (outlines.size < 1000 && outline.length < 1000) outlines.set(outline, found)
  return found
}

/** The names in an object and in what it holds, which is all that `mayRead` looks at. */
function outlineOf(holder: Readonly<Record<string, unknown>>, depth: number): string {
  let text = ''
  for (const key in holder) {
    const value = holder[key]
    const inner = depth > 0 && isRecord(value)
    text += `${key.length}:${key}`
    if (inner) text += `{${outlineOf(value, depth - 1)}}`
  }
  return text
}

/** Is there something where every slot may stand? That tells most rows of a type apart without reading. */
function mayRead(row: Row, main: StixObject): boolean {
  for (const slot of row.slots) {
    const found = row.binds.some((bind) => {
      if (!bind.fillers.some(({ name }) => name === slot)) return false
      return startsIn(bind, main) || (row.respelled.get(bind) ?? []).some((other) => startsIn(other.bind, main))
    })
    if (!found) return false
  }
  return true
}

/** Has the object the properties that lead to a place, as far as they lie in itself? */
function startsIn({ fillers }: Bind, main: StixObject): boolean {
  let value: unknown = main
  for (const { op, key } of fillers[0]?.walk ?? []) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
    if (op !== 'key') return true
    value = (value as Record<string, unknown>)[key]
  }
  return true
}

/** Places filled, those under the row's own paths before all others; between equals the constants that the object has decide. */
function scoreOf(row: Row, main: StixObject, readings: readonly Reading[], resolve: Resolve): number {
  if (readings.length === 0) return 0
  const own = new Set<Bind>()
  const all = new Set<Bind>()
  for (const { bind, alias } of readings) {
    all.add(bind)
    if (alias === undefined) own.add(bind)
  }
  let agreed = 0
  for (const { derive, walk, value } of row.fixed)
    if (derive === undefined && isSame(valueAt(main, walk, resolve), value)) agreed++
  return own.size * 1e6 + all.size * 1e3 + agreed
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
