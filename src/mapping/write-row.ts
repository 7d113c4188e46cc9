import type { StixObject } from '../stix/types.ts'
import { scoId } from '../stix/id.ts'
import { compareMoments, parseTime } from '../stix/timestamp.ts'
import { ipType } from './binding.ts'
import type { Bind, Filler } from './binding.ts'
import { Draft } from './draft.ts'
import { isComplete } from './complete.ts'
import type { Fixed, Row } from './row.ts'

/** A value that goes into a row: from which slot or relation, and which attribute it came from. */
export interface Fill {
  name: string
  value: unknown
  /** Position of the attribute in its object; 0 for an attribute of its own. */
  index: number
}

/** What a row wrote, and which fills found a place: the bind, and the how-many-eth value of it. */
export interface Written {
  objects: StixObject[]
  placed: Map<number, { bind: Bind; occurrence: number }>
}

/**
 * Writes values into the native form. Not placed are: repeated values beyond what a place holds, values that their place cannot
 * say or that lack what STIX wants beside them, and what the row would write by itself. `undefined` when what could be written
 * is not a legal object.
 */
export function writeRow(
  row: Row,
  fills: readonly Fill[],
  identify: (object: StixObject) => string = scoId,
): Written | undefined {
  const found = takers(row, fills)
  const legal = row.needs.size === 0 && row.ordered.length === 0 ? found : inOrder(row, withPartners(row, found))
  const active = row.defaults.length > 0 ? withoutDefaults(row, legal) : legal
  if (active.length === 0) return undefined
  const draft = new Draft(mainType(row, active))
  const placed: Written['placed'] = new Map()
  const counts = row.binds.length > 1 || (row.binds[0] as Bind).many ? new Map<Bind, number>() : undefined
  for (const { bind, filler, encoded, fill, position } of active) {
    draft.put(filler.walk, encoded, position)
    const occurrence = (bind.many && counts?.get(bind)) || 0
    if (bind.many) counts?.set(bind, occurrence + 1)
    if (!placed.has(fill.index)) placed.set(fill.index, { bind, occurrence })
  }
  if (row.fixed.length > 0) writeFixed(row, draft, active)
  const objects = draft.finish(identify)
  if (!isComplete(objects[0] as StixObject, row)) return undefined
  for (const { bind, value } of row.implied) {
    const [{ name }] = bind.fillers as [Filler]
    const fill = fills.find((each) => each.name === name && each.value === value && !placed.has(each.index))
    if (fill !== undefined) placed.set(fill.index, { bind, occurrence: 0 })
  }
  return { objects: objects.length > 2 ? distinct(objects) : objects, placed }
}

/** Splits a composite value into its slots; `undefined` when it has not as many parts. */
export function splitValue(row: Row, value: string): string[] | undefined {
  if (row.slots.length < 2) return [value]
  const at = row.splitFirst ? value.indexOf('|') : value.lastIndexOf('|')
  if (at <= 0 || at === value.length - 1) return undefined
  return [value.slice(0, at), value.slice(at + 1)]
}

/** A fill that takes a place. */
interface Taker {
  bind: Bind
  filler: Filler
  encoded: unknown
  fill: Fill
  /** The how-many-eth value for its bind that was offered: values of one list belong together by it. */
  position: number
}

/** Which fill takes which place: all values of a bind with room for many, otherwise the first of the first filler there is. */
function takers(row: Row, fills: readonly Fill[]): Taker[] {
  const found: Taker[] = []
  for (const bind of row.binds) takeFor(bind, fills, found)
  return row.groups.size > 0 ? byEntry(row, found) : found
}

/** Values that share an entry of a list go one after the other, so that the entries stand in the order of their positions. */
function byEntry(row: Row, found: Taker[]): Taker[] {
  const rank = new Map(row.binds.map((bind, at) => [bind, row.groups.get(bind) ?? at]))
  const rankOf = ({ bind }: Taker): number => rank.get(bind) as number
  return found.sort((a, b) => rankOf(a) - rankOf(b) || (row.groups.has(a.bind) ? a.position - b.position : 0))
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

/** Leaves out what would stand without what STIX wants beside it: a name in an `http-request-ext` without a method. */
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

/** Leaves out an end that lies before its beginning. */
function inOrder(row: Row, found: Taker[]): Taker[] {
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
function withoutDefaults(row: Row, found: Taker[]): Taker[] {
  let kept = found
  for (const fixed of row.defaults) {
    const mine = found.filter(({ bind }) => fixed.instead.includes(bind))
    const others = found.filter(({ bind }) => !fixed.instead.includes(bind))
    if (
      mine.length > 0 &&
      sameValues(
        mine.map(({ encoded }) => encoded),
        fixedValue(fixed, fixed.derive && valuesOf(others)),
      )
    ) {
      kept = kept.filter((taker) => !mine.includes(taker))
    }
  }
  return kept
}

/** Is what stands at a place what the row would have written by itself? A single value is a list of one. */
export function sameValues(actual: readonly unknown[], expected: unknown): boolean {
  const list = Array.isArray(expected) ? expected : [expected]
  return actual.length === list.length && list.every((value, at) => value === actual[at])
}

/** What a row writes by itself at a place. */
export function fixedValue(fixed: Fixed, values: ReadonlyMap<string, string> | undefined): unknown {
  return fixed.derive === undefined ? fixed.value : fixed.derive(values ?? new Map())
}

function valuesOf(active: readonly Taker[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const { fill } of active) if (typeof fill.value === 'string') values.set(fill.name, fill.value)
  return values
}

function mainType(row: Row, active: readonly Taker[]): string {
  if (row.objectType !== 'ip') return row.objectType
  return ipType(active.find(({ bind }) => bind.path === 'value')?.encoded)
}

/** Constants and derivations stand where what holds them stands; the main object always does. */
function writeFixed(row: Row, draft: Draft, active: readonly Taker[]): void {
  let values: Map<string, string> | undefined
  for (const fixed of row.fixed) {
    if (fixed.instead.length > 0 && active.some(({ bind }) => fixed.instead.includes(bind))) continue
    if (fixed.derive !== undefined) values ??= valuesOf(active)
    const value = fixedValue(fixed, values)
    if (value === undefined) continue
    for (const each of Array.isArray(value) ? value : [value]) draft.complement(fixed.walk, each)
  }
}

/** Equal observables have equal ids: each stands once. */
function distinct(objects: StixObject[]): StixObject[] {
  const ids = new Set<string>()
  return objects.filter(({ id }) => !ids.has(id) && ids.add(id))
}
