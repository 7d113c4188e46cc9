import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { fillsOfObject } from '../../src/mapping/compile.ts'
import { createMappings } from '../../src/mapping/mappings.ts'
import { printRowPattern, readRowPattern } from '../../src/mapping/row-pattern.ts'
import { isComplete, readRow, writeRow } from '../../src/mapping/row.ts'
import type { Fill, Row } from '../../src/mapping/row.ts'
import { bestShape } from '../../src/mapping/shape.ts'
import type { StixObject } from '../../src/stix/types.ts'
import { defaultTables } from './tables.ts'

const mappings = createMappings(defaultTables)
const templates = Object.keys(defaultTables.objects).filter((name) =>
  mappings.object(name).some(({ form }) => form === 'sco' || form === 'sdo'),
)

/** Values that are legal in some place and not in others. */
const VALUES = [
  '198.51.100.7',
  '2001:db8::7',
  'www.example.com',
  'a@example.org',
  '443',
  '1',
  'tcp',
  'IP',
  'Malicious',
  'A',
  '2026-01-01',
  "it's",
  '',
  '\ud800',
]

suite('whatever goes into a row, what is placed is what is read', () => {
  for (const name of templates) {
    test(name, () => {
      const forms = mappings.object(name)
      fc.assert(
        fc.property(anyFills(forms), (fills) => {
          for (const row of forms) if (applies(row, fills)) assertReads(row, forms, fills)
        }),
        { numRuns: 150, seed: 20260302 },
      )
    })
  }
})

function applies({ form, when }: Row, fills: readonly Fill[]): boolean {
  if (form !== 'sco' && form !== 'sdo') return false
  return when.every(([relation, value]) => fills.some((fill) => fill.name === relation && fill.value === value))
}

/** Some of the relations, with values of the examples among others. */
function anyFills(forms: readonly Row[]): fc.Arbitrary<Fill[]> {
  const shown = forms.flatMap(({ raw }) => fillsOfObject(raw.example))
  const names = [...new Set([...(forms[0]?.relations.keys() ?? []), ...shown.map(({ name }) => name)])]
  const example = fc.constantFrom(...shown).map(({ name, value }) => ({ name, value }))
  const other = fc.record({
    name: fc.constantFrom(...names),
    value: fc.constantFrom<unknown>(...VALUES, ...shown.map(({ value }) => value)),
  })
  return fc.array(fc.oneof(example, other), { maxLength: 12 }).map((fills) => fills.map((fill, index) => ({ ...fill, index })))
}

function assertReads(row: Row, forms: readonly Row[], fills: readonly Fill[]): void {
  const written = writeRow(row, fills)
  if (written === undefined) return
  const [main] = written.objects as [StixObject]
  const byId = new Map(written.objects.map((object) => [object.id, object]))
  assert.equal(byId.size, written.objects.length, 'each object once')
  assert.ok(isComplete(main, row))
  const readings = readRow(row, main, (id) => byId.get(id))
  const counts = new Map<unknown, number>()
  const read = readings.map(({ bind, value }) => {
    const occurrence = counts.get(bind) ?? 0
    counts.set(bind, occurrence + 1)
    return `${bind.path} ${occurrence} ${JSON.stringify(value)}`
  })
  const placed = [...written.placed].map(([index, { bind, occurrence }]) => {
    const filler = bind.fillers.find((each) => each.name === fills[index]?.name)
    return `${bind.path} ${occurrence} ${JSON.stringify(filler?.codec.decode(filler.codec.encode(fills[index]?.value)))}`
  })
  assert.deepEqual(read.sort(), placed.sort())
  assert.equal(bestShape([row], main, (id) => byId.get(id))?.row, row)
  assert.ok(forms.includes(bestShape(forms, main, (id) => byId.get(id))?.row as Row))
  const pattern = row.form === 'sco' ? printRowPattern(row, fills) : undefined
  if (pattern !== undefined) assert.ok(readRowPattern(row, pattern), pattern)
}
