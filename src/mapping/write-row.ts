import { scoId } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { ipType } from './binding.ts'
import type { Bind, Filler } from './binding.ts'
import { isComplete } from './complete.ts'
import { Draft } from './draft.ts'
import type { Row } from './row.ts'
import { fixedValue, settle, valuesOf } from './takers.ts'
import type { Fill, Taker } from './takers.ts'

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
  const active = settle(row, fills)
  if (active.length === 0) return undefined
  const draft = startDraft(row, active)
  const placed = putAll(row, draft, active, fills)
  const objects = draft.finish(identify)
  if (!isComplete(objects[0] as StixObject, row)) return undefined
  return { objects: objects.length > 2 ? distinct(objects) : objects, placed }
}

/** The object that a row writes, still empty. */
export function startDraft(row: Row, active: readonly Taker[]): Draft {
  if (row.objectType !== 'ip') return new Draft(row.objectType)
  return new Draft(ipType(active.find(({ bind }) => bind.path === 'value')?.encoded))
}

/** Puts values into a draft, and what the row writes by itself; tells where each stands. */
export function putAll(row: Row, draft: Draft, active: readonly Taker[], fills: readonly Fill[]): Written['placed'] {
  const placed: Written['placed'] = new Map()
  let counts: Map<Bind, number> | undefined
  for (const { bind, filler, encoded, fill, position } of active) {
    draft.put(filler.walk, encoded, position)
    let occurrence = 0
    if (bind.many) {
      counts ??= new Map()
      occurrence = counts.get(bind) ?? 0
      counts.set(bind, occurrence + 1)
    }
    if (!placed.has(fill.index)) placed.set(fill.index, { bind, occurrence })
  }
  if (row.fixed.length > 0) putFixed(row, draft, active)
  for (const { bind, value } of row.implied) {
    const [{ name }] = bind.fillers as [Filler]
    const fill = fills.find((each) => each.name === name && each.value === value && !placed.has(each.index))
    if (fill !== undefined) placed.set(fill.index, { bind, occurrence: 0 })
  }
  return placed
}

/** Constants and derivations stand where what holds them stands; the main object always does. */
function putFixed(row: Row, draft: Draft, active: readonly Taker[]): void {
  let values: Map<string, string> | undefined
  for (const fixed of row.fixed) {
    if (fixed.instead.length > 0 && active.some(({ bind }) => fixed.instead.includes(bind))) continue
    const value = fixedValue(fixed, fixed.derive === undefined ? NONE : (values ??= valuesOf(active)))
    if (value === undefined) continue
    for (const each of Array.isArray(value) ? value : [value]) draft.complement(fixed.walk, each)
  }
}

const NONE: ReadonlyMap<string, string> = new Map()

/** Equal observables have equal ids: each stands once. */
export function distinct(objects: StixObject[]): StixObject[] {
  const ids = new Set<string>()
  return objects.filter(({ id }) => !ids.has(id) && ids.add(id))
}

/** Splits a composite value into its slots; `undefined` when it has not as many parts. */
export function splitValue(row: Row, value: string): string[] | undefined {
  if (row.slots.length < 2) return [value]
  const at = row.splitFirst ? value.indexOf('|') : value.lastIndexOf('|')
  if (at <= 0 || at === value.length - 1) return undefined
  return [value.slice(0, at), value.slice(at + 1)]
}
