import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { MODEL } from '../../src/stix/model.ts'
import { VALIDATORS } from '../../src/validate/compiled/stix.ts'
import { explain } from '../../src/validate/explain.ts'
import { faultsOf, type SchemaValidator } from '../../src/validate/faults.ts'
import { propertiesOf } from '../../src/validate/places.ts'
import { validate } from '../../src/validate.ts'
import { stixSchemas } from '../../tools/stix-schemas.ts'
import type { JsonSchema } from '../../tools/compile-schemas.ts'

const FOLDER = new URL('../../schemas/stix2.1/', import.meta.url)

test('the published schemas are those of the object model', () => {
  const published = Object.entries(stixSchemas()).filter(([name]) => !name.startsWith('container-'))
  assert.deepEqual(readdirSync(FOLDER).sort(), published.map(([name]) => `${name}.json`).sort())
  for (const [name, schema] of published)
    assert.deepEqual(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')), JSON.parse(JSON.stringify(schema)), name)
})

test('every type of the model has a schema', () => {
  for (const type of Object.keys(MODEL)) assert.ok(type in stixSchemas(), type)
})

test('patterns are anchored, and no repetition stands within another', () => {
  const patterns = new Set(Object.values(stixSchemas()).flatMap(patternsIn))
  assert.ok(patterns.size > 40)
  for (const pattern of patterns) {
    assert.match(pattern, /^\^.*\$$/)
    assert.doesNotMatch(pattern, /[*+}]\)[*+{]/, pattern)
    assert.doesNotMatch(pattern, /\|/, pattern)
  }
})

function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = (schema as JsonSchema)['pattern']
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(schema).flatMap(patternsIn)]
}

const FAULTS: readonly [fault: string, object: Record<string, unknown>, code: string, path: string][] = [
  ['no type', { id: 'indicator--f431f809-377b-45e0-aa1c-6a4751cae5ff' }, 'not-an-object', ''],
  ['a missing property', { name: undefined }, 'required-property', ''],
  ['another JSON type', { revoked: 'true' }, 'property-type', '/revoked'],
  ['an item of another JSON type', { aliases: ['x', 5] }, 'property-type', '/aliases/1'],
  ['a list that is none', { aliases: 'x' }, 'property-type', '/aliases'],
  ['a date without a time', { first_seen: '2026-03-04' }, 'timestamp-form', '/first_seen'],
  ['created without milliseconds', { created: '2026-03-04T05:06:07Z' }, 'timestamp-form', '/created'],
  ['an id without UUID', { created_by_ref: 'identity--acme' }, 'identifier-form', '/created_by_ref'],
  ['the id of another type', { id: 'malware--f431f809-377b-45e0-aa1c-6a4751cae5ff' }, 'identifier-form', '/id'],
  ['a version that is not', { spec_version: '2.2' }, 'closed-vocabulary', '/spec_version'],
  ['too much confidence', { confidence: 101 }, 'number-range', '/confidence'],
  ['half a confidence', { confidence: 50.5 }, 'property-type', '/confidence'],
  ['an empty list', { labels: [] }, 'empty-list', '/labels'],
  ['an empty dictionary', { extensions: {} }, 'empty-dictionary', '/extensions'],
  ['a reference that says nothing', { external_references: [{ source_name: 'x' }] }, 'at-least-one', '/external_references/0'],
]

test('each fault of the data types is told under its code and path', () => {
  for (const [fault, change, code, path] of FAULTS) {
    const object = 'id' in change && !('type' in change) && code === 'not-an-object' ? change : { ...campaign(), ...change }
    const { violations } = validate(JSON.parse(JSON.stringify(object)))
    const errors = violations.filter(({ severity }) => severity === 'error')
    assert.deepEqual(
      errors.map((violation) => [violation.code, violation.path]),
      [[code, path]],
      fault,
    )
  }
})

function campaign(): Record<string, unknown> {
  return {
    type: 'campaign',
    spec_version: '2.1',
    id: 'campaign--f431f809-377b-45e0-aa1c-6a4751cae5ff',
    created: '2026-03-04T05:06:07.000Z',
    modified: '2026-03-04T05:06:07.000Z',
    name: 'Harbour',
  }
}

test('an object with a million faults is told about in bounded memory', () => {
  const { violations } = validate({ ...campaign(), aliases: Array.from({ length: 1_000_000 }, () => 5) })
  assert.equal(violations.filter(({ code }) => code === 'property-type').length, 1000)
  assert.equal(violations.at(-1)?.code, 'too-many-faults')
})

test('an id whose type is no name of a type is told by the schema, whoever else is asked', () => {
  const id = 'threat_actor--f431f809-377b-45e0-aa1c-6a4751cae5ff'
  const { violations } = validate({ ...campaign(), type: 'threat_actor', id }, { disable: ['type-name'] })
  assert.deepEqual(
    violations.filter(({ severity }) => severity === 'error').map(({ code, path }) => [code, path]),
    [['identifier-form', '/id']],
  )
})

test('what a schema refuses is always told', () => {
  let refused = 0
  for (const schema of Object.keys(VALIDATORS)) {
    const type = schema.replace(/^container-/, '')
    const validator = VALIDATORS[schema] as SchemaValidator
    const keys = fc.constantFrom(...Object.keys(propertiesOf(type)))
    const told = fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 })), (properties) => {
      const object = { ...properties, type }
      const faults = faultsOf(validator, object)
      if (faults.length > 0) refused++
      assert.equal([...explain(schema, object, faults)].length > 0, faults.length > 0)
    })
    fc.assert(told, { numRuns: 50 })
  }
  assert.ok(refused > 1000)
})
