import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMappings } from '../../src/mapping/mappings.ts'
import { printRowPattern, readRowPattern } from '../../src/mapping/row-pattern.ts'
import { readRow, writeRow } from '../../src/mapping/row.ts'
import type { Fill, Row } from '../../src/mapping/row.ts'
import { bestShape } from '../../src/mapping/shape.ts'
import type { StixObject } from '../../src/stix/types.ts'
import { defaultTables } from './tables.ts'

const DATA = join(import.meta.dirname, '../../../shared/data/misp')
const skip = existsSync(DATA) ? false : 'no ../shared/data/misp beside the repository'

interface RealObject {
  name: string
  Attribute: { object_relation?: unknown; value?: unknown; data?: unknown }[]
}

test('what a row places of real objects is what it reads, no more and no less', { skip }, (t) => {
  const mappings = createMappings(defaultTables)
  let native = 0
  for (const object of realObjects()) {
    const fills = fillsOf(object)
    const row = mappings.object(object.name).find((form) => isNative(form, fills) && writeRow(form, fills) !== undefined)
    if (row === undefined) continue
    native++
    assertPlaced(row, mappings.object(object.name), fills)
  }
  t.diagnostic(`${native} objects`)
  assert.ok(native > 500)
})

function isNative(row: Row, fills: readonly Fill[]): boolean {
  if (row.form !== 'sco' && row.form !== 'sdo') return false
  return row.when.every(([relation, value]) => fills.some((fill) => fill.name === relation && fill.value === value))
}

function assertPlaced(row: Row, forms: readonly Row[], fills: readonly Fill[]): void {
  const { objects, placed } = writeRow(row, fills) as NonNullable<ReturnType<typeof writeRow>>
  const byId = new Map(objects.map((object) => [object.id, object]))
  const [main] = objects as [StixObject]
  const readings = readRow(row, main, (id) => byId.get(id))
  const counts = new Map<unknown, number>()
  const places = new Map<string, unknown>()
  for (const { bind, filler, value } of readings) {
    const occurrence = counts.get(bind) ?? 0
    counts.set(bind, occurrence + 1)
    places.set(`${bind.path} ${occurrence}`, filler.codec.encode(value))
  }
  assert.equal(places.size, placed.size)
  for (const fill of fills) {
    const place = placed.get(fill.index)
    const filler = place?.bind.fillers.find(({ name }) => name === fill.name)
    if (place !== undefined && filler !== undefined && !fill.name.endsWith('.data'))
      assert.deepEqual(places.get(`${place.bind.path} ${place.occurrence}`), filler.codec.encode(fill.value))
  }
  assert.equal(bestShape(forms, main, (id) => byId.get(id))?.row, row)
  const pattern = printRowPattern(row, fills)
  if (pattern !== undefined) assert.ok(readRowPattern(row, pattern), pattern)
}

function fillsOf({ Attribute: attributes }: RealObject): Fill[] {
  return attributes.flatMap(({ object_relation: relation, value, data }, index) => {
    if (typeof relation !== 'string' || typeof value !== 'string') return []
    const own = { name: relation, value, index }
    return typeof data === 'string' ? [own, { name: `${relation}.data`, value: data, index }] : [own]
  })
}

function realObjects(): RealObject[] {
  const files = readdirSync(DATA, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return files.flatMap((name) => {
    try {
      return objectsIn(JSON.parse(readFileSync(join(DATA, name), 'utf8')))
    } catch {
      return [] // one of the files is broken on purpose
    }
  })
}

function objectsIn(value: unknown): RealObject[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(objectsIn)
  const isObject = 'name' in value && 'Attribute' in value && 'template_uuid' in value && Array.isArray(value.Attribute)
  return isObject ? [value as RealObject, ...inner] : inner
}
