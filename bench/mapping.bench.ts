import { defaultMappings } from '../src/mapping/default-mappings.ts'
import { printRowPattern } from '../src/mapping/row-pattern.ts'
import { joinSlots, readRow, splitValue, writeRow } from '../src/mapping/row.ts'
import type { Fill, Row } from '../src/mapping/row.ts'
import { bestShape } from '../src/mapping/shape.ts'
import type { StixObject } from '../src/stix/types.ts'
import { printTable, thousands } from './table.ts'

/** How fast the mapping engine is by itself: attributes a second of processor time, the best of some rounds. It prints. */

const COUNT = 50_000
const ROUNDS = 5

const VALUES: Readonly<Record<string, (at: number) => string>> = {
  domain: (at) => `host-${at}.example.com`,
  'ip-dst|port': (at) => `198.51.${at % 256}.${(at >> 8) % 256}|${at % 60_000}`,
  sha256: (at) => at.toString(16).padStart(64, '0'),
  'email-subject': (at) => `Invoice ${at}: payment overdue`,
}

const mappings = defaultMappings()
printTable(
  ['attributes a second', 'write', 'without ids', 'pattern', 'read', 'choose by shape'],
  Object.entries(VALUES).map(([type, make]) => [type, ...speedsOf(mappings.attribute(type) as Row, make).map(thousands)]),
)

function speedsOf(row: Row, make: (at: number) => string): number[] {
  const all = Array.from({ length: COUNT }, (_, at) => fillsOf(row, make(at)))
  const written = all.map((fills) => writeRow(row, fills)?.objects ?? [])
  const rows = mappings.ofShape(written[0]?.[0]?.type ?? '')
  return [
    speed(all, (fills) => writeRow(row, fills)),
    speed(all, (fills) => writeRow(row, fills, () => 'file--1')),
    speed(all, (fills) => printRowPattern(row, fills)),
    speed(written, ([main, ...others]) => joinSlots(row, readRow(row, main as StixObject, finder(others)))),
    speed(written, ([main, ...others]) => bestShape(rows, main as StixObject, finder(others))),
  ]
}

function fillsOf(row: Row, value: string): Fill[] {
  return (splitValue(row, value) ?? []).map((part, index) => ({ name: row.slots[index] ?? '', value: part, index }))
}

function finder(objects: readonly StixObject[]): (id: string) => StixObject | undefined {
  return (id) => objects.find((object) => object.id === id)
}

function speed<T>(inputs: readonly T[], run: (input: T) => unknown): number {
  const seconds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage()
    for (const input of inputs) run(input)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1e6
  })
  return inputs.length / Math.min(...seconds)
}
