import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analysePattern } from '../../../../src/stix/pattern/analysis/analyse.ts'
import { parsePattern } from '../../../../src/stix/pattern/parse.ts'
import { UNPLACED } from '../../../../src/stix/pattern/ast.ts'
import * as build from '../../../../src/stix/pattern/build.ts'
import { stringLiteral } from '../../../../src/stix/pattern/build-literal.ts'

test('tells what a pattern is about', async () => {
  const { types, paths, operators, qualifiers, level } = await analysePattern(
    parsePattern(
      "([file:hashes.MD5 = 'x' AND file:name = 'y'] FOLLOWEDBY [file:name LIKE 'z' OR EXISTS url:value]) WITHIN 5 SECONDS REPEATS 2 TIMES",
    ),
  )
  assert.deepEqual(types, ['file', 'url'])
  assert.deepEqual(paths, ['file:hashes.MD5', 'file:name', 'url:value'])
  assert.deepEqual(operators, ['=', 'LIKE', 'EXISTS'])
  assert.deepEqual(qualifiers, ['within', 'repeats'])
  assert.equal(level, 3)
})

test('tells which conformance level a pattern needs', async () => {
  for (const [pattern, expected] of [
    ["[url:value = 'a']", 1],
    ["[url:value = 'a'] OR ([url:value = 'b'] AND [url:value = 'c'])", 2],
    ["[url:value = 'a'] OR [url:value = 'b'] REPEATS 2 TIMES", 3],
    ["[url:value = 'a'] FOLLOWEDBY [url:value = 'b']", 3],
  ] as const) {
    assert.equal((await analysePattern(parsePattern(pattern))).level, expected, pattern)
  }
})

test('tells which comparisons must hold together', async () => {
  const text = '[(file:name = 1 OR file:size = 2) AND (file:name = 3 OR file:size = 4 AND EXISTS file:ctime) OR url:value = 5]'
  const { observations } = await analysePattern(parsePattern(text))
  const [alternatives] = observations.map((each) =>
    each.alternatives?.map((terms) => terms.map(({ span }) => text.slice(span.start, span.end)).join(', ')),
  )
  assert.deepEqual(alternatives, [
    'file:name = 1, file:name = 3',
    'file:name = 1, file:size = 4, EXISTS file:ctime',
    'file:size = 2, file:name = 3',
    'file:size = 2, file:size = 4, EXISTS file:ctime',
    'url:value = 5',
  ])
  const many = `[${Array(20).fill('(file:name = 1 OR file:size = 2)').join(' AND ')}]`
  assert.equal((await analysePattern(parsePattern(many))).observations[0]?.alternatives, undefined)
})

/** What stands in `«…»` is what the finding points at. */
const FINDINGS: [code: string, clause: string, marked: string][] = [
  ['and-over-types', '9.5', "[«file:name = 'a' AND url:value = 'b'»]"],
  ['and-over-types', '9.5', "[url:value = 'c' OR «(file:name = 'a' OR file:name = 'd') AND url:value = 'b'»]"],
  ['stop-not-after-start', '9.5.1', "[url:value = 'a'] «START t'2026-01-02T00:00:00Z' STOP t'2026-01-02T00:00:00.000Z'»"],
  ['empty-set', '9.6.1', '[«url:value IN ()»]'],
  ['mixed-set', '9.6.1', "[«x-a:val IN (1, 'a')»]"],
  ['mixed-set', '9.6.1', "[«x-a:val IN (h'00', b'AAAA')»]"],
  ['integer-range', '2.10', '[x-a:val = «9007199254740992»]'],
  ['integer-range', '2.10', '[x-a:val IN (1, «-9007199254740992»)]'],
  ['invalid-regex', '9.6.1', "[url:value MATCHES «'(a'»]"],
  ['unsupported-regex', '9.6.1', "[url:value MATCHES «'a(?=b)'»]"],
  ['invalid-subnet', '9.6.1', "[ipv4-addr:value ISSUBSET «'198.51.100.0/33'»]"],
  ['invalid-subnet', '9.6.1', "[ipv4-addr:value ISSUBSET «'2001:db8::/32'»]"],
  ['invalid-subnet', '9.6.1', "[x-a:val ISSUPERSET «'example.com'»]"],
  ['subnet-path', '9.6.1', "[«domain-name:value» ISSUBSET '198.51.100.0/24']"],
  ['not-an-observable', '9.7', "[«threat-actor:name» = 'a']"],
  ['unknown-property', '9.7', "[file:«path» = 'a']"],
  ['unknown-property', '9.7', "[network-traffic:src_ref.«name» = 'a']"],
  ['unknown-property', '9.7', '[EXISTS file:name.«length»]'],
  ['list-without-index', '9.7.2', "[«network-traffic:protocols» = 'tcp']"],
  ['list-without-index', '9.7.2', "[windows-registry-key:values.«data» = 'a']"],
  ['index-without-list', '9.7.2', "[file:name«[0]» = 'a']"],
  ['hash-name', '2.7', "[file:hashes.«sha256» = 'a']"],
  ['hash-value', '2.7', "[file:hashes.MD5 = «'a'»]"],
  ['hash-value', '2.7', "[file:content_ref.hashes.'SHA-256' IN («'cead3f77f6cda6ec00f57d76c9a6879f'»)]"],
  ['name-form', '3.1', "[«x_usb»:drive = 'a']"],
  ['name-form', '3.1', "[«ab»:drive = 'a']"],
  ['name-form', '3.1', "[x-usb:«'Drive'» = 'a']"],
  ['constant-type', '9.2', "[network-traffic:dst_port = «'443'»]"],
  ['constant-type', '9.2', "[file:ctime > «'2026-01-01T00:00:00Z'»]"],
  ['constant-type', '9.2', '[file:name IN («7»)]'],
  ['constant-type', '9.2', "[file:size LIKE «'4%'»]"],
  ['constant-type', '9.2', "[file:hashes = «'a'»]"],
]

test('finds what is wrong beyond syntax, where it stands', async () => {
  for (const [code, clause, marked] of FINDINGS) {
    const text = marked.replaceAll(/[«»]/g, '')
    const { findings } = await analysePattern(parsePattern(text))
    const span = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 }
    assert.deepEqual(
      findings.map((finding) => ({ code: finding.code, clause: finding.clause, span: finding.span })),
      [{ code, clause, span }],
      marked,
    )
  }
})

const FINE = [
  "[file:name = 'a' AND (file:size = 1 OR url:value = 'b')]",
  "[url:value = 'a'] START t'2026-01-02T00:00:00Z' STOP t'2026-01-02T00:00:00.001Z'",
  '[x-a:val IN (1, 2.5)]',
  '[x-a:val = 9007199254740991]',
  "[url:value MATCHES '^https?://[a-z]+\\\\.example\\\\.com/$']",
  "[ipv4-addr:value ISSUBSET '198.51.100.7/24']",
  "[network-traffic:dst_ref.value ISSUBSET '2001:db8::/64']",
  "[domain-name:resolves_to_refs[*].value = '198.51.100.1/32']",
  "[network-traffic:dst_ref.type = 'ipv4-addr']",
  "[file:hashes.'SHA-256' LIKE 'a%' OR file:hashes.IMPHASH = 'b' OR file:hashes.x_foo = 'c']",
  "[file:hashes.MD5 != 'CEAD3F77F6CDA6EC00F57D76C9A6879F' OR file:hashes.MD5 MATCHES 'cead' OR file:hashes.SSDEEP = '3:abc:def']",
  "[file:hashes.TLSH IN ('T1B8A0240E2A2E2A3A22E00AA0E2A2E2A3A22E00AA0E2A2E2A3A22E00AA0E2A2E2A3A22E')]",
  "[app:id = 'com.example']",
  "[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7]",
  "[file:extensions.'windows-pebinary-ext'.optional_header.checksum_hex = h'00']",
  "[file:extensions.'extension-definition--1'.anything = 'a']",
  "[file:x_misp_path = 'a' AND file:content_ref.payload_bin MATCHES 'a']",
  "[email-message:additional_header_fields.'Reply-To'[0] = 'a' AND email-message:body_multipart[*].body_raw_ref.name = 'b']",
  "[process:environment_variables.PATH = 'a' AND process:parent_ref.pid = 1]",
  "[windows-registry-key:values[*].data = 'a' AND EXISTS windows-registry-key:values]",
  "[file:magic_number_hex = 'MZ' AND file:magic_number_hex = h'4d5a']",
  "[network-traffic:ipfix.minimumIpTotalLength = 32 OR network-traffic:ipfix.flow = 'a']",
  '[x-usb-device:usbdrive.serial_number = 7]',
]

test('finds nothing in what the specification allows', async () => {
  for (const text of FINE) assert.deepEqual((await analysePattern(parsePattern(text))).findings, [], text)
})

test('findings come in the order of the text; those of a tree that was built have no place', async () => {
  const text = "[url:value IN () AND url:value MATCHES '(' AND file:name = 1]"
  const { findings } = await analysePattern(parsePattern(text))
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['and-over-types', 'empty-set', 'invalid-regex', 'constant-type'],
  )
  const built = build.observation(build.comparison(build.objectPath('url', 'value'), 'MATCHES', stringLiteral('(')))
  assert.deepEqual((await analysePattern(built)).findings[0]?.span, UNPLACED)
})
