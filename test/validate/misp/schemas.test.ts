import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { KIND_NAMES, MISP_MODEL } from '../../../src/misp/model.ts'
import type { JsonSchema } from '../../../tools/compile-schemas.ts'
import { mispRecordSchemas, mispSchemas } from '../../../tools/misp-schemas.ts'

const FOLDER = new URL('../../../schemas/misp/', import.meta.url)

test('the published schemas are those of the model', () => {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  assert.deepEqual(
    names.sort(),
    Object.keys(mispSchemas())
      .map((name) => `${name}.json`)
      .sort(),
  )
  for (const [name, schema] of Object.entries(mispSchemas()))
    assert.deepEqual(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')), JSON.parse(JSON.stringify(schema)), name)
})

test('every kind of record has a schema for reading and one for writing', () => {
  assert.deepEqual(Object.keys(KIND_NAMES), Object.keys(MISP_MODEL))
  for (const kind of Object.keys(MISP_MODEL))
    for (const use of ['read', 'write']) assert.ok(`${use}-${kind}` in mispRecordSchemas())
})

test('patterns are anchored, and no repetition stands within another', () => {
  const patterns = new Set(Object.values(mispSchemas()).flatMap(patternsIn))
  assert.ok(patterns.size > 15)
  for (const pattern of patterns) {
    assert.match(pattern, /^\^.*\$$/)
    // `(?:…)?` at the end of all repeats nothing
    assert.doesNotMatch(pattern.replace(/^\^\(\?:(.*)\)\?\$$/, '$1'), /[*+}]\)[*+{]/, pattern)
  }
})

test('the published schemas hold together: an event is checked down to its tags', () => {
  const ajv = new Ajv({ schemas: Object.values(mispSchemas()), strict: false })
  const check = (use: string, event: unknown) => ajv.validate(`https://tipbridge.invalid/misp/${use}event.json`, event)
  assert.equal(check('read/', tagged('')), true)
  assert.equal(check('read/', tagged('red')), false)
  assert.equal(check('', { info: 'x' }), false)
})

test('the schema of a manifest wants UUIDs for keys', () => {
  const ajv = new Ajv({ schemas: Object.values(mispSchemas()), strict: false })
  const validator = ajv.getSchema('https://tipbridge.invalid/misp/read/feed-manifest.json')
  assert.ok(validator?.({ '5f3b1c9e-9a3b-4a55-8f0f-2d1f6c7a9e00': { Orgc: {}, info: 'x', timestamp: '1' } }))
  assert.ok(!validator?.({ event: { Orgc: {}, info: 'x', timestamp: '1' } }))
})

function tagged(colour: string): unknown {
  return { info: 'x', Attribute: [{ type: 'text', value: 5, to_ids: '1', Tag: [{ name: 'a', colour }] }] }
}

function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = (schema as JsonSchema)['pattern']
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(schema).flatMap(patternsIn)]
}
