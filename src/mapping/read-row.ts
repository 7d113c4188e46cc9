import type { StixObject } from '../stix/types.ts'
import { fitsType } from './binding.ts'
import type { Bind, Filler } from './binding.ts'
import { readBind } from './read-bind.ts'
import type { Reading, Resolve } from './read-bind.ts'
import type { Row } from './row.ts'
import { fixedValue, sameValues } from './takers.ts'

/**
 * Reads every value that the row's binds find in an object, in the order in which `writeRow` counts them. What the row writes by
 * itself is not read; what its `when` says is, as if it stood there.
 */
export function readRow(row: Row, main: StixObject, resolve: Resolve): Reading[] {
  const readings: Reading[] = []
  const found = (bind: Bind, filler: Filler, value: unknown): void => void readings.push({ bind, filler, value })
  const own = readsType(row, main.type)
  for (const bind of row.binds) {
    const before = readings.length
    if (own) readBind(bind, main, resolve, found)
    if (readings.length === before) readAliases(row, bind, main, resolve, readings)
  }
  const kept = row.defaults.length > 0 ? withoutDefaults(row, main, readings) : readings
  if (own && kept.length > 0) {
    for (const { bind, value } of row.implied) kept.push({ bind, filler: bind.fillers[0] as Filler, value })
  }
  return kept
}

function readAliases(row: Row, bind: Bind, main: StixObject, resolve: Resolve, readings: Reading[]): void {
  const before = readings.length
  for (const { type, bind: other } of row.respelled.get(bind) ?? []) {
    if (!fitsType(type, main.type)) continue
    readBind(other, main, resolve, (_other, filler, value) => void readings.push({ bind, filler, value, alias: other }))
    if (readings.length > before) return
  }
}

/** May this row be read from an object of that type? */
export function readsType(row: Row, type: string): boolean {
  return fitsType(row.objectType, type)
}

/** What stands at a bound place just as the row writes it by itself says nothing. */
function withoutDefaults(row: Row, main: StixObject, readings: Reading[]): Reading[] {
  let kept = readings
  for (const fixed of row.defaults) {
    if (!readings.some(({ bind }) => fixed.instead.includes(bind))) continue
    const values = new Map<string, string>()
    for (const { bind, filler, value } of readings) {
      if (!fixed.instead.includes(bind) && typeof value === 'string') values.set(filler.name, value)
    }
    if (
      sameValues(
        valueAt(
          main,
          fixed.walk.map(({ key }) => key),
        ),
        fixedValue(fixed, values),
      )
    ) {
      kept = kept.filter(({ bind }) => !fixed.instead.includes(bind))
    }
  }
  return kept
}

function valueAt(main: StixObject, keys: readonly string[]): unknown[] {
  let value: unknown = main
  for (const key of keys)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  return value === undefined ? [] : [value].flat()
}

/** Joins the slots of a composite value; `undefined` when one is missing. */
export function joinSlots(row: Row, readings: readonly Reading[]): string | undefined {
  if (row.slots.length === 0) return undefined
  const parts: string[] = []
  for (const slot of row.slots) {
    const reading = readings.find(({ filler }) => filler.name === slot)
    if (typeof reading?.value !== 'string') return undefined
    parts.push(reading.value)
  }
  return parts.join('|')
}
