import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createMappings } from '../../src/mapping/mappings.ts'
import { parsePath, printSteps } from '../../src/mapping/path.ts'
import { defaultTables as tables } from './tables.ts'

const DESCRIBE_TYPES = new URL('../../../shared/data/reference/describeTypes/describeTypes.json', import.meta.url)
const skip = existsSync(DESCRIBE_TYPES) ? false : 'no ../shared/data/reference/describeTypes beside the repository'

const mappings = createMappings(tables)
const types = Object.keys(tables.types)

test('the categories and types are those of MISP, with its defaults', { skip }, () => {
  const { result } = JSON.parse(readFileSync(DESCRIBE_TYPES, 'utf8')) as {
    result: {
      category_type_mappings: Record<string, string[]>
      types: string[]
      sane_defaults: Record<string, { default_category: string; to_ids: 0 | 1 }>
    }
  }
  assert.deepEqual(tables.categories, result.category_type_mappings)
  assert.deepEqual(types, result.types)
  for (const type of types) {
    const defaults = result.sane_defaults[type]
    assert.deepEqual(tables.types[type], { category: defaults?.default_category, to_ids: defaults?.to_ids === 1 }, type)
  }
})

test('there are 16 categories and 194 types, and every default category is one of them', () => {
  assert.equal(Object.keys(tables.categories).length, 16)
  assert.equal(types.length, 194)
  for (const type of types) assert.ok(tables.categories[tables.types[type]?.category ?? '']?.includes(type), type)
})

test('every type has a row, and every row a type', () => {
  assert.deepEqual(Object.keys(tables.attributes).sort(), [...types].sort())
})

test('how many types have which form', () => {
  const forms = Object.groupBy(types, (type) => mappings.attribute(type)?.form ?? 'none')
  const counts = Object.fromEntries(Object.entries(forms).map(([form, members]) => [form, members.length]))
  assert.deepEqual(counts, { sco: 83, sdo: 4, 'pattern-only': 7, rule: 5, generic: 95 })
})

test('paths are spelled as STIX patterning prints them', () => {
  const spelled = Object.values(tables.attributes).flatMap(({ bind, aliases, pattern }) => [
    ...Object.keys(bind ?? {}),
    ...Object.values(aliases ?? {}).flat(),
    ...Object.values(pattern ?? {}).filter((path) => path !== false),
  ])
  const shared = Object.entries(tables['path-aliases']).flat(2)
  for (const path of [...spelled, ...shared]) {
    const bare = path.slice(path.indexOf(':') + 1)
    assert.equal(printSteps(parsePath(bare)), bare)
  }
})

test('a composite that stands alone in the atomic profile is a hash, an address, a host or a key', () => {
  const halves = types
    .filter((type) => type.includes('|'))
    .map((type) => Object.values(tables.attributes[type]?.atomic || { bind: {} }).at(-1))
  assert.deepEqual([...new Set(halves.flatMap((bind) => Object.values(bind ?? {})))].sort(), [
    'domain',
    'hash',
    'host',
    'ip',
    'key',
  ])
})
