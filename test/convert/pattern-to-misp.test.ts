import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { MispRecord, StixObject } from '../../src/index.ts'
import type { Bind } from '../../src/mapping/binding.ts'
import { normalPath } from '../../src/mapping/path.ts'
import { printRowPattern } from '../../src/mapping/row-pattern.ts'
import { splitValue } from '../../src/mapping/row.ts'
import type { Row } from '../../src/mapping/row.ts'
import { attributeExamples, mappings, objectExamples } from '../roundtrip/examples.ts'
import type { ObjectExample } from '../roundtrip/examples.ts'
import { detected, elementsOf, indicator, object, quiet, recordsOf, whole } from './foreign-indicator.ts'
import type { Element } from './foreign-indicator.ts'

/*
 * What patterns of others mean to MISP. Each entry names everything that must come out; the rules are those of an Indicator: a part
 * of a pattern is never taken for the whole, and what MISP cannot say is one `stix2-pattern` with the text.
 */

const MD5 = '44d88612fea8a8f36de82e1278abb02f'
const OTHER_MD5 = 'e59fec63b4f6bff88158c312cee11ac4'
const SHA1 = '3395856ce81f2b7382dee72602f798b642f14140'
const SHA256 = '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f'
const OTHER_SHA256 = 'bb63327d66a3f4bca1a83c8e584398efb0d971eeb2c4e256fce7e1d8f18ee7fd'
const SHA512 =
  'cc805d5fab1fd71a4ab352a9c533e65fb2d5b885518f4e565e68847223b8e6b85cb48f3afad842726d99239c9e36505c64b0dc9a061d9e507d833277ada336ab'

/** The pattern, and the elements that it means; none: it is kept whole. */
type Entry = readonly [pattern: string, ...elements: Element[]]

function entries(name: string, table: readonly Entry[]): void {
  suite(name, () => {
    for (const [pattern, ...elements] of table) {
      test(pattern.length > 150 ? `${pattern.slice(0, 150)}…` : pattern, () =>
        assert.deepEqual(elementsOf(indicator({ pattern })), elements.length > 0 ? elements : [whole(pattern)]),
      )
    }
  })
}

/** Rows of the same place as another, which foreign STIX means (`decode: false`), and what their example reads as. */
const READ_AS: Readonly<Record<string, string>> = {
  attachment: 'filename',
  'malware-sample': 'filename|md5',
  hostname: 'domain',
  'onion-address': 'domain',
  uri: 'url',
  link: 'url',
  'campaign-id': 'campaign-name',
  'whois-registrant-email': 'email',
  'dns-soa-email': 'email',
}

suite("the pattern of every attribute row's example is that attribute", () => {
  for (const { type, row, value } of attributeExamples()) {
    const parts = splitValue(row, value) ?? []
    const pattern = printRowPattern(
      row,
      parts.map((part, index) => ({ name: row.slots[index] ?? 'value', value: part, index })),
    )
    if (pattern === undefined || row.form === 'rule') continue
    // A threat-actor of others is a cluster, so that a pattern over one has no row
    const expected = type === 'threat-actor' ? whole(pattern) : detected(READ_AS[type] ?? type, value)
    test(type, () => assert.deepEqual(elementsOf(indicator({ pattern })), [expected]))
  }
})

/** The example of a form with one value for each place that may stand in a pattern. */
function oneEach({ row, values }: ObjectExample): [Bind, relation: string, value: string][] {
  return row.binds.flatMap((bind) => {
    const filler = bind.fillers.find(({ name }) => values[name] !== undefined)
    const value = [filler === undefined ? [] : values[filler.name]].flat()[0]
    return filler === undefined || bind.pattern === undefined || typeof value !== 'string'
      ? []
      : [[bind, filler.name, value] as [Bind, string, string]]
  })
}

function patternFor(row: Row, values: readonly [Bind, string, string][]): string {
  const pattern = printRowPattern(
    row,
    values.map(([, name, value], index) => ({ name, value, index })),
  )
  if (pattern === undefined) throw new Error(`${row.name} has no pattern`)
  return pattern
}

const foreign = objectExamples().filter(({ row }) => row.form === 'sco' && row.decode && row.raw['embedded-in'] === undefined)

suite("the pattern of every object row's example is that object", () => {
  for (const example of foreign) {
    const values = oneEach(example)
    const held = Object.fromEntries(values.map(([, relation, value]) => [relation, value]))
    const [only, ...more] = values
    if (only === undefined || more.length === 0) continue
    // What an attribute row says as well is that attribute
    const expected =
      example.template === 'domain-ip'
        ? detected('domain|ip', values.map(([, , value]) => value).join('|'))
        : object(example.template, held)
    test(example.name, () => assert.deepEqual(elementsOf(indicator({ pattern: patternFor(example.row, values) })), [expected]))
  }
})

suite('each path of an object row alone is an attribute, or an object with that one relation, of a row that binds it', () => {
  for (const example of foreign) {
    for (const [bind, relation, value] of oneEach(example)) {
      const pattern = patternFor(example.row, [[bind, relation, value]])
      // With the constants that belong to its meaning a row says more than one path
      if (pattern.includes(' AND ')) continue
      test(`${example.name}: ${bind.path}`, () => {
        const path = normalPath(`${example.row.type}:${bind.pattern ?? ''}`)
        const attributes = attributeTypesFor(path, value).map((type) => detected(type, value))
        const objects = foreign.flatMap(({ template, row }) =>
          relationsAt(row, path).map((name) => object(template, { [name]: value })),
        )
        const found = elementsOf(indicator({ pattern }))
        assert.equal(found.length, 1)
        const allowed = attributes.length > 0 ? attributes : objects
        assert.ok(
          allowed.some((each) => isDeepStrictEqual(each, found[0])),
          JSON.stringify(found),
        )
      })
    }
  }
})

/** Attribute types whose one place this is, if they can have the value. */
function attributeTypesFor(path: string, value: string): string[] {
  const rows = mappings.ofPath(path).map(({ row }) => row)
  return rows
    .filter(({ slots, fixed }) => slots.length === 1 && fixed.every(({ detect }) => !detect))
    .filter((row) => printRowPattern(row, [{ name: row.slots[0] ?? '', value, index: 0 }]) !== undefined)
    .map(({ name }) => name)
}

function relationsAt(row: Row, path: string): string[] {
  return (row.spellings.get(path) ?? []).flatMap(({ fillers }) => fillers.map(({ name }) => name))
}

entries('spellings of others', [
  [`[file:hashes.MD5 = '${MD5}']`, detected('md5', MD5)],
  [`[file:hashes.'MD5' = '${MD5}']`, detected('md5', MD5)],
  [`[file:hashes.md5 = '${MD5}']`, detected('md5', MD5)],
  [`[file:hashes.'SHA-1' = '${SHA1}']`, detected('sha1', SHA1)],
  [`[file:hashes.SHA1 = '${SHA1}']`, detected('sha1', SHA1)],
  [`[file:hashes.sha1 = '${SHA1}']`, detected('sha1', SHA1)],
  [`[file:hashes.SHA256 = '${SHA256}']`, detected('sha256', SHA256)],
  [`[file:hashes.sha256 = '${SHA256}']`, detected('sha256', SHA256)],
  [`[file:hashes.'sha256' = '${SHA256}']`, detected('sha256', SHA256)],
  [`[file:hashes.'sha-256' = '${SHA256}']`, detected('sha256', SHA256)],
  [`[file:hashes.SHA512 = '${SHA512}']`, detected('sha512', SHA512)],
  [`[file:hashes.sha512 = '${SHA512}']`, detected('sha512', SHA512)],
  [`[file:hashes.SSDEEP = '3:abc:de']`, detected('ssdeep', '3:abc:de')],
  [`[file:hashes.'ssdeep' = '3:abc:de']`, detected('ssdeep', '3:abc:de')],
  [`[file:hashes.vhash = '015066655d1555a8z4fz1ez']`, detected('vhash', '015066655d1555a8z4fz1ez')],
  [`[x509-certificate:hashes.sha256 = '${SHA256}']`, detected('x509-fingerprint-sha256', SHA256)],
  [`[artifact:hashes.sha256 = '${SHA256}']`, object('artifact', { sha256: SHA256 })],
  [`[file:extensions.'windows-pebinary-ext'.imphash = '${MD5}']`, detected('imphash', MD5)],
  [`[file:path = '/private/var/tmp/update']`, detected('filename', '/private/var/tmp/update')],
  [`[app:id = 'com.example.app']`, detected('mobile-application-id', 'com.example.app')],
  [`[app:cert.sha256 = '${SHA256}']`, object('android-app', { 'certificate-sha256': SHA256 })],
  [
    `[app:id = 'com.example.app' AND app:cert.sha256 = '${SHA256}']`,
    object('android-app', { appid: 'com.example.app', 'certificate-sha256': SHA256 }),
  ],
  [`[process:name = 'BackupAgent']`, object('process', { name: 'BackupAgent' })],
  [`[process:name = 'BackupAgent' AND process:pid = 12]`, object('process', { name: 'BackupAgent', pid: '12' })],
  [`[process:parent_ref.name = 'launchd']`, object('process', { 'parent-process-name': 'launchd' })],
  [`[email:subject = 'Invoice']`, detected('email-subject', 'Invoice')],
  [`[domain:value = 'c2.example.com']`, detected('domain', 'c2.example.com')],
  [`[btc-wallet:value = 'bc1qexample']`, detected('btc', 'bc1qexample')],
  [`[ipv6-addr:value = '2001:db8::7']`, detected('ip-dst', '2001:db8::7')],
  [`[network-traffic:extensions.'http-request-ext'.'User-Agent' = 'Bot/1']`, detected('user-agent', 'Bot/1')],
  [`[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'Bot/1']`, detected('user-agent', 'Bot/1')],
  [
    `[network-traffic:extensions.'http-request-ext'.request_header.Host = 'c2.example.com']`,
    object('http-request', { host: 'c2.example.com' }),
  ],
  [`[windows-registry-key:values[2].data = 'evil']`, object('registry-key', { data: 'evil' })],
  [`[windows-registry-key:values.name = 'Updater']`, object('registry-key', { name: 'Updater' })],
  [`[email-message:to_refs[0].value = 'a@example.org']`, detected('email-dst', 'a@example.org')],
  // What MISP has no relation for
  [`[android-property:name = 'ro.example']`],
  [`[configuration-profile:id = '123e4567-e89b-42d3-a456-426614174000']`],
  [`[file:hashes.UNHEARD = 'x']`],
  [`[file:x_misp_fullpath = '/tmp/a']`],
  [`[file:constructor = 'a']`],
  [`[file:hashes.'__proto__' = 'a']`],
  [`[x-example:value = 'a']`],
])

entries('AND, OR and IN within one observation', [
  [
    `[ipv4-addr:value = '198.51.100.7' OR ipv4-addr:value = '198.51.100.8']`,
    detected('ip-dst', '198.51.100.7'),
    detected('ip-dst', '198.51.100.8'),
  ],
  [
    `[ipv4-addr:value IN ('198.51.100.7', '198.51.100.8')]`,
    detected('ip-dst', '198.51.100.7'),
    detected('ip-dst', '198.51.100.8'),
  ],
  [`[ipv4-addr:value = '198.51.100.7' OR ipv4-addr:value = '198.51.100.7']`, detected('ip-dst', '198.51.100.7')],
  [
    `[ipv4-addr:value = '198.51.100.7' OR domain-name:value = 'c2.example.com']`,
    detected('ip-dst', '198.51.100.7'),
    detected('domain', 'c2.example.com'),
  ],
  [
    `[domain-name:value = 'c2.example.com' OR file:name = 'a.exe']`,
    detected('domain', 'c2.example.com'),
    detected('filename', 'a.exe'),
  ],
  [`[file:name = 'a.exe' AND file:hashes.MD5 = '${MD5}']`, detected('filename|md5', `a.exe|${MD5}`)],
  [`[file:hashes.MD5 = '${MD5}' AND file:name = 'a.exe']`, detected('filename|md5', `a.exe|${MD5}`)],
  [`[file:name = 'a.exe' AND file:size = 4096]`, object('file', { filename: 'a.exe', 'size-in-bytes': '4096' })],
  [`[file:hashes.MD5 = '${MD5}' AND file:hashes.'SHA-1' = '${SHA1}']`, object('file', { md5: MD5, sha1: SHA1 })],
  [`[file:hashes.MD5 = '${MD5}' OR file:hashes.'SHA-1' = '${SHA1}']`, detected('md5', MD5), detected('sha1', SHA1)],
  [
    `[(file:name = 'a.exe' AND file:size = 1) AND file:hashes.MD5 = '${MD5}']`,
    object('file', { filename: 'a.exe', 'size-in-bytes': '1', md5: MD5 }),
  ],
  [
    `[file:name = 'a.exe' AND (file:hashes.MD5 = '${MD5}' OR file:hashes.MD5 = '${OTHER_MD5}')]`,
    detected('filename|md5', `a.exe|${MD5}`),
    detected('filename|md5', `a.exe|${OTHER_MD5}`),
  ],
  [
    `[file:name IN ('a.exe', 'b.exe') AND file:size IN (1, 2)]`,
    ...['a.exe 1', 'a.exe 2', 'b.exe 1', 'b.exe 2'].map((each) => {
      const [filename = '', size = ''] = each.split(' ')
      return object('file', { filename, 'size-in-bytes': size })
    }),
  ],
  [
    `[(file:name = 'a.exe' AND file:size = 1) OR file:hashes.MD5 = '${MD5}']`,
    detected('md5', MD5),
    object('file', { filename: 'a.exe', 'size-in-bytes': '1' }),
  ],
  [
    `[domain-name:value = 'c2.example.com' AND domain-name:resolves_to_refs[*].value = '198.51.100.7']`,
    detected('domain|ip', 'c2.example.com|198.51.100.7'),
  ],
  [
    `[domain-name:value = 'c2.example.com' AND domain-name:resolves_to_refs[0].value = '198.51.100.7' AND domain-name:resolves_to_refs[1].value = '198.51.100.8']`,
    object('domain-ip', { domain: 'c2.example.com', ip: ['198.51.100.7', '198.51.100.8'] }),
  ],
  [
    `[email-message:from_ref.value = 'a@example.com' AND email-message:subject = 'Invoice']`,
    object('email', { from: 'a@example.com', subject: 'Invoice' }),
  ],
  [
    String.raw`[windows-registry-key:key = 'HKLM\\Run' AND windows-registry-key:values[0].data = 'a.exe']`,
    detected('regkey|value', String.raw`HKLM\Run|a.exe`),
  ],
  [
    String.raw`[windows-registry-key:key = 'HKLM\\Run' AND windows-registry-key:values[*].name = 'Updater' AND windows-registry-key:values[*].data = 'a.exe']`,
    object('registry-key', { key: String.raw`HKLM\Run`, name: 'Updater', data: 'a.exe' }),
  ],
  [`[user-account:account_type = 'github' AND user-account:account_login = 'octocat']`, detected('github-username', 'octocat')],
  [`[user-account:account_login = 'octocat' AND user-account:account_type = 'github']`, detected('github-username', 'octocat')],
  [
    `[user-account:account_type = 'unix' AND user-account:user_id = '1004']`,
    object('user-account', { 'account-type': 'unix', 'user-id': '1004' }),
  ],
  [`[software:name = 'Messenger' AND software:version = '4.2']`, object('cpe-asset', { product: 'Messenger', version: '4.2' })],
  // Two values of one place: no object has both
  [`[ipv4-addr:value = '198.51.100.7' AND ipv4-addr:value = '198.51.100.8']`],
  [`[file:name = 'a.exe' AND file:name = 'b.exe']`],
  [`[file:name = 'a.exe' AND file:name = 'b.exe' AND file:size = 1]`],
  [`[file:hashes.'SHA-256' = '${SHA256}' AND file:hashes.SHA256 = '${OTHER_SHA256}']`],
  [`[process:name = 'a' AND process:name = 'b']`],
  // Two entries of one list
  [`[windows-registry-key:values[0].name = 'a' AND windows-registry-key:values[1].data = 'b']`],
  [`[windows-registry-key:values[0].data = 'a' AND windows-registry-key:values[1].data = 'b']`],
  [`[email-message:to_refs[0].value = 'a@example.org' AND email-message:to_refs[1].display_name = 'B']`],
  // Two objects, or a place that no row has beside the others
  [`[domain-name:value = 'c2.example.com' AND network-traffic:dst_port = 443]`],
  [`[ipv4-addr:value = '198.51.100.7' AND ipv6-addr:value = '2001:db8::7']`],
  [`[file:name = 'a.exe' AND file:magic_number_hex = h'4d5a']`],
  [`[file:name = 'a.exe' AND file:extensions.'windows-pebinary-ext'.pe_type = 'exe']`],
  [`[email-message:is_multipart = true AND email-message:subject = 'Invoice']`],
  [`[email-message:is_multipart = false AND email-message:subject = 'Invoice']`],
  [`[ipv4-addr:value = '198.51.100.7' OR (domain-name:value = 'c2.example.com' AND network-traffic:dst_port = 443)]`],
  [`[ipv4-addr:value IN ()]`],
])

entries('observations', [
  [
    `[ipv4-addr:value = '198.51.100.7'] OR [ipv4-addr:value = '198.51.100.8']`,
    detected('ip-dst', '198.51.100.7'),
    detected('ip-dst', '198.51.100.8'),
  ],
  [
    `([domain-name:value = 'c2.example.com'] OR [url:value = 'https://c2.example.com/a']) OR [file:name = 'a.exe']`,
    detected('domain', 'c2.example.com'),
    detected('url', 'https://c2.example.com/a'),
    detected('filename', 'a.exe'),
  ],
  [
    `[file:name = 'a.exe' AND file:size = 1] OR [mutex:name = 'm']`,
    detected('mutex', 'm'),
    object('file', { filename: 'a.exe', 'size-in-bytes': '1' }),
  ],
  [`[ipv4-addr:value = '198.51.100.7'] AND [ipv4-addr:value = '198.51.100.8']`],
  [`[ipv4-addr:value = '198.51.100.7'] AND [domain-name:value = 'c2.example.com']`],
  [`[file:name = 'a.exe'] OR ([file:name = 'b.exe'] AND [file:name = 'c.exe'])`],
  [`[file:name = 'a.exe'] FOLLOWEDBY [file:name = 'b.exe']`],
  [`[file:name = 'a.exe'] OR [file:name = 'b.exe'] FOLLOWEDBY [file:name = 'c.exe']`],
  [`[file:name = 'a.exe'] WITHIN 300 SECONDS`],
  [`[file:name = 'a.exe'] REPEATS 5 TIMES`],
  [`[file:name = 'a.exe'] REPEATS 5 TIMES WITHIN 300 SECONDS`],
  [`([file:name = 'a.exe'] OR [file:name = 'b.exe']) WITHIN 300 SECONDS`],
  [`[file:name = 'a.exe'] OR [file:name = 'b.exe'] REPEATS 2 TIMES`],
  [`[file:name = 'a.exe'] START t'2024-01-01T00:00:00Z' STOP t'2024-02-01T00:00:00Z' WITHIN 300 SECONDS`],
  [
    `([file:name = 'a.exe'] START t'2024-01-01T00:00:00Z' STOP t'2024-02-01T00:00:00Z') START t'2024-01-01T00:00:00Z' STOP t'2024-02-01T00:00:00Z'`,
  ],
])

entries('other operators', [
  [`[domain-name:value LIKE 'c2.example.com']`, detected('domain', 'c2.example.com')],
  [`[domain-name:value LIKE '%.example.com']`],
  [`[file:name LIKE 'invoice_.exe']`],
  [`[file:name LIKE '%.exe' OR file:name = 'a.exe']`],
  [`[file:name MATCHES '^a.*$']`],
  [`[file:name MATCHES 'a']`],
  [`[file:name != 'a.exe']`],
  [`[file:name NOT = 'a.exe']`],
  [`[file:name NOT != 'a.exe']`],
  [`[file:name NOT IN ('a.exe', 'b.exe')]`],
  [`[domain-name:value NOT LIKE 'c2.example.com']`],
  [`[file:size > 4096]`],
  [`[file:size >= 4096]`],
  [`[file:size < 4096]`],
  [`[file:name = 'a.exe' AND file:size <= 4096]`],
  [`[EXISTS file:name]`],
  [`[NOT EXISTS file:name]`],
  [`[file:name = 'a.exe' AND EXISTS file:size]`],
  [`[ipv4-addr:value ISSUBSET '198.51.100.0/24']`, detected('ip-dst', '198.51.100.0/24')],
  [`[ipv6-addr:value ISSUBSET '2001:db8::/32']`, detected('ip-dst', '2001:db8::/32')],
  [`[network-traffic:src_ref.value ISSUBSET '198.51.100.0/24']`, detected('ip-src', '198.51.100.0/24')],
  [`[ipv4-addr:value = '198.51.100.0/24']`, detected('ip-dst', '198.51.100.0/24')],
  [
    `[network-traffic:dst_ref.value ISSUBSET '198.51.100.0/24' AND network-traffic:dst_port = 443]`,
    object('ip-port', { 'ip-dst': '198.51.100.0/24', 'dst-port': '443' }),
  ],
  [`[ipv4-addr:value NOT ISSUBSET '198.51.100.0/24']`],
  [`[ipv4-addr:value ISSUBSET '198.51.100.7']`],
  [`[ipv4-addr:value ISSUBSET 'everything/24']`],
  [`[email-message:from_ref.value ISSUBSET 'a@example.com/24']`],
  [`[domain-name:value ISSUBSET '198.51.100.0/24']`],
  [`[ipv4-addr:value ISSUPERSET '198.51.100.7']`],
  [`[ipv4-addr:value ISSUPERSET '198.51.100.0/24']`],
])

entries('traffic, and the types behind its references', [
  [`[network-traffic:dst_ref.value = '198.51.100.7']`, detected('ip-dst', '198.51.100.7')],
  [`[network-traffic:src_ref.value = '2001:db8::7']`, detected('ip-src', '2001:db8::7')],
  [
    `[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']`,
    detected('ip-dst', '198.51.100.7'),
  ],
  [
    `[network-traffic:dst_ref.value = '2001:db8::7' AND network-traffic:dst_ref.type = 'ipv6-addr']`,
    detected('ip-dst', '2001:db8::7'),
  ],
  [
    `[(network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7') AND network-traffic:dst_port = 443]`,
    detected('ip-dst|port', '198.51.100.7|443'),
  ],
  [
    `[network-traffic:dst_ref.type = 'domain-name' AND network-traffic:dst_ref.value = 'c2.example.com' AND network-traffic:dst_port = 443]`,
    detected('hostname|port', 'c2.example.com|443'),
  ],
  [
    `[network-traffic:src_ref.value = '198.51.100.7' AND network-traffic:src_port = 443]`,
    detected('ip-src|port', '198.51.100.7|443'),
  ],
  [
    `[network-traffic:src_ref.type = 'ipv4-addr' AND network-traffic:src_ref.value = '198.51.100.7' AND network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.8']`,
    object('ip-port', { 'ip-src': '198.51.100.7', 'ip-dst': '198.51.100.8' }),
  ],
  [
    `[network-traffic:dst_ref.value = '198.51.100.7' AND network-traffic:protocols[*] = 'tcp']`,
    object('ip-port', { 'ip-dst': '198.51.100.7', protocol: 'TCP' }),
  ],
  [
    `[network-traffic:protocols[*] = 'tcp' AND network-traffic:dst_ref.value = '198.51.100.7']`,
    object('ip-port', { 'ip-dst': '198.51.100.7', protocol: 'TCP' }),
  ],
  [`[network-traffic:dst_ref.value = '00:00:5e:00:53:01']`, object('network-connection', { 'mac-dst': '00:00:5e:00:53:01' })],
  [
    `[domain-name:value = 'c2.example.com' AND domain-name:resolves_to_refs[*].type = 'ipv4-addr' AND domain-name:resolves_to_refs[*].value = '198.51.100.7']`,
    detected('domain|ip', 'c2.example.com|198.51.100.7'),
  ],
  [
    `[email-message:from_ref.type = 'email-addr' AND email-message:from_ref.value = 'a@example.com']`,
    detected('email-src', 'a@example.com'),
  ],
  [
    `[email-message:to_refs[*].type = 'email-addr' AND email-message:to_refs[*].value = 'a@example.com']`,
    detected('email-dst', 'a@example.com'),
  ],
  // A type that the value denies, that stands alone, or that no value is said of
  [`[network-traffic:dst_ref.type = 'ipv6-addr' AND network-traffic:dst_ref.value = '198.51.100.7']`],
  [`[network-traffic:dst_ref.type = 'domain-name' AND network-traffic:dst_ref.value = '198.51.100.7']`],
  [`[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = 'c2.example.com']`],
  [`[network-traffic:dst_ref.type = 'mac-addr' AND network-traffic:dst_ref.value = '198.51.100.7']`],
  [`[network-traffic:dst_ref.type = 'x-example' AND network-traffic:dst_ref.value = '198.51.100.7']`],
  [`[network-traffic:src_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']`],
  [`[network-traffic:dst_ref.type = 'ipv4-addr']`],
  [`[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_port = 443]`],
])

entries('literals', [
  [`[file:size = 4096]`, detected('size-in-bytes', '4096')],
  [`[file:size = 9007199254740993]`, detected('size-in-bytes', '9007199254740993')],
  [`[autonomous-system:number = 64496]`, detected('AS', '64496')],
  [`[network-traffic:dst_port = 443]`, detected('port', '443')],
  [`[process:is_hidden = true]`, object('process', { hidden: '1' })],
  [`[process:is_hidden = false AND process:pid = 7]`, object('process', { hidden: '0', pid: '7' })],
  [`[file:ctime = t'2024-01-15T10:30:00Z']`, object('file', { 'creation-time': '2024-01-15T10:30:00.000000+0000' })],
  [`[file:ctime = t'2024-01-15T10:30:00.123456Z']`, object('file', { 'creation-time': '2024-01-15T10:30:00.123456+0000' })],
  [String.raw`[file:name = 'it\'s.exe']`, detected('filename', "it's.exe")],
  [String.raw`[file:name = 'a\\b.exe']`, detected('filename', String.raw`a\b.exe`)],
  [String.raw`[mutex:name = 'Global\\\'x\' = "y" AND [z]']`, detected('mutex', String.raw`Global\'x' = "y" AND [z]`)],
  [`[file:name = 'a OR b LIKE % NOT _ < 5']`, detected('filename', 'a OR b LIKE % NOT _ < 5')],
  [`[email-message:subject = 'Rechnung für Ümläut 发票']`, detected('email-subject', 'Rechnung für Ümläut 发票')],
  [`[domain-name:value = 'C2.Example.COM']`, detected('domain', 'C2.Example.COM')],
  [`[mac-addr:value = '00:00:5E:00:53:01']`, detected('mac-address', '00:00:5E:00:53:01')],
  [`[url:value = 'c2.example.com/a b']`, detected('url', 'c2.example.com/a b')],
  // Bytes and moments are no texts, nor the other way round
  [`[file:name = h'612e657865']`],
  [`[file:name = b'YS5leGU=']`],
  [`[file:name = t'2024-01-15T10:30:00Z']`],
  [`[file:name = 5]`],
  [`[file:name = true]`],
  [`[file:content_ref.payload_bin = b'YS5leGU=']`],
  [`[artifact:payload_bin = b'YS5leGU=']`],
  [`[ipv4-addr:value IN ('198.51.100.7', 5)]`],
  // Values that the type of the attribute cannot have: MISP would drop them
  [`[ipv4-addr:value = 'c2.example.com']`],
  [`[ipv4-addr:value = '198.51.100.*']`],
  [`[ipv4-addr:value = '198.51.100.7-198.51.100.9']`],
  [`[domain-name:value = '*.example.com']`],
  [`[domain-name:value = 'example']`],
  [`[domain-name:value = 'c2.example.com/gate']`],
  [`[file:hashes.MD5 = '${SHA1}']`],
  [`[file:hashes.'SHA-256' = 'unknown']`],
  [`[file:name = 'a.exe' AND file:hashes.MD5 = 'unknown']`],
  [`[file:name = '']`],
  ["[file:name = 'a\nb']"],
  [`[file:hashes.SSDEEP = 'x:y']`],
  [`[file:hashes.TLSH = 'abc']`],
  [`[network-traffic:extensions.'http-request-ext'.request_method = 'FETCH']`],
  [`[process:extensions.'windows-service-ext'.service_name = 'a/b']`],
  [`[file:size = 1.5]`],
  [`[file:size = -1]`],
  [`[network-traffic:dst_port = 70000]`],
  [`[network-traffic:dst_port = 0]`],
  [`[autonomous-system:number = 4294967296]`],
  [`[email-addr:value = 'nobody']`],
  [`[ipv4-addr:value = '198.51.100.7' OR ipv4-addr:value = 'unknown']`],
])

test('two long lists under AND are conditions, no list of indicators', () => {
  const one = `[file:size = 1 AND ${list('file:name', 300)}]`
  assert.equal(elementsOf(indicator({ pattern: one })).length, 300)
  const two = `[${list('file:name', 9)} AND ${list('file:parent_directory_ref.path', 9)}]`
  assert.deepEqual(elementsOf(indicator({ pattern: two })), [whole(two)])
})

function list(path: string, count: number): string {
  return `${path} IN (${Array.from({ length: count }, (_, at) => `'${at}.exe'`).join(', ')})`
}

suite('START and STOP are when it was seen', () => {
  const during = "START t'2024-01-01T00:00:00Z' STOP t'2024-02-01T00:00:00.5Z'"
  const seen = ['2024-01-01T00:00:00.000000+00:00', '2024-02-01T00:00:00.500000+00:00']
  test('of one attribute', () => {
    const { attributes } = recordsOf(indicator({ pattern: `[file:name = 'a.exe'] ${during}` }))
    assert.deepEqual(attributes.map(times), [seen])
  })
  test('of all that it stands behind', () => {
    const pattern = `([file:name = 'a.exe'] OR [file:name = 'b.exe' AND file:size = 1]) ${during} OR [mutex:name = 'm']`
    const { attributes, objects } = recordsOf(indicator({ pattern }))
    assert.deepEqual(attributes.map(times), [seen, [undefined, undefined]])
    assert.deepEqual(objects.map(times), [seen])
  })
})

function times({ first_seen: first, last_seen: last }: MispRecord): unknown[] {
  return [first, last]
}

const PATTERN = "[file:name = 'a.exe']"
const BOTH = "[file:name = 'a.exe' AND file:size = 1]"
const SEQUENCE = "[file:name = 'a.exe'] FOLLOWEDBY [file:name = 'b.exe']"
const NAME = detected('filename', 'a.exe')
const QUIET_FILE = object('file', { filename: 'a.exe', 'size-in-bytes': '1' }, [])
const RULE = 'any text of a rule'

/** An Indicator, and the elements that it becomes. */
const INDICATORS: readonly [name: string, more: Record<string, unknown>, ...elements: Element[]][] = [
  ['revoked', { pattern: PATTERN, revoked: true }, quiet('filename', 'a.exe')],
  ['revoked, an object', { pattern: BOTH, revoked: true }, QUIET_FILE],
  ['revoked, kept whole', { pattern: SEQUENCE, revoked: true }, whole(SEQUENCE, false)],
  ['revoked, a rule', { pattern: RULE, pattern_type: 'snort', revoked: true }, quiet('snort', RULE)],
  ['not revoked', { pattern: PATTERN, revoked: false }, NAME],
  ['benign', { pattern: PATTERN, indicator_types: ['benign'] }, quiet('filename', 'a.exe')],
  ['benign, an object', { pattern: BOTH, indicator_types: ['benign'] }, QUIET_FILE],
  ['benign among others', { pattern: PATTERN, indicator_types: ['anomalous-activity', 'Benign'] }, quiet('filename', 'a.exe')],
  ['benign by the label of STIX 2.0', { pattern: PATTERN, labels: ['benign'] }, quiet('filename', 'a.exe')],
  ['malicious', { pattern: PATTERN, indicator_types: ['malicious-activity'] }, NAME],
  ['of type stix2', { pattern: PATTERN, pattern_type: 'stix2' }, NAME],
  ['STIX 2.0', { pattern: PATTERN, spec_version: undefined, pattern_type: undefined, labels: ['malicious-activity'] }, NAME],
  [
    'STIX 2.0 in its own words',
    { pattern: "[process:binary_ref.name = 'a.exe']", spec_version: undefined, pattern_type: undefined },
    object('process', { image: 'a.exe' }),
  ],
  [
    'STIX 2.0, kept whole',
    { pattern: "[file:name LIKE '%.exe']", spec_version: undefined, pattern_type: undefined },
    whole("[file:name LIKE '%.exe']"),
  ],
  [
    'yara',
    { pattern: RULE, pattern_type: 'yara', name: 'Loader' },
    object('yara', { yara: RULE, 'yara-rule-name': 'Loader' }, ['yara']),
  ],
  [
    'sigma',
    { pattern: RULE, pattern_type: 'sigma', name: 'Loader' },
    object('sigma', { sigma: RULE, 'sigma-rule-name': 'Loader' }, ['sigma']),
  ],
  [
    'suricata',
    { pattern: RULE, pattern_type: 'suricata', pattern_version: '7.0.3' },
    object('suricata', { suricata: RULE, version: '7.0.3' }, ['suricata']),
  ],
  ['snort', { pattern: RULE, pattern_type: 'snort', name: 'Loader' }, detected('snort', RULE)],
  [
    'nova',
    { pattern: RULE, pattern_type: 'nova', name: 'Loader' },
    object('nova-rule', { 'raw-rule': RULE, 'rule-name': 'Loader' }, ['raw-rule']),
  ],
  [
    'crs',
    { pattern: RULE, pattern_type: 'crs', name: '999100' },
    object('owasp-crs-rule', { 'raw-rule': RULE, 'rule-id': '999100' }, ['raw-rule']),
  ],
  [
    'wazuh',
    { pattern: RULE, pattern_type: 'wazuh', name: '100200' },
    object('wazuh-rule', { 'wazuh-rule': RULE, 'rule-id': '100200' }, ['wazuh-rule']),
  ],
  ...['pcre', 'spl', 'eql', 'unknown', 'constructor'].map((language): (typeof INDICATORS)[number] => [
    language,
    { pattern: RULE, pattern_type: language, name: 'Loader' },
    object('query', { query: RULE, format: language, 'query-rule-name': 'Loader' }, ['query']),
  ]),
]

suite('indicators', () => {
  for (const [name, more, ...elements] of INDICATORS) {
    test(name, () => {
      const from = Object.entries(indicator(more)).filter(([, value]) => value !== undefined)
      assert.deepEqual(elementsOf(Object.fromEntries(from) as StixObject), elements)
    })
  }
})

suite('valid_until is a sighting of expiration, on each attribute for detection', () => {
  const until = { valid_until: '2025-01-01T00:00:00Z' }
  const expiry = [{ type: '2', date_sighting: '1735689600' }]
  test('of an attribute', () =>
    assert.deepEqual(sightings(recordsOf(indicator({ pattern: PATTERN, ...until })).attributes), [expiry]))
  test('of each alternative', () => {
    const pattern = "[file:name IN ('a.exe', 'b.exe')]"
    assert.deepEqual(sightings(recordsOf(indicator({ pattern, ...until })).attributes), [expiry, expiry])
  })
  test('of an object', () => {
    const [file] = recordsOf(indicator({ pattern: BOTH, ...until })).objects
    assert.deepEqual(sightings(file?.['Attribute'] as MispRecord[]), [expiry, expiry])
  })
  test('of the text of a pattern that is kept whole', () => {
    const [kept] = recordsOf(indicator({ pattern: SEQUENCE, ...until })).objects
    assert.deepEqual(sightings(kept?.['Attribute'] as MispRecord[]), [expiry, undefined])
  })
})

function sightings(records: readonly MispRecord[]): unknown[] {
  return records.map(({ Sighting }) => Sighting)
}

/** No STIX patterns. */
const INVALID = [
  'nonsense',
  "file:name = 'a.exe'",
  "[file:name = 'a.exe'",
  '[file:name = "a.exe"]',
  "[file:name = 'a.exe'] AND",
  "[file:name == 'a' b]",
  "[file:name = 'it's']",
  "[file:name = 'a.exe'] WITHIN 0 SECONDS",
  '[]',
]

suite('what is no pattern is a text that detects nothing', () => {
  for (const pattern of INVALID) {
    test(pattern, () => {
      assert.deepEqual(elementsOf(indicator({ pattern })), [whole(pattern, false)])
      assert.deepEqual(
        recordsOf(indicator({ pattern })).diagnostics.map(({ code }) => code),
        ['pattern-invalid'],
      )
    })
  }
  for (const pattern of ['', ' ', undefined, 5, ['[a:b = 1]']])
    test(`none: ${JSON.stringify(pattern)}`, () => {
      const { pattern: _none, ...bare } = indicator({ pattern })
      const from = pattern === undefined ? bare : { ...bare, pattern }
      assert.deepEqual(elementsOf(from), [])
      assert.ok(recordsOf(from).diagnostics.some(({ code }) => code === 'pattern-invalid'))
    })
})
