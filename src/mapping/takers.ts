import { compareMoments, parseTime } from '../stix/timestamp.ts'
import type { Bind, Demand, Filler, Walk } from './binding.ts'
import type { Fixed, Row } from './row.ts'

/** A value that goes into a row: from which slot or relation, and which attribute it came from. */
export interface Fill {
  name: string
  value: unknown
  /** Position of the attribute in its object; 0 for an attribute of its own. */
  index: number
}

/** A fill that takes a place. */
export interface Taker {
  bind: Bind
  filler: Filler
  encoded: unknown
  fill: Fill
  /** The how-many-eth value for its bind that was offered: values of one list belong together by it. */
  position: number
}

/** The fills that take places of a row, as far as STIX allows them beside each other. */
export function settle(row: Row, fills: readonly Fill[]): Taker[] {
  const found = takersOf(row, fills)
  const legal = row.needs.size === 0 && row.ordered.length === 0 ? found : inOrder(row, withPartners(row, found))
  return row.defaults.length > 0 ? withoutDefaults(row, legal) : legal
}

/** Which fill takes which place: all values of a bind with room for many, otherwise the first of the first filler there is. */
export function takersOf(row: Row, fills: readonly Fill[]): Taker[] {
  const found: Taker[] = []
  for (const bind of row.binds) takeFor(bind, fills, found)
  return row.groups.size > 0 ? byEntry(row, found) : found
}

function takeFor(bind: Bind, fills: readonly Fill[], found: Taker[]): void {
  let position = 0
  for (const filler of bind.fillers) {
    for (const fill of fills) {
      if (fill.name !== filler.name) continue
      const encoded = filler.codec.encode(fill.value)
      if (encoded !== undefined) {
        found.push({ bind, filler, encoded, fill, position: bind.many ? position : 0 })
        if (!bind.many) return
      }
      position++
    }
  }
}

/** Values that share an entry of a list go one after the other, so that the entries stand in the order of their positions. */
function byEntry(row: Row, found: Taker[]): Taker[] {
  const rank = new Map(row.binds.map((bind, at) => [bind, row.groups.get(bind) ?? at]))
  const rankOf = ({ bind }: Taker): number => rank.get(bind) as number
  return found.sort((a, b) => rankOf(a) - rankOf(b) || (row.groups.has(a.bind) ? a.position - b.position : 0))
}

/** Leaves out what would stand without what STIX wants beside it: a header in an `http-request-ext` without a method. */
function withPartners(row: Row, found: Taker[]): Taker[] {
  const filled = new Set<Bind | string>()
  const ids = new Map(row.binds.map((bind, at) => [bind, at]))
  for (const { bind, position } of found) filled.add(bind).add(`${ids.get(bind)}#${position}`)
  const kept = found.filter(({ bind, position }) =>
    (row.needs.get(bind) ?? []).every(({ partners, each }) =>
      partners.some((partner) => filled.has(each ? `${ids.get(partner)}#${position}` : partner)),
    ),
  )
  return kept.length === found.length ? kept : withPartners(row, kept)
}

/** Is this the way to something that a value demands beside itself? */
export function meets(walk: readonly Walk[], { trail, keys }: Demand): boolean {
  return walk.some(({ key }, at) => keys.includes(key) && (at === 0 ? '' : (walk[at - 1] as Walk).trail) === trail)
}

/** Leaves out an end that lies before its beginning. */
export function inOrder(row: Row, found: Taker[]): Taker[] {
  let kept = found
  for (const [first, second] of row.ordered) {
    const [from, to] = [first, second].map((bind) => found.find((taker) => taker.bind === bind))
    if (from !== undefined && to !== undefined && isBefore(to.encoded, from.encoded)) kept = kept.filter((taker) => taker !== to)
  }
  return kept
}

function isBefore(a: unknown, b: unknown): boolean {
  const left = parseTime(String(a))
  const right = parseTime(String(b))
  return left !== undefined && right !== undefined && compareMoments(left, right) < 0
}

/** Leaves out values that say just what the row says by itself: read back, the two could not be told apart. */
export function withoutDefaults(row: Row, found: Taker[]): Taker[] {
  let kept = found
  for (const fixed of row.defaults) {
    const mine = found.filter(({ bind }) => fixed.instead.includes(bind))
    const others = found.filter(({ bind }) => !fixed.instead.includes(bind))
    const values = mine.map(({ encoded }) => encoded)
    if (mine.length > 0 && sameValues(values, fixedValue(fixed, valuesOf(others))))
      kept = kept.filter((taker) => !mine.includes(taker))
  }
  return kept
}

/** Is what stands at a place what the row would have written by itself? A single value is a list of one. */
export function sameValues(actual: readonly unknown[], expected: unknown): boolean {
  const list = Array.isArray(expected) ? expected : [expected]
  return actual.length === list.length && list.every((value, at) => value === actual[at])
}

/** What a row writes by itself at a place. */
export function fixedValue(fixed: Fixed, values: ReadonlyMap<string, string>): unknown {
  return fixed.derive === undefined ? fixed.value : fixed.derive(values)
}

/** The values that were taken, by slot or relation. */
export function valuesOf(active: readonly Taker[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const { fill } of active) if (typeof fill.value === 'string') values.set(fill.name, fill.value)
  return values
}
