import { scoId } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { isComplete } from './complete.ts'
import type { Step } from './path.ts'
import type { Reading, Resolve } from './read-bind.ts'
import { readRow } from './read-row.ts'
import type { Row } from './row.ts'
import { inOrder, meets, takersOf, withoutDefaults } from './takers.ts'
import type { Fill, Taker } from './takers.ts'
import { distinct, putAll, startDraft } from './write-row.ts'
import type { Written } from './write-row.ts'

/** One MISP object on its way into a STIX object that several share: a file with its `pe` and `pe-section` objects. */
export interface Element {
  row: Row
  fills: readonly Fill[]
}

/** What several elements wrote into one object: for each, in their order, which of its fills found a place. */
export interface Joined {
  objects: StixObject[]
  placed: Written['placed'][]
}

/** What one element of a shared object reads. */
export interface JoinedReading {
  row: Row
  readings: Reading[]
}

/**
 * Writes an element and those embedded in it (`embedded-in`) into one object. A row with a `base` that is a list gets an entry for
 * each of its elements, in their order; any other may be there once, and the places that it binds are its own, not the main row's.
 * `undefined` when the object would not be legal, or when an embedded element would find no place at all.
 */
export function writeJoined(
  main: Element,
  embedded: readonly Element[],
  identify: (object: StixObject) => string = scoId,
): Joined | undefined {
  const elements = [main, ...embedded]
  const owned = ownedPlaces(embedded.map(({ row }) => row))
  const offered = elements.map(({ row, fills }, at) => {
    const found = at === 0 ? takersOf(row, fills).filter(({ bind }) => !owned.has(bind.place)) : takersOf(row, fills)
    return isEntry(row) ? atPosition(found, positionOf(elements, at)) : found
  })
  const settled = withPartners(elements, offered).map((found, at) => {
    const { row } = elements[at] as Element
    return withoutDefaults(row, inOrder(row, found))
  })
  if (settled.some((found) => found.length === 0)) return undefined
  const draft = startDraft(main.row, settled[0] as Taker[])
  const placed = elements.map(({ row, fills }, at) => putAll(row, draft, settled[at] as Taker[], fills))
  const objects = draft.finish(identify)
  const whole =
    isComplete(objects[0] as StixObject, main.row) && embedded.every(({ row }) => isThere(row, objects[0] as StixObject))
  return whole ? { objects: distinct(objects), placed } : undefined
}

/**
 * Reads an object that several elements may share: the main one first, then one for each embedded row that has something there,
 * entries of a list in their order. `entries` says how many entries belong to embedded elements, where that is known; otherwise
 * all do, unless the main row can hold the only one.
 */
export function readJoined(
  row: Row,
  embedded: readonly Row[],
  main: StixObject,
  resolve: Resolve,
  entries?: number,
): JoinedReading[] {
  const there = embedded.filter((each) => isThere(each, main))
  const present = [...there.filter((each) => !isEntry(each)), ...there.filter(isEntry)]
  const owned = ownedPlaces(present)
  const parts: JoinedReading[] = []
  for (const part of present) {
    if (!isEntry(part)) {
      parts.push({ row: part, readings: readRow(part, main, resolve) })
      continue
    }
    const list = listAt(main, part.base)
    const first = firstEmbedded(row, part, list.length, entries)
    if (first === 0) for (const place of placesOf(part)) owned.add(place)
    for (let at = first; at < list.length; at++)
      parts.push({ row: part, readings: readRow(part, narrowed(main, part.base, at), resolve) })
  }
  const readings = readRow(row, main, resolve).filter(({ bind, alias }) => !owned.has((alias ?? bind).place))
  return [{ row, readings }, ...parts.filter((part) => part.readings.length > 0)]
}

function isEntry({ base }: Row): boolean {
  return base.some(({ index }) => index === '*')
}

function placesOf({ binds }: Row): string[] {
  return binds.map(({ place }) => place)
}

/** The places of rows that are embedded once. */
function ownedPlaces(rows: readonly Row[]): Set<string> {
  return new Set(rows.filter((row) => !isEntry(row)).flatMap(placesOf))
}

/** The how-many-eth of its row an element is. */
function positionOf(elements: readonly Element[], at: number): number {
  return elements.slice(0, at).filter(({ row }) => row === elements[at]?.row).length
}

function atPosition(found: readonly Taker[], position: number): Taker[] {
  return found.map((taker) => ({ ...taker, position }))
}

/** Leaves out what would stand without what STIX wants beside it, whichever element that is of. */
function withPartners(elements: readonly Element[], offered: readonly Taker[][]): Taker[][] {
  const all = offered.flat()
  const fixed = elements.flatMap(({ row }, at) => ((offered[at]?.length ?? 0) > 0 ? row.fixed : []))
  const kept = offered.map((found, at) =>
    found.filter(({ bind, position }) =>
      (elements[at]?.row.needs.get(bind) ?? []).every(
        (need) =>
          fixed.some(({ walk }) => meets(walk, need)) ||
          all.some((other) => meets(other.filler.walk, need) && (!need.each || other.position === position)),
      ),
    ),
  )
  return kept.flat().length === all.length ? kept : withPartners(elements, kept)
}

/** Has an object something that only an embedded row writes: a list of its entries, or the structure that its constants stand in? */
function isThere(row: Row, main: StixObject): boolean {
  if (isEntry(row)) return listAt(main, row.base).length > 0
  return row.fixed.some(({ walk }) => {
    const steps = walk.slice(0, -1).map(({ key }) => ({ key, index: undefined }))
    return steps.length > 0 && valueAt(main, steps) !== undefined
  })
}

function valueAt(main: unknown, steps: readonly Step[]): unknown {
  let value = main
  for (const { key } of steps)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  return value
}

function listAt(main: StixObject, base: readonly Step[]): unknown[] {
  const list = valueAt(main, base)
  return Array.isArray(list) ? list : []
}

/** Which entry is the first of an embedded element: the main row may hold the one before it. */
function firstEmbedded(row: Row, part: Row, length: number, entries: number | undefined): number {
  const places = new Set(placesOf(part))
  if (!row.binds.some(({ place }) => places.has(place))) return 0
  if (entries !== undefined) return Math.max(0, length - entries)
  return length > 1 ? 0 : 1
}

/** The object with one entry of a list alone. */
function narrowed(main: StixObject, base: readonly Step[], at: number): StixObject {
  return narrow(main, base, at) as StixObject
}

function narrow(holder: unknown, [step, ...rest]: readonly Step[], at: number): unknown {
  if (step === undefined) return holder
  const held = (holder as Record<string, unknown>)[step.key]
  if (rest.length === 0) return { ...(holder as object), [step.key]: [(held as unknown[])[at]] }
  return { ...(holder as object), [step.key]: narrow(held, rest, at) }
}
