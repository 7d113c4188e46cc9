import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleToEvents } from '../../src/index.ts'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { isOriginal } from '../../src/convert/original/original.ts'

/**
 * What an Indicator becomes in MISP: `type=value` of an attribute, `template{relation=value, …}` of an object, `!` behind what is
 * for detection. The expectations follow the rules (a part of a pattern is never taken for the whole; what is negated, ordered or
 * wildcarded is never an attribute), not the program.
 */
type Row = readonly [pattern: string, ...elements: string[]]

/** Kept whole, as the text that it is. */
const WHOLE = 'whole'

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const ROWS: readonly Row[] = [
  // One comparison
  ["[ipv4-addr:value = '198.51.100.7']", 'ip-dst=198.51.100.7!'],
  ["[ipv6-addr:value = '2001:db8::1']", 'ip-dst=2001:db8::1!'],
  ["[domain-name:value = 'a.example.com']", 'domain=a.example.com!'],
  ["[url:value = 'https://a.example.com/x?a=1&b=2']", 'url=https://a.example.com/x?a=1&b=2!'],
  ["[email-addr:value = 'a@example.com']", 'email=a@example.com!'],
  ["[mac-addr:value = '00:00:5e:00:53:01']", 'mac-address=00:00:5e:00:53:01!'],
  ["[mutex:name = 'Global\\\\x']", 'mutex=Global\\x!'],
  ['[autonomous-system:number = 64496]', 'AS=64496!'],
  [`[file:hashes.MD5 = '${MD5}']`, `md5=${MD5}!`],
  [`[file:hashes.'SHA-256' = '${SHA256}']`, `sha256=${SHA256}!`],
  [`[file:hashes.SHA256 = '${SHA256}']`, `sha256=${SHA256}!`],
  [`[file:hashes.sha256 = '${SHA256}']`, `sha256=${SHA256}!`],
  [`[file:hashes.'sha256' = '${SHA256}']`, `sha256=${SHA256}!`],
  [`[file:hashes.'MD5' = '${MD5}']`, `md5=${MD5}!`],
  [`[file:hashes.md5 = '${MD5}']`, `md5=${MD5}!`],
  ["[file:name = 'a.exe']", 'filename=a.exe!'],
  ["[file:name = 'it\\'s \\\\ odd']", "filename=it's \\ odd!"],
  ["[file:name = 'a AND b']", 'filename=a AND b!'],
  ["[file:name = 'a = b OR c']", 'filename=a = b OR c!'],
  ['[file:size = 68]', 'size-in-bytes=68!'],
  ["[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\Software\\\\X']", 'regkey=HKEY_LOCAL_MACHINE\\Software\\X!'],
  ["[network-traffic:dst_ref.value = '198.51.100.7']", 'ip-dst=198.51.100.7!'],
  ["[network-traffic:src_ref.value = '198.51.100.7']", 'ip-src=198.51.100.7!'],
  ["[email-message:from_ref.value = 'a@example.com']", 'email-src=a@example.com!'],
  ["[email-message:subject = 'Invoice']", 'email-subject=Invoice!'],
  ["[email:subject = 'Invoice']", 'email-subject=Invoice!'],
  [
    "[x509-certificate:hashes.'SHA-1' = 'da39a3ee5e6b4b0d3255bfef95601890afd80709']",
    'x509-fingerprint-sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709!',
  ],
  ["[app:id = 'org.example.app']", 'mobile-application-id=org.example.app!'],
  ["[file:path = '/tmp/x']", 'filename=/tmp/x!'],
  ["[process:command_line = 'x -y']", 'process{command-line=x -y!}'],
  ["[user-account:user_id = 'S-1-5']", 'user-account{user-id=S-1-5!}'],
  ["[directory:path = '/opt/x']", 'directory{path=/opt/x!}'],
  ["[x509-certificate:serial_number = '02:aa']", 'x509{serial-number=02:aa!}'],
  // AND over one object
  [`[file:name = 'a.exe' AND file:hashes.MD5 = '${MD5}']`, `filename|md5=a.exe|${MD5}!`],
  [`[file:hashes.MD5 = '${MD5}' AND file:name = 'a.exe']`, `filename|md5=a.exe|${MD5}!`],
  ["[network-traffic:dst_ref.value = '198.51.100.7' AND network-traffic:dst_port = 443]", 'ip-dst|port=198.51.100.7|443!'],
  [
    "[domain-name:value = 'a.example.com' AND domain-name:resolves_to_refs[*].value = '198.51.100.7']",
    'domain|ip=a.example.com|198.51.100.7!',
  ],
  ["[file:name = 'a.exe' AND file:size = 68]", 'file{filename=a.exe!, size-in-bytes=68!}'],
  [`[file:hashes.MD5 = '${MD5}' AND file:hashes.'SHA-256' = '${SHA256}']`, `file{md5=${MD5}!, sha256=${SHA256}!}`],
  [
    "[email-message:from_ref.value = 'a@example.com' AND email-message:subject = 'Invoice']",
    'email{from=a@example.com!, subject=Invoice!}',
  ],
  ["[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']", 'ip-dst=198.51.100.7!'],
  ["[network-traffic:dst_ref.type = 'ipv6-addr' AND network-traffic:dst_ref.value = '198.51.100.7']", WHOLE],
  // OR, IN, several observations
  ["[ipv4-addr:value = '198.51.100.7' OR ipv4-addr:value = '198.51.100.8']", 'ip-dst=198.51.100.7!', 'ip-dst=198.51.100.8!'],
  [
    "[ipv4-addr:value = '198.51.100.7'] OR [domain-name:value = 'a.example.com']",
    'ip-dst=198.51.100.7!',
    'domain=a.example.com!',
  ],
  ["[domain-name:value IN ('a.example.com', 'b.example.com')]", 'domain=a.example.com!', 'domain=b.example.com!'],
  [`[file:hashes.MD5 = '${MD5}' OR file:hashes.'SHA-256' = '${SHA256}']`, `md5=${MD5}!`, `sha256=${SHA256}!`],
  [`[(file:name = 'a' OR file:name = 'b') AND file:hashes.MD5 = '${MD5}']`, `filename|md5=a|${MD5}!`, `filename|md5=b|${MD5}!`],
  [
    "[file:name IN ('a', 'b') AND file:size IN (1, 2)]",
    'file{filename=a!, size-in-bytes=1!}',
    'file{filename=a!, size-in-bytes=2!}',
    'file{filename=b!, size-in-bytes=1!}',
    'file{filename=b!, size-in-bytes=2!}',
  ],
  ["[ipv4-addr:value = '198.51.100.7' OR domain-name:value = 'a.example.com']", 'ip-dst=198.51.100.7!', 'domain=a.example.com!'],
  ["([ipv4-addr:value = '198.51.100.7'] OR [ipv4-addr:value = '198.51.100.8'])", 'ip-dst=198.51.100.7!', 'ip-dst=198.51.100.8!'],
  ["[ipv4-addr:value = '198.51.100.7'] AND [domain-name:value = 'a.example.com']", WHOLE],
  ["[ipv4-addr:value = '198.51.100.7' AND domain-name:value = 'a.example.com']", WHOLE],
  ["[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [domain-name:value = 'a.example.com']", WHOLE],
  ["[ipv4-addr:value = '198.51.100.7'] OR ([url:value = 'http://a.example.com/'] FOLLOWEDBY [file:name = 'a'])", WHOLE],
  // Networks and wildcards
  ["[ipv4-addr:value = '198.51.100.0/24']", 'ip-dst=198.51.100.0/24!'],
  ["[ipv4-addr:value ISSUBSET '198.51.100.0/24']", 'ip-dst=198.51.100.0/24!'],
  ["[ipv6-addr:value ISSUBSET '2001:db8::/32']", 'ip-dst=2001:db8::/32!'],
  ["[ipv4-addr:value ISSUPERSET '198.51.100.0/24']", WHOLE],
  ["[domain-name:value LIKE '%.example.com']", WHOLE],
  ["[domain-name:value LIKE 'a.example.com']", 'domain=a.example.com!'],
  ["[file:name LIKE 'invoice_.exe']", WHOLE],
  ["[url:value MATCHES '^https?://a\\\\.example\\\\.com/']", WHOLE],
  // Negation, order, presence
  ["[ipv4-addr:value != '198.51.100.7']", WHOLE],
  ["[ipv4-addr:value NOT = '198.51.100.7']", WHOLE],
  ["[domain-name:value NOT IN ('a.example.com', 'b.example.com')]", WHOLE],
  ["[domain-name:value NOT LIKE '%.example.com']", WHOLE],
  ['[file:size > 68]', WHOLE],
  ["[file:name = 'a' AND file:size >= 68]", WHOLE],
  ['[EXISTS file:name]', WHOLE],
  ["[file:name = 'a' AND NOT EXISTS file:size]", WHOLE],
  [`[file:hashes.MD5 = '${MD5}' AND file:name != 'good.exe']`, WHOLE],
  // Qualifiers
  ["[ipv4-addr:value = '198.51.100.7'] WITHIN 60 SECONDS", WHOLE],
  ["[ipv4-addr:value = '198.51.100.7'] REPEATS 5 TIMES", WHOLE],
  ["[ipv4-addr:value = '198.51.100.7'] REPEATS 5 TIMES WITHIN 60 SECONDS", WHOLE],
  [
    "[ipv4-addr:value = '198.51.100.7'] START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'",
    'ip-dst=198.51.100.7! 2026-01-01T00:00:00.000000+00:00..2026-02-01T00:00:00.000000+00:00',
  ],
  // What no row knows
  ["[x-vendor-thing:value = 'a']", WHOLE],
  ["[file:name = 'a' AND file:x_vendor_score = 5]", WHOLE],
  ["[network-traffic:protocols[*] = 'tcp' AND network-traffic:x_vendor = 'a']", WHOLE],
  ["[artifact:payload_bin = 'aGk=']", WHOLE],
]

const TIMES = { spec_version: '2.1', created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' }

function indicator(pattern: string, more: Record<string, unknown> = {}): StixObject {
  return {
    type: 'indicator',
    id: 'indicator--c731109b-2ef5-4b7a-a750-e9e48f53cc91',
    ...TIMES,
    pattern,
    pattern_type: 'stix',
    valid_from: TIMES.created,
    ...more,
  }
}

/** The elements of the event that an Indicator becomes, in the words of the table. */
function elementsOf(object: StixObject): string[] {
  const { value } = bundleToEvents({ type: 'bundle', id: 'bundle--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061', objects: [object] })
  const [event] = value as [MispRecord]
  const attributes = ((event['Attribute'] as MispRecord[] | undefined) ?? []).map(
    (each) => `${String(each['type'])}=${said(each)}${seen(each)}`,
  )
  const objects = ((event['Object'] as MispRecord[] | undefined) ?? []).filter((each) => !isOriginal(each))
  return [
    ...attributes,
    ...objects.map((each) => {
      const inner = (each['Attribute'] as MispRecord[]).map(
        (attribute) => `${String(attribute['object_relation'])}=${said(attribute)}`,
      )
      return `${String(each['name'])}{${inner.join(', ')}}`
    }),
  ]
}

function said({ value, to_ids: toIds }: MispRecord): string {
  return `${String(value)}${toIds === true ? '!' : ''}`
}

function seen({ first_seen: first, last_seen: last }: MispRecord): string {
  return first === undefined && last === undefined ? '' : ` ${String(first)}..${String(last)}`
}

function whole(pattern: string, mark = '!'): string {
  return `stix2-pattern{stix2-pattern=${pattern}${mark}, version=stix 2.1}`
}

for (const [pattern, ...elements] of ROWS) {
  test(`pattern to MISP: ${pattern}`, () => {
    assert.deepEqual(elementsOf(indicator(pattern)), elements[0] === WHOLE ? [whole(pattern)] : elements)
  })
}

test('the table has what an Indicator can say', () => assert.ok(ROWS.length >= 75, String(ROWS.length)))

test('what is revoked or benign is not for detection', () => {
  const pattern = "[domain-name:value = 'a.example.com']"
  assert.deepEqual(elementsOf(indicator(pattern, { revoked: true })), ['domain=a.example.com'])
  assert.deepEqual(elementsOf(indicator(pattern, { indicator_types: ['benign'] })), ['domain=a.example.com'])
  assert.deepEqual(elementsOf(indicator(pattern, { labels: ['Benign'] })), ['domain=a.example.com'])
  const sequence = "[domain-name:value = 'a.example.com'] FOLLOWEDBY [file:name = 'a']"
  assert.deepEqual(elementsOf(indicator(sequence, { revoked: true })), [whole(sequence, '')])
})

test('the end of validity is a sighting of the type expiration', () => {
  const object = indicator("[domain-name:value = 'a.example.com']", { valid_until: '2026-06-01T00:00:00Z' })
  const { value } = bundleToEvents({ type: 'bundle', id: 'x', objects: [object] })
  const [attribute] = (value[0] as MispRecord)['Attribute'] as [MispRecord]
  assert.deepEqual(attribute['Sighting'], [{ type: '2', date_sighting: '1780272000' }])
})

test('rules keep their text and their language', () => {
  const rule = 'rule a { condition: true }'
  for (const [language, element] of [
    ['yara', `yara{yara=${rule}!, yara-rule-name=A rule}`],
    ['sigma', `sigma{sigma=${rule}!, sigma-rule-name=A rule}`],
    ['snort', `snort=${rule}!`],
    ['spl', `query{query=${rule}!, format=spl, query-rule-name=A rule}`],
    ['eql', `query{query=${rule}!, format=eql, query-rule-name=A rule}`],
    ['pcre', `query{query=${rule}!, format=pcre, query-rule-name=A rule}`],
    ['x-vendor', `query{query=${rule}!, format=x-vendor, query-rule-name=A rule}`],
  ] as const)
    assert.deepEqual(elementsOf(indicator(rule, { pattern_type: language, name: 'A rule' })), [element], language)
})

test('a text that is no pattern is kept, is not for detection, and is said', () => {
  const { value, diagnostics } = bundleToEvents({ type: 'bundle', id: 'x', objects: [indicator("[domain-name:value = 'a")] })
  assert.equal(value.length, 1)
  assert.deepEqual(elementsOf(indicator("[domain-name:value = 'a")), [whole("[domain-name:value = 'a", '')])
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['pattern-invalid'],
  )
})
