import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isUuid, scoId, TIPBRIDGE_NAMESPACE, typeOf, uuid5, uuidOf } from '../../src/stix/id.ts'
import { MODEL } from '../../src/stix/model.ts'
import type { StixObject } from '../../src/stix/types.ts'

const VECTORS = new URL('../../../shared/data/stix-oracle/sco_id_vectors.json', import.meta.url)
const skip = existsSync(VECTORS) ? false : 'no ../shared/data/stix-oracle beside the repository'

/** The namespace of UUIDv5 for DNS names (RFC 9562). */
const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

function plainUuid5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

test('our namespace is the UUIDv5 of our name', () => {
  assert.equal(plainUuid5(DNS, 'tipbridge'), TIPBRIDGE_NAMESPACE)
  for (const name of ['', 'a', 'é', '中', '👾', 'x'.repeat(5000)])
    assert.equal(uuid5(name), plainUuid5(TIPBRIDGE_NAMESPACE, name))
})

/** Is it a UUID that a STIX id may carry as it is? */
const UUIDS: readonly [string, boolean][] = [
  ['5f1c0f9a-7f0e-4f7c-8f0b-6f0a3c1d2e4b', true],
  ['c4e851fa-775f-11e7-8163-b774922098cd', true],
  ['5F1C0F9A-7F0E-4F7C-8F0B-6F0A3C1D2E4B', false],
  ['5f1c0f9a-7f0e-4f7c-7f0b-6f0a3c1d2e4b', false],
  ['5f1c0f9a-7f0e-9f7c-8f0b-6f0a3c1d2e4b', false],
  ['5f1c0f9a7f0e4f7c8f0b6f0a3c1d2e4b', false],
  ['00000000-0000-0000-0000-000000000000', false],
  ['5f1c0f9a-7f0e-4f7c-8f0b-6f0a3c1d2e4b\n', false],
  ['', false],
]

test('UUIDs', () => {
  for (const [text, expected] of UUIDS) assert.equal(isUuid(text), expected, text)
})

test('the two halves of an id', () => {
  assert.equal(typeOf('x-misp--object--5f1c'), 'x-misp')
  assert.equal(uuidOf('x-misp--object--5f1c'), '5f1c')
  assert.equal(typeOf('nothing'), 'nothing')
})

test('an observable that says only what contributes has the id of the specification', { skip }, (t) => {
  let compared = 0
  for (const { object, computed_id: id } of JSON.parse(readFileSync(VECTORS, 'utf8')) as {
    object: StixObject
    computed_id: string
  }[]) {
    const { contributing = [] } = MODEL[object.type] ?? {}
    const content = Object.entries(object).filter(([key]) => contributing.includes(key))
    if (content.some(([key, value]) => key === 'hashes' && Object.keys(value as object).length > 1)) continue
    assert.equal(scoId({ type: object.type, id: '', spec_version: '2.1', ...Object.fromEntries(content) }), id)
    compared++
  }
  t.diagnostic(`${compared} vectors`)
  assert.ok(compared > 40)
})

const domain = { type: 'domain-name', id: '', value: 'c2.example.com' }

test('an observable that says more has an id of its own, and the same each time', () => {
  const plain = scoId(domain)
  const resolved = scoId({ ...domain, resolves_to_refs: ['ipv4-addr--1'] })
  assert.notEqual(plain, resolved)
  assert.equal(resolved, scoId({ resolves_to_refs: ['ipv4-addr--1'], ...domain }))
  assert.notEqual(resolved, scoId({ ...domain, resolves_to_refs: ['ipv4-addr--2'] }))
})

test('markings and the id itself do not change an id', () => {
  const marked = { ...domain, id: 'domain-name--x', object_marking_refs: ['marking-definition--x'] }
  assert.equal(scoId(marked), scoId(domain))
})

test('of two files with several hashes, equal ones have one id', () => {
  const hashes = { MD5: '44d88612fea8a8f36de82e1278abb02f', 'SHA-1': '3395856ce81f2b7382dee72602f798b642f14140' }
  const turned = Object.fromEntries(Object.entries(hashes).toReversed())
  assert.equal(scoId({ type: 'file', id: '', hashes }), scoId({ type: 'file', id: '', hashes: turned }))
  assert.notEqual(scoId({ type: 'file', id: '', hashes }), scoId({ type: 'file', id: '', hashes: { MD5: hashes.MD5 } }))
})

test('what the specification gives no rule for has a UUID of version 4', () => {
  for (const object of [
    { type: 'process', id: '', pid: 4 },
    { type: 'user-account', id: '', is_disabled: true },
  ])
    assert.match(scoId(object), /^[a-z-]+--.{14}4/)
})
