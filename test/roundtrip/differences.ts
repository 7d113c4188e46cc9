import type { MispRecord } from '../../src/index.ts'
import { isRecord } from '../../src/misp/types.ts'
import { comparable } from './compare.ts'

/** One place where two events differ. `undefined`: not there at all. */
export interface Difference {
  /** Keys and positions: `Attribute.0.value`. */
  path: string
  before: unknown
  after: unknown
}

/** Where two events differ, but for the order of lists and what one server made. Records are paired by their uuid, then by likeness. */
export function differences(before: MispRecord, after: MispRecord): Difference[] {
  const found: Difference[] = []
  compare(comparable(before), comparable(after), [], found)
  return found
}

/** For messages: one line a difference. */
export function inWords(found: readonly Difference[]): string[] {
  return found.map(({ path, before, after }) => `${path}: ${shown(before)} -> ${shown(after)}`)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function compare(before: unknown, after: unknown, path: readonly string[], found: Difference[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return
  if (Array.isArray(before) && Array.isArray(after)) {
    for (const [at, pair] of pairs(before, after).entries()) compare(pair[0], pair[1], [...path, String(at)], found)
  } else if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(before[key], after[key], [...path, key], found)
  } else {
    found.push({ path: path.join('.'), before, after })
  }
}

function pairs(before: readonly unknown[], after: readonly unknown[]): [unknown, unknown][] {
  const open = new Set(after)
  const take = (fits: (item: unknown) => boolean): unknown => {
    for (const item of open) {
      if (!fits(item)) continue
      open.delete(item)
      return item
    }
    return undefined
  }
  const paired = before.map((item): [unknown, unknown] => [item, take((other) => JSON.stringify(other) === JSON.stringify(item))])
  for (const pair of paired) pair[1] ??= take((other) => uuidOf(other) !== undefined && uuidOf(other) === uuidOf(pair[0]))
  for (const pair of paired) pair[1] ??= take((other) => isRecord(other) === isRecord(pair[0]))
  return [...paired, ...[...open].map((item): [unknown, unknown] => [undefined, item])]
}

function uuidOf(item: unknown): unknown {
  return isRecord(item) ? item['uuid'] : undefined
}
