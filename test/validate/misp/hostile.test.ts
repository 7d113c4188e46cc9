import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as assertProperty, constantFrom, jsonValue, property } from 'fast-check'
import { MISP_MODEL, type MispKind } from '../../../src/misp/model.ts'
import { VALIDATORS } from '../../../src/validate/compiled/misp.ts'
import { faultsOf, MOST_FAULTS, type SchemaValidator } from '../../../src/validate/faults.ts'
import { validateEvent, validateManifest } from '../unbroken.ts'

/** One type for each rule about values, and for each way in which MISP changes them. */
const TYPES = (
  'text url link uri domain hostname domain|ip ip-src ip-dst|port hostname|port email-src eppn md5 ssdeep impfuzzy tlsh filename|sha256 ' +
  'x509-fingerprint-sha1 mac-address AS vulnerability http-method boolean datetime float counter phone-number iban cortex ' +
  'ssh-fingerprint regkey|value malware-sample onion-address attachment'
).split(' ')
const MEGABYTE = 1_000_000

/** Milliseconds: what takes linear time takes a hundredth of it, what takes quadratic time hours. */
const FAR_TOO_LONG = 10_000

/** Time that this process has used: others on the machine do not count. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

test('any JSON is told about, and nothing is thrown', () => {
  assertProperty(
    property(jsonValue({ maxDepth: 5 }), constantFrom('strict', 'default', 'lenient'), (value, mode) => {
      for (const document of [value, { Event: value }, { info: 'x', Attribute: value, Object: value }])
        validateEvent(document, { mode })
      validateManifest(value, { mode })
      assert.ok(Array.isArray(validateEvent(value).violations))
    }),
  )
})

test('every field may hold any kind of value', () => {
  const values: readonly unknown[] = [null, true, 0, -1, 1.5, 1e300, '', 'x', '0', [], [[]], [null], {}, { uuid: {} }, '\ud800']
  let told = 0
  for (const [kind, fields] of Object.entries(MISP_MODEL)) {
    for (const key of Object.keys(fields)) {
      for (const value of values)
        told += validateEvent(holding(kind, { type: 'domain', name: 'x', [key]: value })).violations.length
    }
  }
  assert.ok(told > 1000)
})

/** An event that holds a record of a kind somewhere. */
function holding(kind: string, record: Record<string, unknown>): Record<string, unknown> {
  if (kind === 'event') return { info: 'x', ...record }
  const attribute = { type: 'text', value: 'x' }
  return {
    info: 'x',
    Attribute: [
      kind === 'attribute'
        ? record
        : {
            ...attribute,
            Tag: [record],
            Sighting: [record],
            ShadowAttribute: [record],
            Note: [record],
            Opinion: [record],
            Relationship: [record],
          },
    ],
    Object: [kind === 'object' ? record : { name: 'x', Attribute: [attribute], ObjectReference: [record] }],
    Galaxy: [kind === 'galaxy' ? record : { GalaxyCluster: [record] }],
    EventReport: [record],
    Orgc: record,
    SharingGroup: { ...(kind === 'sharing-group' && record), SharingGroupOrg: [record], SharingGroupServer: [record] },
  }
}

/** Strings of a megabyte that make careless checks slow. */
const HOSTILE: readonly [name: string, value: string][] = [
  ['a', 'a'.repeat(MEGABYTE)],
  ['digits, and a letter', `${'1'.repeat(MEGABYTE)}x`],
  ['full stops', '.'.repeat(MEGABYTE)],
  ['labels', 'a.'.repeat(MEGABYTE / 2)],
  ['at signs', '@'.repeat(MEGABYTE)],
  ['colons', '1:'.repeat(MEGABYTE / 2)],
  ['bars', '|'.repeat(MEGABYTE)],
  ['brackets', `[${']'.repeat(MEGABYTE)}`],
  ['blanks, and a letter', `${' '.repeat(MEGABYTE)}x${' '.repeat(MEGABYTE)}x`],
  ['lists', '['.repeat(MEGABYTE)],
  ['zeros', '(0)'.repeat(MEGABYTE / 3)],
  ['defanged', '[.]'.repeat(MEGABYTE / 3)],
  ['beyond ASCII', 'ü'.repeat(MEGABYTE)],
  ['emoji', '🎣'.repeat(MEGABYTE / 2)],
  ['report references', '@[attribute]('.repeat(MEGABYTE / 13)],
  ['Base64, and blanks', `A${'= '.repeat(MEGABYTE / 2)}-`],
]

test('a megabyte in a value takes time linear in it, whatever the type', { timeout: 120_000 }, () => {
  for (const [name, value] of HOSTILE) {
    for (const type of TYPES) {
      const started = cpuMilliseconds()
      validateEvent({ info: 'x', Attribute: [{ type, value }] })
      assert.ok(cpuMilliseconds() - started < FAR_TOO_LONG, `${type}: ${name}`)
    }
  }
})

test('a megabyte in any other field, too', { timeout: 120_000 }, () => {
  for (const [name, value] of HOSTILE) {
    for (const [kind, fields] of Object.entries(MISP_MODEL)) {
      const record = Object.fromEntries(Object.keys(fields).map((key) => [key, value]))
      const started = cpuMilliseconds()
      validateEvent(holding(kind, record))
      assert.ok(cpuMilliseconds() - started < FAR_TOO_LONG, `${kind}: ${name}`)
    }
  }
})

test('deep nesting is told about once', () => {
  let note: unknown = 'x'
  for (let level = 0; level < 100_000; level++) note = { Note: [note] }
  const { violations } = validateEvent({ info: 'x', Attribute: [{ type: 'text', value: 'x', Note: [note] }], Note: [note] })
  assert.deepEqual(
    violations.map(({ code, path }) => [code, path]),
    [
      ['record-too-deep', ''],
      ['record-too-deep', '/Attribute/0'],
    ],
  )
})

test('a record with many faults is told about in bounded memory', () => {
  const Tag = Array.from({ length: 100_000 }, () => 5)
  const { violations } = validateEvent({ info: 'x', Tag })
  assert.equal(violations.filter(({ code }) => code === 'not-a-record').length, 100_000)
})

test('the schema of one record never has more faults than are kept: what is in its lists has its own', () => {
  const long = Array.from({ length: 2 * MOST_FAULTS }, () => 5)
  for (const kind of Object.keys(MISP_MODEL) as MispKind[]) {
    for (const value of [5.5, long, Object.fromEntries(long.entries())]) {
      const record = Object.fromEntries(Object.keys(MISP_MODEL[kind]).map((key) => [key, value]))
      for (const use of ['read', 'write'])
        assert.ok(faultsOf(VALIDATORS[`${use}-${kind}`] as SchemaValidator, record).length < MOST_FAULTS / 10, `${use} ${kind}`)
    }
  }
})
