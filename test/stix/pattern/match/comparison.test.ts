import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matches, matchObjects } from './seen.ts'

const INVOICE = {
  type: 'file',
  name: 'invoice.exe',
  size: 4096,
  entropy: 7.5,
  is_packed: true,
  ctime: '2026-11-25T12:00:00.50Z',
  tags: ['urgent', 'paid'],
  nothing: null,
  empty: [],
  magic_number_hex: '4D5a',
  payload_bin: 'w6k=',
  broken_hex: 'xyz',
  hashes: { 'SHA-256': 'aa'.repeat(32) },
  sections: [{ entropy: 1 }, { entropy: 7.9 }],
}

const COMPARISONS: [comparison: string, expected: boolean][] = [
  // 9.6: an absent path is false, whatever the operator
  ["file:path = 'x'", false],
  ["file:path != 'x'", false],
  ["file:path NOT = 'x'", false],
  ["file:path NOT IN ('x')", false],
  ["file:nothing != 'x'", false],
  ["file:tags[2] != 'x'", false],
  ["file:empty[*] != 'x'", false],
  ["file:toString != 'x'", false],
  ["file:tags.length != 'x'", false],
  ["directory:name != 'x'", false],
  // 9.6.1: what cannot be compared is false, but for !=; NOT negates
  ["file:size = '4096'", false],
  ["file:size != '4096'", true],
  ["file:size NOT = '4096'", true],
  ["file:size NOT != '4096'", false],
  ["file:size < '5'", false],
  ['file:name > 3', false],
  ['file:is_packed = 1', false],
  ["file:tags = 'urgent'", false],
  ["file:hashes != 'x'", true],
  // numbers
  ['file:size = 4096.0', true],
  ['file:size IN (1, 4096)', true],
  ['file:entropy > 7', true],
  ['file:entropy = 7', false],
  ['file:size < 99999999999999999999', true],
  ['file:is_packed = true', true],
  ['file:is_packed != false', true],
  ['file:is_packed NOT = true', false],
  // 9.6.2: code points, no normalization
  ["file:name = 'Invoice.exe'", false],
  ["file:name >= 'invoice.exe'", true],
  ["file:name < 'invoice.exe.'", true],
  // timestamps are moments
  ["file:ctime = t'2026-11-25T12:00:00.5Z'", true],
  ["file:ctime > t'2026-11-25T12:00:00.499999999Z'", true],
  ["file:ctime < t'2026-11-25T12:00:00.5000000001Z'", true],
  ["file:name = t'2026-11-25T12:00:00Z'", false],
  ["file:name != t'2026-11-25T12:00:00Z'", true],
  // 9.6.3, 9.6.4: octets
  ["file:magic_number_hex = h'4d5A'", true],
  ["file:magic_number_hex = 'MZ'", true],
  ["file:magic_number_hex = '4D5a'", false],
  ["file:magic_number_hex = b'TVo='", true],
  ["file:magic_number_hex LIKE 'M_'", true],
  ["file:payload_bin = 'Ã©'", true],
  ["file:payload_bin = h'c3A9'", true],
  ["file:payload_bin > h'c3a8ff'", true],
  ["file:payload_bin = '\u0103'", false],
  ["file:payload_bin != '\u0103'", true],
  ["file:payload_bin MATCHES '^\\\\xc3.$'", true],
  ["file:broken_hex = 'xyz'", false],
  ["file:broken_hex != 'xyz'", true],
  ["file:name = h'696e766f6963652e657865'", true],
  // lists and dictionaries
  ["file:tags[0] = 'urgent'", true],
  ["file:tags[1] = 'urgent'", false],
  ["file:tags[*] = 'paid'", true],
  ["file:tags[*] NOT = 'paid'", true],
  ['file:sections[*].entropy > 7', true],
  ["file:hashes.'SHA-256' LIKE 'aa%'", true],
  ["file:hashes[*] LIKE 'aa%'", false],
  // EXISTS
  ['EXISTS file:tags', true],
  ['EXISTS file:empty', true],
  ['EXISTS file:nothing', false],
  ['EXISTS file:empty[*]', false],
  ['NOT EXISTS file:path', true],
  ['NOT EXISTS file:name', false],
  ['NOT EXISTS directory:path', false],
  // AND and OR
  ["file:name = 'x' OR file:size = 4096 AND file:entropy > 7", true],
  ["(file:name = 'x' OR file:size = 4096) AND file:entropy < 7", false],
  ["file:size = 4096 AND directory:path = 'x'", false],
  ["file:size = 4096 OR directory:path = 'x'", true],
]

test('comparisons hold as section 9.6 wants', async () => {
  for (const [comparison, expected] of COMPARISONS) {
    assert.equal((await matches(`[${comparison}]`, [{ objects: [INVOICE] }])) !== false, expected, comparison)
  }
})

const ORDER: [less: string, more: string][] = [
  ['o', 'oz'],
  ['oz', 'o\u0300'],
  ['o\u0300', 'z'],
  ['z', '\u00f2'],
  ['\ue000', '\u{1f600}'],
  ['\uffff', '\u{10000}'],
]

test('strings have the order of their code points', async () => {
  for (const [less, more] of ORDER) {
    const seen = [{ objects: [{ type: 'file', name: less }] }]
    assert.notEqual(await matches(`[file:name < '${more}']`, seen), false, `${less} < ${more}`)
    assert.equal(await matches(`[file:name >= '${more}']`, seen), false)
  }
})

const TRAFFIC = [
  { type: 'network-traffic', id: 'network-traffic--1', src_ref: 'ipv4-addr--1', dst_ref: 'ipv4-addr--2', dst_port: 443 },
  { type: 'ipv4-addr', id: 'ipv4-addr--1', value: '198.51.100.7', resolves_to_refs: ['mac-addr--1', 'mac-addr--2'] },
  { type: 'mac-addr', id: 'mac-addr--2', value: 'd2:fb:49:24:37:18' },
  { type: 'ipv4-addr', id: 'ipv4-addr--2', value: '203.0.113.10' },
]

const REFERENCES: [comparison: string, expected: boolean][] = [
  ["network-traffic:src_ref.value = '198.51.100.7'", true],
  ["network-traffic:src_ref.type = 'ipv4-addr'", true],
  ["network-traffic:src_ref = 'ipv4-addr--1'", true],
  ["network-traffic:src_ref.value = '198.51.100.7' AND network-traffic:dst_ref.value = '203.0.113.10'", true],
  ["network-traffic:src_ref.value = '203.0.113.10' OR network-traffic:dst_port = 80", false],
  ["network-traffic:src_ref.resolves_to_refs[*].value LIKE 'd2:%'", true],
  ["network-traffic:src_ref.resolves_to_refs[0].value LIKE '%'", false],
  ['EXISTS network-traffic:src_ref.resolves_to_refs[0]', true],
  ["network-traffic:src_port.value != 'x'", false],
]

test('references lead to the observables of the same Observed Data', async () => {
  for (const [comparison, expected] of REFERENCES) {
    assert.equal((await matches(`[${comparison}]`, [{ objects: TRAFFIC }])) !== false, expected, comparison)
  }
})

test('what object_refs does not list is not there', async () => {
  const objects = [
    { type: 'observed-data', id: 'observed-data--1', object_refs: ['network-traffic--1', 'ipv4-addr--2', 'identity--1'] },
    { type: 'identity', id: 'identity--1', name: 'ACME' },
    ...TRAFFIC,
  ]
  assert.equal((await matchObjects("[network-traffic:dst_ref.value = '203.0.113.10']", objects)).outcome, 'matched')
  assert.equal((await matchObjects("[network-traffic:src_ref.value != 'x']", objects)).outcome, 'not-matched')
  assert.equal((await matchObjects("[ipv4-addr:value = '198.51.100.7']", objects)).outcome, 'not-matched')
  assert.equal((await matchObjects("[identity:name = 'ACME']", objects)).outcome, 'not-matched')
})

test('the comparisons of one observation start at one object (the example of section 9.5)', async () => {
  const objects = {
    '0': { type: 'network-traffic', src_ref: '1' },
    '1': { type: 'ipv4-addr', value: '203.0.113.10' },
    '2': { type: 'network-traffic', dst_ref: '3' },
    '3': { type: 'ipv4-addr', value: '198.51.100.58' },
  }
  const observed = [{ type: 'observed-data', id: 'observed-data--1', objects }]
  const source = "network-traffic:src_ref.value = '203.0.113.10'"
  const target = "network-traffic:dst_ref.value = '198.51.100.58'"
  assert.equal((await matchObjects(`[${source} AND ${target}]`, observed)).outcome, 'not-matched')
  assert.equal((await matchObjects(`[${source}]`, observed)).outcome, 'matched')
  assert.equal((await matchObjects(`[${target}]`, observed)).outcome, 'matched')
})

test('names that all objects inherit are names like any other', async () => {
  const seen = [{ objects: [JSON.parse('{"type": "file", "__proto__": {"name": "x"}, "constructor": "y"}') as { type: string }] }]
  assert.notEqual(await matches("[file:'__proto__'.name = 'x' AND file:constructor = 'y']", seen), false)
  assert.equal(await matches("[file:name = 'x']", seen), false)
  assert.equal(await matches('[EXISTS file:valueOf]', seen), false)
})
