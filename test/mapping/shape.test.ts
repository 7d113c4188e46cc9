import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { defaultTables } from './tables.ts'
import { createMappings } from '../../src/mapping/mappings.ts'
import { bestShape } from '../../src/mapping/shape.ts'
import type { StixObject } from '../../src/stix/types.ts'

const mappings = createMappings(defaultTables)

const SHA256 = '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f'

/** Objects, the first of which is the main one, and the attribute type whose shape it has. */
const ATTRIBUTES: readonly [string | undefined, ...Omit<StixObject, 'id'>[]][] = [
  ['ip-dst', { type: 'ipv4-addr', value: '198.51.100.7' }],
  ['domain', { type: 'domain-name', value: 'example.com' }],
  [
    'domain|ip',
    { type: 'domain-name', value: 'example.com', resolves_to_refs: ['1'] },
    { type: 'ipv4-addr', value: '198.51.100.7' },
  ],
  [
    'domain',
    { type: 'domain-name', value: 'example.com', resolves_to_refs: ['1'] },
    { type: 'domain-name', value: 'example.net' },
  ],
  ['hostname|port', { type: 'network-traffic', dst_ref: '1', dst_port: 443 }, { type: 'domain-name', value: 'example.com' }],
  ['ip-src|port', { type: 'network-traffic', src_ref: '1', src_port: 443 }, { type: 'ipv6-addr', value: '2001:db8::7' }],
  ['sha256', { type: 'file', hashes: { 'SHA-256': SHA256 } }],
  ['filename|sha256', { type: 'file', name: 'a.exe', hashes: { 'SHA-256': SHA256 } }],
  ['filename', { type: 'file', name: 'a.exe', size: 3 }],
  ['github-username', { type: 'user-account', account_type: 'github', account_login: 'octocat' }],
  ['twitter-id', { type: 'user-account', account_type: 'twitter', user_id: '1', account_login: 'example' }],
  [undefined, { type: 'user-account', account_type: 'unix', account_login: 'root' }],
  ['vulnerability', { type: 'vulnerability', name: 'CVE-2014-0160' }],
  [undefined, { type: 'process', pid: 1 }],
]

suite('which attribute an object has the shape of', () => {
  for (const [expected, ...objects] of ATTRIBUTES) {
    test(JSON.stringify(objects[0]), () => {
      const all = objects.map((object, at) => ({ ...object, id: String(at) })) as StixObject[]
      const [main] = all as [StixObject]
      assert.equal(bestShape(mappings.ofShape(main.type), main, (id) => all[Number(id)])?.row.name, expected)
    })
  }
})

test('of the forms of a template the one that fits is read', () => {
  const all: StixObject[] = [
    { type: 'domain-name', id: '0', value: 'c2.example.com', resolves_to_refs: ['1'] },
    { type: 'ipv6-addr', id: '1', value: '2001:db8::7' },
  ]
  const shape = bestShape(mappings.object('passive-dns'), all[0] as StixObject, (id) => all[Number(id)])
  assert.deepEqual(
    shape?.readings.map(({ filler, value }) => [filler.name, value]),
    [
      ['rrname', 'c2.example.com'],
      ['rdata', '2001:db8::7'],
      ['rrtype', 'AAAA'],
    ],
  )
})

test('a path of a foreign pattern leads to the rows that know it, those whose own place it is first', () => {
  assert.deepEqual(named('domain-name:value').slice(0, 2), ['domain', 'domain|ip'])
  assert.equal(named("file:hashes.'SHA-256'")[0], 'sha256')
  assert.ok(named("file:hashes.'SHA-256'").includes('sha512/256'))
  assert.deepEqual(named('app:id'), ['mobile-application-id'])
  assert.deepEqual(named('unheard:of'), [])
})

test('a template embedded in others is no shape of its own', () => {
  assert.deepEqual(
    mappings
      .objectsOfShape('file')
      .map(({ name }) => name)
      .filter((name) => name !== 'file'),
    [],
  )
})

function named(path: string): string[] {
  return mappings.ofPath(path).map(({ row }) => row.name)
}
