import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { namedCodec } from '../../src/mapping/codecs.ts'
import { DERIVATIONS } from '../../src/mapping/derive.ts'
import { codecOf } from '../../src/mapping/formats.ts'
import { MODEL } from '../../src/stix/model.ts'

/** Codec, its options, MISP's value, STIX' value: both directions hold. */
const PAIRS: readonly [string, Record<string, unknown>, string, unknown][] = [
  ['words', { words: { PowerShell: 'powershell' } }, 'PowerShell', 'powershell'],
  ['words', { words: { blocking: true } }, 'blocking', true],
  ['protocol', {}, 'TCP', 'tcp'],
  ['second', {}, '2026-02-27T13:33:00.000000+0000', '2026-02-27T13:33:00Z'],
  ['kilometres', {}, '1.005', 1005],
  ['kilometres', {}, '0.001', 1],
  ['payload', {}, 'RXhhbXBsZQ==', 'RXhhbXBsZQ=='],
  ['reference-id', { source: 'capec', prefix: 'CAPEC-' }, '9', { source_name: 'capec', external_id: 'CAPEC-9' }],
  ['reference-id', { source: 'cve' }, 'CVE-2014-0160', { source_name: 'cve', external_id: 'CVE-2014-0160' }],
  ['reference-urls', {}, 'https://www.example.com/a', { source_name: 'url', url: 'https://www.example.com/a' }],
  ['kill-chain', {}, 'mitre-attack:collection', { kill_chain_name: 'mitre-attack', phase_name: 'collection' }],
]

suite('named codecs go both ways', () => {
  for (const [name, options, misp, stix] of PAIRS) {
    test(`${name}: ${misp}`, () => {
      const codec = namedCodec(name, options)
      assert.deepEqual(codec?.encode(misp), stix)
      assert.equal(codec?.decode(stix), misp)
    })
  }
})

/** Codec, its options, a value of MISP that has no place. */
const REFUSED: readonly [string, Record<string, unknown>, string][] = [
  ['words', { words: { PowerShell: 'powershell' } }, 'powershell'],
  ['second', {}, '2026-02-27T13:33:00.500000+0000'],
  ['kilometres', {}, 'far'],
  ['payload', {}, 'not base64'],
  ['reference-id', { source: 'cve' }, 'GHSA-1234'],
]

suite('named codecs refuse', () => {
  for (const [name, options, value] of REFUSED)
    test(`${name}: ${value}`, () => assert.equal(namedCodec(name, options)?.encode(value), undefined))
})

test("MISP's own word is understood in STIX: misp-stix leaves words as they are", () => {
  assert.equal(namedCodec('words', { words: { PowerShell: 'powershell' } })?.decode('PowerShell'), 'PowerShell')
})

test('an id that has its prefix already gets no second one', () => {
  const codec = namedCodec('reference-id', { source: 'capec', prefix: 'CAPEC-' })
  assert.deepEqual(codec?.encode('CAPEC-9'), { source_name: 'capec', external_id: 'CAPEC-9' })
})

/** Place in the model, values that stand there, values that do not. */
const FORMATS: readonly [string, string, readonly string[], readonly string[]][] = [
  ['email-message', 'received_lines', ['from mail.example.com by mx', 'by mx.example.org'], ['X-Spam: yes', 'Received: from x']],
  [
    'domain-name',
    'value',
    ['example.com', '_dmarc.example.com', 'xn--bcher-kva.example', 'bücher.example'],
    ['198.51.100.7', 'localhost'],
  ],
  ['file', 'name_enc', ['UTF-8', 'windows-1252'], ['utf8', 'unknown']],
  ['file', 'mime_type', ['application/pdf', 'image/svg+xml'], ['PE32 executable', 'pdf', 'application/']],
  ['software', 'cpe', ['cpe:2.3:a:example:messenger:4.2.0:*:*:*:*:*:*:*'], ['cpe:/a:example:messenger', 'cpe:2.3:a:example']],
]

suite('a place takes what STIX allows there, and gives back anything', () => {
  for (const [type, key, good, bad] of FORMATS) {
    test(`${type}.${key}`, () => {
      const codec = codecOf(type, [key], MODEL[type]?.properties[key] ?? { kind: 'string' })
      for (const value of good) assert.equal(codec?.encode(value), value)
      for (const value of bad) assert.equal(codec?.encode(value), undefined, value)
      for (const value of [...good, ...bad]) assert.equal(codec?.decode(value), value)
    })
  }
})

/** Derivation, the values of a row, what it computes. */
const DERIVED: readonly [string, Record<string, string>, unknown][] = [
  ['ip-version', { ip: '198.51.100.7' }, ['ipv4']],
  ['ip-version', { ip: '2001:db8::7' }, ['ipv6']],
  ['ip-version', { host: 'www.example.com' }, ['ip']],
  ['cpe-product', { cpe: 'cpe:2.3:a:example:messenger:4.2.0:*:*:*:*:*:*:*' }, 'messenger'],
  ['cpe-product', { cpe: String.raw`cpe:2.3:a:example\:net:c\+\+_kit:1:*:*:*:*:*:*:*` }, 'c++_kit'],
  ['cpe-product', { cpe: 'cpe:2.3:a:example:*:1:*:*:*:*:*:*:*' }, undefined],
  ['cpe-product', { product: 'messenger' }, undefined],
  ['cve-reference', { id: 'CVE-2014-0160' }, { source_name: 'cve', external_id: 'CVE-2014-0160' }],
  ['cve-reference', { id: 'GHSA-1234' }, undefined],
]

suite('derivations', () => {
  for (const [name, values, expected] of DERIVED)
    test(`${name} of ${JSON.stringify(values)}`, () =>
      assert.deepEqual(DERIVATIONS[name]?.(new Map(Object.entries(values))), expected))
})
