import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read, row, same, written } from './same.ts'

test('a value whose partner is missing has no place', () => {
  const file = row({ sco: 'file', bind: { name: 'name', name_enc: 'encoding', 'hashes.MD5': 'md5' } })
  const md5 = ['md5', '44d88612fea8a8f36de82e1278abb02f'] as const
  same(file, [['name', 'a.exe'], ['encoding', 'UTF-8'], md5])
  same(file, [['encoding', 'UTF-8'], md5], [['encoding', 'UTF-8']])

  const place = row({
    sdo: 'location',
    bind: { country: 'country', latitude: 'latitude', longitude: 'longitude', precision: 'radius' },
  })
  same(place, [
    ['country', 'LU'],
    ['latitude', '49.6'],
    ['longitude', '6.1'],
    ['radius', '2'],
  ])
  const lost = [
    ['latitude', '49.6'],
    ['radius', '2'],
  ] as const
  same(place, [['country', 'LU'], ...lost], lost)

  const artifact = row({
    sco: 'artifact',
    bind: { url: 'url', 'hashes.MD5': 'md5', encryption_algorithm: 'algorithm', decryption_key: 'key' },
  })
  const url = ['url', 'https://www.example.com/a'] as const
  same(artifact, [url, md5, ['algorithm', 'AES-256-GCM'], ['key', 'secret']])
  same(artifact, [url, md5, ['key', 'secret']], [['key', 'secret']])
  assert.equal(written(artifact, [url]), undefined, 'a url needs hashes, and an artifact the one or a payload')
})

test('a structure stands only with what STIX requires of it', () => {
  const request = "extensions.'http-request-ext'."
  const traffic = row({
    sco: 'network-traffic',
    refs: { dst_ref: 'ip' },
    const: { protocols: 'http' },
    bind: {
      'dst_ref.value': 'ip',
      [`${request}request_method`]: 'method',
      [`${request}request_value`]: 'uri',
      [`${request}request_header.Cookie`]: 'cookie',
    },
  })
  const ip = ['ip', '198.51.100.7'] as const
  same(traffic, [ip, ['method', 'GET'], ['uri', '/'], ['cookie', 'a=1'], ['cookie', 'b=2']])
  same(
    traffic,
    [ip, ['method', 'GET'], ['cookie', 'a=1']],
    [
      ['method', 'GET'],
      ['cookie', 'a=1'],
    ],
  )
})

test('an object behind a reference is whole or left out', () => {
  const flow = row({
    sco: 'network-traffic',
    refs: { src_ref: 'ip', dst_ref: 'ip' },
    derive: { protocols: 'ip-version' },
    bind: { 'src_ref.value': 'src', 'src_ref.belongs_to_refs[*].number': 'as', 'dst_ref.value': 'dst' },
  })
  same(flow, [
    ['src', '2001:db8::7'],
    ['as', '64500'],
    ['dst', '198.51.100.7'],
  ])
  same(
    flow,
    [
      ['as', '64500'],
      ['dst', '198.51.100.7'],
    ],
    [['as', '64500']],
  )
})

test('an end does not lie before its beginning', () => {
  const actor = row({ sdo: 'threat-actor', bind: { name: 'name', first_seen: 'first', last_seen: 'last' } })
  same(actor, [
    ['name', 'Example'],
    ['first', at(1)],
    ['last', at(2)],
  ])
  same(
    actor,
    [
      ['name', 'Example'],
      ['first', at(2)],
      ['last', at(1)],
    ],
    [['last', at(1)]],
  )
})

test('a default stands where no relation fills the place, and is not read back', () => {
  const traffic = row({
    sco: 'network-traffic',
    refs: { dst_ref: 'ip' },
    derive: { protocols: 'ip-version' },
    bind: {
      'dst_ref.value': 'ip',
      'protocols[0]': { from: 'layer4', codec: 'words', words: { TCP: 'tcp', UDP: 'udp' } },
      protocols: { from: 'layer7', codec: 'words', words: { HTTP: 'http', IP4: 'ipv4' } },
    },
  })
  const ip = ['ip', '198.51.100.7'] as const
  assert.deepEqual(written(traffic, [ip])?.[0]?.['protocols'], ['ipv4'])
  assert.deepEqual(written(traffic, [ip, ['layer4', 'TCP']])?.[0]?.['protocols'], ['tcp'])
  same(traffic, [ip])
  same(traffic, [ip, ['layer4', 'TCP'], ['layer7', 'HTTP']])
  same(traffic, [ip, ['layer4', 'TCP'], ['layer7', 'IP4']])
  same(traffic, [ip, ['layer7', 'IP4']], [['layer7', 'IP4']])
})

test('constants stand where what holds them stands', () => {
  const sample = row({
    sco: 'file',
    const: { 'content_ref.mime_type': 'application/zip', "extensions.'windows-pebinary-ext'.pe_type": 'unknown' },
    bind: {
      name: 'filename',
      'content_ref.payload_bin': 'data',
      "extensions.'windows-pebinary-ext'.imphash": 'imphash',
    },
  })
  assert.deepEqual(written(sample, [['filename', 'a.exe']]), [{ type: 'file', id: 'file--0', name: 'a.exe' }])
  same(sample, [
    ['filename', 'a.exe'],
    ['data', 'QUJD'],
  ])
  const [file, artifact] =
    written(sample, [
      ['filename', 'a.exe'],
      ['data', 'QUJD'],
      ['imphash', 'f34d'],
    ]) ?? []
  assert.deepEqual(file?.['extensions'], { 'windows-pebinary-ext': { imphash: 'f34d', pe_type: 'unknown' } })
  assert.equal(artifact?.['mime_type'], 'application/zip')
})

test('alternatives in a place with room for many are all written, in order', () => {
  const record = row({
    sco: 'domain-name',
    refs: { resolves_to_refs: { a: 'ipv4-addr', aaaa: 'ipv6-addr', cname: 'domain-name' } },
    bind: { value: 'name', 'resolves_to_refs[*].value': ['a', 'aaaa', 'cname'] },
  })
  const name = ['name', 'www.example.com'] as const
  same(record, [['cname', 'edge.example.net'], ['a', '198.51.100.8'], name, ['aaaa', '2001:db8::7'], ['a', '198.51.100.7']])
})

test('of alternatives in a place for one the first counts', () => {
  const person = row({ sdo: 'identity', bind: { name: ['full-name', 'alias'] } })
  same(
    person,
    [
      ['alias', 'Sunny'],
      ['full-name', 'Alice Example'],
    ],
    [['alias', 'Sunny']],
  )
})

test('values of several binds on one list share its entries by position', () => {
  const mail = row({
    sco: 'email-message',
    const: { is_multipart: true, 'body_multipart[*].content_disposition': 'attachment' },
    refs: { body_raw_ref: 'file' },
    bind: {
      'to_refs[*].value': 'to',
      'to_refs[*].display_name': 'name',
      'body_multipart[*].body_raw_ref.name': 'attachment',
    },
  })
  const to = [
    ['to', 'a@example.org'],
    ['to', 'b@example.org'],
  ] as const
  const parts = [
    ['attachment', 'one.zip'],
    ['attachment', 'two.zip'],
  ] as const
  same(mail, [['name', 'Alice'], ...to, ['name', 'Bob'], ...parts])
  same(mail, [...to, ['name', 'Alice'], ['name', 'Bob'], ['name', 'Carol']], [['name', 'Carol']])
  same(
    mail,
    [['to', 'no address'], to[1], ['name', 'Alice'], ['name', 'Bob']],
    [
      ['to', 'no address'],
      ['name', 'Alice'],
    ],
  )
  const [message, ...others] = written(mail, [...to, ['name', 'Alice'], ...parts]) ?? []
  assert.deepEqual(
    others.map(({ value, display_name, name }) => [value ?? name, display_name]),
    [
      ['a@example.org', 'Alice'],
      ['b@example.org', undefined],
      ['one.zip', undefined],
      ['two.zip', undefined],
    ],
  )
  assert.deepEqual(message?.['body_multipart'], [
    { content_disposition: 'attachment', body_raw_ref: 'file--2' },
    { content_disposition: 'attachment', body_raw_ref: 'file--3' },
  ])
})

test('base stands in front of every path', () => {
  const value = row({ sco: 'windows-registry-key', base: 'values[*]', bind: { name: 'name', data: 'data', data_type: 'type' } })
  same(value, [
    ['name', 'Updater'],
    ['data', 'a.exe'],
    ['type', 'REG_SZ'],
  ])
  assert.deepEqual(
    written(value, [
      ['name', 'Updater'],
      ['data', 'a.exe'],
    ])?.[0]?.['values'],
    [{ name: 'Updater', data: 'a.exe' }],
  )
})

test('what when says is read from the form, and placed with it', () => {
  const script = row({
    sdo: 'malware',
    when: { state: 'Malicious' },
    const: { is_family: false },
    bind: { name: 'filename' },
  })
  same(
    script,
    [
      ['state', 'Trusted'],
      ['filename', 'infect.py'],
      ['state', 'Malicious'],
    ],
    [['state', 'Trusted']],
  )
})

test('an entry that a path names is that entry; of references it is the first that fits', () => {
  const key = row({ sco: 'windows-registry-key', bind: { key: 'key', 'values[0].data': 'data' } })
  const values = [{ name: 'a' }, { name: 'b', data: '2' }]
  assert.deepEqual(read(key, [{ type: 'windows-registry-key', id: 'k', key: 'HKEY_USERS\\x', values }]), [
    ['key', 'HKEY_USERS\\x'],
  ])

  const domain = row({
    sco: 'domain-name',
    refs: { resolves_to_refs: 'ip' },
    bind: { value: 'domain', 'resolves_to_refs[0].value': 'ip' },
  })
  const objects = [
    { type: 'domain-name', id: 'd', value: 'example.com', resolves_to_refs: ['e', 'i', 'j'] },
    { type: 'domain-name', id: 'e', value: 'example.net' },
    { type: 'ipv4-addr', id: 'i', value: '198.51.100.7' },
    { type: 'ipv4-addr', id: 'j', value: '198.51.100.8' },
  ]
  assert.deepEqual(read(domain, objects), [
    ['domain', 'example.com'],
    ['ip', '198.51.100.7'],
  ])
})

test('one value where STIX wants a list is read as the list', () => {
  const request = "extensions.'http-request-ext'.request_header."
  const traffic = row({ sco: 'network-traffic', bind: { [`${request}'User-Agent'`]: 'agent', [`${request}Cookie`]: 'cookie' } })
  const request_header = { 'User-Agent': 'ExampleBot/1.0', Cookie: ['a=1', 'b=2'] }
  assert.deepEqual(
    read(traffic, [{ type: 'network-traffic', id: 't', extensions: { 'http-request-ext': { request_header } } }]),
    [
      ['agent', 'ExampleBot/1.0'],
      ['cookie', 'a=1'],
      ['cookie', 'b=2'],
    ],
  )
})

test('an alias is read where the own place is empty, unless it is the place of another bind', () => {
  const file = row({
    sco: 'file',
    bind: { "hashes.'SHA-256'": 'sha256', "hashes.'SHA-512-256'": 'sha512/256' },
    aliases: { "hashes.'SHA-256'": ['hashes.sha256'], "hashes.'SHA-512-256'": ["hashes.'SHA-256'", 'hashes.sha512256'] },
  })
  assert.deepEqual(read(file, [{ type: 'file', id: 'f', hashes: { 'SHA-256': 'a', sha512256: 'b' } }]), [
    ['sha256', 'a'],
    ['sha512/256', 'b'],
  ])
  assert.deepEqual(read(file, [{ type: 'file', id: 'f', hashes: { 'SHA-256': 'a', sha256: 'b' } }]), [['sha256', 'a']])
})

test('an alias on another type is read from that type', () => {
  const traffic = row({
    sco: 'network-traffic',
    refs: { dst_ref: 'ip' },
    bind: { 'dst_ref.value': 'ip' },
    aliases: { 'dst_ref.value': ['ipv4-addr:value'] },
  })
  assert.deepEqual(read(traffic, [{ type: 'ipv4-addr', id: 'i', value: '198.51.100.7' }]), [['ip', '198.51.100.7']])
  assert.deepEqual(read(traffic, [{ type: 'domain-name', id: 'd', value: 'example.com' }]), [])
})

test('equal objects behind references stand once', () => {
  const domain = row({
    sco: 'domain-name',
    refs: { resolves_to_refs: 'ip' },
    bind: { value: 'domain', 'resolves_to_refs[*].value': 'ip' },
  })
  same(domain, [
    ['domain', 'example.com'],
    ['ip', '198.51.100.7'],
    ['ip', '198.51.100.7'],
  ])
})

function at(day: number): string {
  return `2026-01-0${day}T00:00:00.000000+0000`
}
