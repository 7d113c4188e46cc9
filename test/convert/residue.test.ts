import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { MispRecord } from '../../src/index.ts'
import { difference, isLegal, restore, shortHash, withoutServerKeys } from '../../src/convert/residue.ts'
import type { Residue } from '../../src/convert/residue.ts'

/** A record, what reads back of it, and the residue. */
const DIFFERENCES: readonly [name: string, original: MispRecord, predicted: MispRecord, residue: Residue | undefined][] = [
  ['all of it reads back', { a: 1 }, { a: 1 }, undefined],
  ['unbound', { a: 1, b: 'x' }, { a: 1 }, { misp: { b: 'x' } }],
  ['STIX does not allow the value', { a: null, b: [], c: '' }, {}, { misp: { c: '' }, rest: '{"a":null,"b":[]}' }],
  ['STIX does not allow the name', { 'odd name': 'x' }, {}, { rest: '{"odd name":"x"}' }],
  ['spelled otherwise', { value: 'AS1' }, { value: '1' }, { spelled: `{"value":["${shortHash('"1"')}","AS1"]}` }],
  ['read back, but absent', {}, { to_ids: false }, { spelled: `{"to_ids":["${shortHash('false')}"]}` }],
  ['partly bound', { meta: { refs: ['x'], iso: 'LU' } }, { meta: { iso: 'LU' } }, { misp: { meta: { refs: ['x'] } } }],
  ['made by one server', { id: '1', event_id: '2', org_id: '3' }, {}, undefined],
  ['made by one server, inside', { Org: { id: '1', name: 'x' } }, {}, { misp: { Org: { name: 'x' } } }],
]

test('the residue is what does not read back', () => {
  for (const [name, original, predicted, residue] of DIFFERENCES) assert.deepEqual(difference(original, predicted), residue, name)
})

test('residue on top of what reads back is the record', () => {
  for (const [name, original, predicted, residue] of DIFFERENCES)
    assert.deepEqual(restore(structuredClone(predicted), residue ?? {}), withoutServerKeys(original), name)
})

/** What was edited beside residue, and what comes of it. */
const EDITS: readonly [name: string, read: MispRecord, residue: Residue, restored: MispRecord][] = [
  [
    'an edited value loses its old spelling',
    { value: '2' },
    { spelled: `{"value":["${shortHash('"1"')}","AS1"]}` },
    { value: '2' },
  ],
  [
    'an edited value is no longer absent',
    { to_ids: true },
    { spelled: `{"to_ids":["${shortHash('false')}"]}` },
    { to_ids: true },
  ],
  ['a bound value beats residue', { comment: 'new' }, { misp: { comment: 'old' } }, { comment: 'new' }],
  ['lists of elements are joined', { Attribute: [1] }, { misp: { Attribute: [2] } }, { Attribute: [1, 2] }],
  ['a value that is gone is not spelled', {}, { spelled: `{"value":["${shortHash('"1"')}","AS1"]}` }, {}],
  ['residue that somebody broke is none', { a: 1 }, { rest: '{"b":', spelled: '[]' }, { a: 1 }],
  ['residue of another shape is none', { a: 1 }, { misp: 'x', rest: '7', spelled: '{"a":7}' } as unknown as Residue, { a: 1 }],
]

test('an edit wins over residue', () => {
  for (const [name, read, residue, restored] of EDITS) assert.deepEqual(restore(read, residue), restored, name)
})

test('__proto__ is a key like any other', () => {
  const original = JSON.parse('{"__proto__":{"polluted":true},"a":{"__proto__":1}}') as MispRecord
  const restored = restore({}, difference(original, {}) ?? {})
  assert.equal(JSON.stringify(restored), JSON.stringify(original))
  assert.equal(({} as MispRecord)['polluted'], undefined)
})

test('any record comes back from any prediction', () => {
  const record = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6, noNullPrototype: true })
  fc.assert(
    fc.property(record, record, (original, predicted) => {
      // Rows read no key with a dot and, where the record has a list, no list but the part of it that they give back
      fc.pre(!hasDot(predicted) && !Object.values(predicted).some(Array.isArray))
      const residue = JSON.parse(JSON.stringify(difference(original, predicted) ?? {})) as Residue
      assert.equal(canonical(restore(structuredClone(predicted) as MispRecord, residue)), canonical(withoutServerKeys(original)))
    }),
    { seed: 7, numRuns: 500 },
  )
})

/** May it stand in STIX throughout? */
const LEGAL: readonly [unknown, boolean][] = [
  ['', true],
  ['\ud800', false],
  [0, true],
  [1e21, false],
  [2 ** 53, false],
  [0.5, true],
  [null, false],
  [[], false],
  [[1], true],
  [[null], false],
  [{}, false],
  [{ a: 1 }, true],
  [{ 'a b': 1 }, false],
  [{ a: { b: [] } }, false],
]

test('what STIX allows', () => {
  for (const [value, legal] of LEGAL) assert.equal(isLegal(value), legal, JSON.stringify(value))
})

function hasDot(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => key.includes('.') || hasDot(inner))
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
