import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAccepted, refusalOf } from '../../src/misp/accepted.ts'
import { asServed } from '../../src/misp/normalise.ts'
import { isMispTime } from '../../src/misp/time.ts'
import { defaultTables } from '../mapping/tables.ts'

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
const hex = (digits: number): string => 'a'.repeat(digits)

/** Type -> values that MISP 2.5 takes, and values that it refuses. */
const VALUES: Readonly<Record<string, readonly [taken: readonly string[], refused: readonly string[]]>> = {
  md5: [
    [MD5, MD5.toUpperCase()],
    [hex(31), hex(33), 'g'.repeat(32), ''],
  ],
  sha1: [[hex(40)], [hex(32)]],
  sha256: [[hex(64)], [hex(40), `0x${hex(62)}`]],
  'sha512/224': [[hex(56)], [hex(64)]],
  'git-commit-id': [[hex(40), 'A'.repeat(40)], [hex(7)]],
  'ja3-fingerprint-md5': [[hex(32)], [hex(40)]],
  'jarm-fingerprint': [[hex(62)], [hex(64)]],
  'x509-fingerprint-sha1': [[hex(40), Array.from({ length: 20 }, () => 'AB').join(':')], [hex(39)]],
  telfhash: [[hex(70), hex(72)], [hex(71)]],
  tlsh: [[hex(70), `T1${hex(70)}`], [hex(35)]],
  cdhash: [[hex(40), hex(64)], [hex(39)]],
  ssdeep: [
    ['3072:GxXIbbVcpID:5/MiPDH8', '3::'],
    ['GxXIbb:VcpID:5', '3072:a:b:c'],
  ],
  impfuzzy: [['24:a,b:c'], ['a:b:c', '24:a']],
  'ip-dst': [
    ['192.0.2.1', '192.0.2.0/24', '2001:DB8::1', '2001:db8::/32', '192.0.2[.]1'],
    ['192.0.2.256', '192.0.2.0/33', '192.0.2', 'fe80::1%eth0', 'c2.example.com'],
  ],
  domain: [
    ['example.com', '.example.com.', 'bücher.example', 'a_b.example', 'c2[.]example[.]com'],
    ['localhost', 'example.c', 'exa mple.com', 'https://example.com'],
  ],
  hostname: [['www.Example.com'], ['www.example.com.', 'bücher.example']],
  'onion-address': [[`${'a'.repeat(56)}.onion`], ['a.onion']],
  'email-src': [
    ['Someone@example.org', 'someone@[.]example.org', 'someone[at]example.org'],
    ['someone', 'someone@example', 'some one@example.org', '@example.org'],
  ],
  url: [
    ['http://example.com/a b', 'hxxp://example[.]com/', 'anything'],
    ['a\nb', ' '],
  ],
  link: [
    ['https://example.com/a?b=c', 'hxxps://example[.]com', 'ftp://example.com/'],
    ['example.com', 'https://example.com/a b', 'https://example.com/ü', 'https://a_b.example.com/'],
  ],
  'filename|md5': [[`a.exe|${MD5}`], ['a.exe', MD5, `a|b.exe|${MD5}`, `a.exe|${hex(40)}`, `|${MD5}`, `a\nb|${MD5}`]],
  'domain|ip': [['example.com|192.0.2.1'], ['example.com', 'example.com|192.0.2.0/24', 'example.com|']],
  'ip-dst|port': [
    ['192.0.2.1|443', '192.0.2.1:443', '[2001:db8::1]:443'],
    ['192.0.2.1', '192.0.2.1|0', '192.0.2.1|65536'],
  ],
  'hostname|port': [
    ['a.example.com|443', 'a.example.com:443'],
    ['a.example.com', 'a.example.com|https'],
  ],
  'regkey|value': [
    ['HKLM\\Software\\A|1', 'HKLM\\Software\\A|'],
    ['HKLM\\Software\\A', 'HKLM\\A|b|c'],
  ],
  'malware-sample': [[`a.exe|${MD5}`, 'a.exe|x'], ['a.exe']],
  port: [
    ['1', '65535'],
    ['0', '65536', '-1', 'https'],
  ],
  AS: [
    ['AS64500', '64500', '1.10'],
    ['AS', '4294967296', 'AS 64500x'],
  ],
  'size-in-bytes': [
    ['0', '10'],
    ['-1', '1.5', 'ten'],
  ],
  counter: [['7'], ['-7']],
  integer: [['-7', '7'], ['7.5']],
  float: [
    ['1', '-1.5', '1e3', '.5'],
    ['0x10', 'one', '1,5'],
  ],
  boolean: [
    ['true', 'False', '1', '0'],
    ['no', '2'],
  ],
  hex: [['DEADbeef'], ['0xdeadbeef', 'g']],
  'mac-address': [
    ['00:0A:11:F1:00:0B', '000a.11f1.000b', '00-0a-11-f1-00-0b'],
    ['00:0a:11:f1:00', '00:0a:11:f1:00:0x'],
  ],
  'mac-eui-64': [['00:0a:11:ff:fe:f1:00:0b'], ['00:0a:11:f1:00:0b']],
  vulnerability: [
    ['CVE-2021-44228', 'cve-2021-44228', 'CVE–2021–44228'],
    ['CVE-2021-1', 'MS17-010'],
  ],
  weakness: [['CWE-79', 'cwe-79'], ['79']],
  'http-method': [['get', 'POST'], ['FETCH']],
  'windows-service-name': [['Spooler'], ['a/b', 'x'.repeat(257)]],
  btc: [['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'], ['1A1z P1eP']],
  iban: [['LU28 0019 4006 4475 0000'], ['—']],
  'bank-account-nr': [['0123456'], ['LU28']],
  'phone-number': [['+352 (0)12 34-5', '00352123'], ['none']],
  'cc-number': [['4111 1111 1111 1111'], ['xxxx']],
  datetime: [
    ['2026-03-04T05:06:07Z', '2026-03-04', '@1772600767', 'Wed, 4 Mar 2026 05:06:07 +0100'],
    ['soon', '2026-13-04T05:06:07Z'],
  ],
  'ssh-fingerprint': [
    [`MD5:${MD5}`, `SHA256:${'A'.repeat(43)}=`],
    ['SHA256:AAAA', 'x'],
  ],
  cortex: [['{"a":1}'], ['{a:1}']],
  'email-subject': [['An offer'], ['An\noffer']],
  'named pipe': [['\\\\.\\pipe\\a'], ['a\nb']],
  yara: [['rule a {\n condition: true\n}'], ['\u0001', '']],
  text: [
    ['anything\nat all', '0'],
    [' \n ', ''],
  ],
}

test('values are taken or refused as MISP does', () => {
  for (const [type, [taken, refused]] of Object.entries(VALUES)) {
    assert.ok(type in defaultTables.types, type)
    for (const value of taken) assert.deepEqual(refusalOf(type, value), undefined, `${type}: ${value}`)
    for (const value of refused) assert.ok(!isAccepted(type, value), `${type}: ${JSON.stringify(value)}`)
  }
})

test('a refusal says which part is wrong, and what is wanted', () => {
  assert.deepEqual(refusalOf('filename|md5', 'a.exe|abc'), {
    kind: 'form',
    type: 'md5',
    value: 'abc',
    wanted: '32 hexadecimal digits',
  })
  assert.equal(refusalOf('ip-dst|port', '192.0.2.1')?.kind, 'composite')
  assert.equal(refusalOf('text', ' ')?.kind, 'empty')
})

/** What MISP stores in the place of a value. */
const SERVED: readonly [type: string, value: string, served: string][] = [
  ['domain', 'C2[.]Example.com.', 'c2.example.com'],
  ['domain', 'bücher.example', 'xn--bcher-kva.example'],
  ['hostname', 'WWW.Example.com.', 'www.example.com.'],
  ['url', ' hxxps[:]//Example[.]com/A ', 'https://Example.com/A'],
  ['url', 'https://example.com/hxxp', 'https://example.com/hxxp'],
  ['url', 'HTXP://example.com/(1)', 'http://example.com/(1)'],
  ['url', 'hxtp://example.com/', 'http://example.com/'],
  ['link', 'meow://example.com/[dot]', 'http://example.com/.'],
  ['link', 'h[tt]p://example(dot)com/', 'http://example.com/'],
  ['email-dst', 'A[at]Example.org', 'a@example.org'],
  ['email-reply-to', 'A@Example.org', 'A@Example.org'],
  ['ip-src', '192.0.2.1/32', '192.0.2.1'],
  ['ip-src', '2001:DB8:0:0::1', '2001:db8::1'],
  ['ip-dst|port', '[2001:DB8::1]:443', '2001:db8::1|443'],
  ['filename|sha1', `A.exe |${'A'.repeat(40)}`, `A.exe |${'a'.repeat(40)}`],
  ['AS', 'AS1.10', '65546'],
  ['vulnerability', 'cve–2021–44228', 'CVE-2021-44228'],
  ['boolean', 'True', '1'],
  ['mac-address', '000A.11F1.000B', '00:0a:11:f1:00:0b'],
  ['phone-number', '00352 (0)12-3', '+352123'],
]

test('values are kept as MISP keeps them, and a second time changes nothing', () => {
  for (const [type, value, served] of SERVED) {
    assert.equal(asServed(type, value), served)
    assert.equal(asServed(type, served), served)
  }
})

test('times are those that PHP reads', () => {
  const taken = ['2026-03-04 05:06', '20260304T050607Z', '2026/3/4 5:06', '4 March 2026', 'Mar 04 05:06:07 2026', '04.03.2026']
  for (const time of taken) assert.ok(isMispTime(time), time)
  for (const time of ['', 'early', '04.03', '2026', 'x'.repeat(1000)]) assert.ok(!isMispTime(time), time)
})
