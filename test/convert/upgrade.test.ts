import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StixObject } from '../../src/index.ts'
import { upgrade } from '../../src/convert/upgrade.ts'
import { scoId } from '../../src/stix/id.ts'

const ID = '5f1c0f9a-7f0e-4f7c-8f0b-6f0a3c1d2e4b'
const TIMES = { created: '2019-02-19T21:20:00.000Z', modified: '2019-02-19T21:20:00.000Z' }

function old(type: string, more: Record<string, unknown> = {}): StixObject {
  return { type, id: `${type}--${ID}`, ...TIMES, ...more }
}

test('an object of 2.1 comes back as it is', () => {
  const object = { ...old('indicator'), spec_version: '2.1', pattern: '[a:b = 1]' }
  assert.deepEqual(upgrade(object), [object])
})

/** A 2.0 object, and what 2.1 has beside it. */
const DOMAIN_OBJECTS: readonly [StixObject, Record<string, unknown>][] = [
  [old('malware'), { is_family: false }],
  [old('tool'), {}],
  [old('indicator', { pattern: "[url:value = 'x']" }), { pattern_type: 'stix' }],
  [old('indicator', { pattern: 'rule a { condition: true }', pattern_type: 'yara' }), {}],
  [
    old('indicator', { pattern: "[process:binary_ref.name = 'a.exe']" }),
    { pattern_type: 'stix', pattern: "[process:image_ref.name = 'a.exe']" },
  ],
  [
    old('indicator', { pattern: "[file:created = t'2019-01-01T00:00:00Z']" }),
    { pattern_type: 'stix', pattern: "[file:ctime = t'2019-01-01T00:00:00Z']" },
  ],
  [old('indicator', { pattern: 'not a pattern' }), { pattern_type: 'stix' }],
]

test('a domain object of 2.0 gets what 2.1 requires and renames', () => {
  for (const [object, more] of DOMAIN_OBJECTS) assert.deepEqual(upgrade(object), [{ ...object, spec_version: '2.1', ...more }])
})

/** Observables inside an Observed Data of 2.0, and what they are in 2.1, references by key. */
const OBSERVABLES: readonly [name: string, inner: Record<string, unknown>, upgraded: Record<string, unknown>[]][] = [
  ['one address', { '0': { type: 'ipv4-addr', value: '198.51.100.7' } }, [{ type: 'ipv4-addr', value: '198.51.100.7' }]],
  [
    'traffic to an address',
    { '0': { type: 'network-traffic', dst_ref: '1', protocols: ['tcp'] }, '1': { type: 'ipv4-addr', value: '198.51.100.7' } },
    [
      { type: 'ipv4-addr', value: '198.51.100.7' },
      { type: 'network-traffic', dst_ref: '1', protocols: ['tcp'] },
    ],
  ],
  [
    'a file in a directory',
    {
      a: { type: 'file', name: 'a.exe', created: TIMES.created, parent_directory_ref: 'b' },
      b: { type: 'directory', path: '/tmp', accessed: TIMES.created },
    },
    [
      { type: 'directory', path: '/tmp', atime: TIMES.created },
      { type: 'file', name: 'a.exe', ctime: TIMES.created, parent_directory_ref: 'b' },
    ],
  ],
  [
    'a domain with two addresses',
    {
      '0': { type: 'domain-name', value: 'a.example', resolves_to_refs: ['1', '2'] },
      '1': { type: 'ipv4-addr', value: '198.51.100.7' },
      '2': { type: 'ipv4-addr', value: '198.51.100.8' },
    },
    [
      { type: 'ipv4-addr', value: '198.51.100.7' },
      { type: 'ipv4-addr', value: '198.51.100.8' },
      { type: 'domain-name', value: 'a.example', resolves_to_refs: ['1', '2'] },
    ],
  ],
  [
    'a reference to nothing',
    { '0': { type: 'process', pid: 4, binary_ref: '7' } },
    [{ type: 'process', pid: 4, image_ref: '7' }],
  ],
  ['what is no observable', { '0': 7, '1': { value: 'x' }, '2': null }, []],
]

test('observables inside an Observed Data of 2.0 become objects', () => {
  for (const [name, inner, upgraded] of OBSERVABLES) {
    const [observed, ...objects] = upgrade(old('observed-data', { objects: inner, number_observed: 1 }))
    assert.deepEqual(
      observed,
      { ...old('observed-data'), spec_version: '2.1', number_observed: 1, object_refs: objects.map(({ id }) => id) },
      name,
    )
    assert.deepEqual(
      objects.map(bare),
      upgraded.map((object) => linked(object, inner, objects)),
      name,
    )
    for (const object of objects) assert.equal(object.id, scoId(object))
  }
})

test('observables that refer to one another in a circle end', () => {
  const inner = { a: { type: 'process', pid: 1, parent_ref: 'b' }, b: { type: 'process', pid: 2, parent_ref: 'a' } }
  assert.equal(upgrade(old('observed-data', { objects: inner })).length, 3)
})

/** Custom objects by which misp-stix wrote in 2.0 what only 2.1 has. */
const CUSTOM: readonly [string, Record<string, unknown>, StixObject][] = [
  [
    'x-misp-event-report',
    { object_ref: 'report--1', x_misp_name: 'Summary', x_misp_content: 'What happened' },
    note({
      object_refs: ['report--1'],
      abstract: 'Summary',
      content: 'What happened',
      labels: ['misp:data-layer="Event Report"'],
    }),
  ],
  [
    'x-misp-analyst-note',
    { object_ref: 'indicator--1', x_misp_note: 'Parked', x_misp_author: 'r.okafor', x_misp_language: 'en' },
    note({
      object_refs: ['indicator--1'],
      authors: ['r.okafor'],
      content: 'Parked',
      lang: 'en',
      labels: ['misp:context-layer="Analyst Note"'],
    }),
  ],
]

function note(more: Record<string, unknown>): StixObject {
  return { type: 'note', id: `note--${ID}`, spec_version: '2.1', ...TIMES, ...more }
}

test('custom objects of misp-stix become what 2.1 has for them', () => {
  for (const [type, properties, upgraded] of CUSTOM) {
    const [object] = upgrade(old(type, properties)) as [StixObject]
    assert.deepEqual(Object.fromEntries(Object.entries(object).filter(([key]) => !key.startsWith('x_misp_'))), upgraded, type)
  }
})

/** Opinions of 0 to 100 by fifths. */
const OPINIONS: readonly [unknown, string][] = [
  [0, 'strongly-disagree'],
  ['20', 'strongly-disagree'],
  [21, 'disagree'],
  ['50', 'neutral'],
  [80, 'agree'],
  [100, 'strongly-agree'],
  [1000, 'strongly-agree'],
  ['none', 'neutral'],
]

test('an opinion of MISP is one of five words', () => {
  for (const [number, word] of OPINIONS)
    assert.equal(upgrade(old('x-misp-analyst-opinion', { x_misp_opinion: number }))[0]?.['opinion'], word, String(number))
})

test('the same object upgrades to the same objects', () => {
  for (const [, inner] of OBSERVABLES) {
    const object = old('observed-data', { objects: inner })
    const before = structuredClone(object)
    assert.deepEqual(upgrade(object), upgrade(object))
    assert.deepEqual(object, before)
  }
})

function bare({ id: _id, spec_version: _version, ...content }: StixObject): Record<string, unknown> {
  return content
}

/** References by the key of the old container as ids of the new objects. */
function linked(
  object: Record<string, unknown>,
  inner: Record<string, unknown>,
  objects: readonly StixObject[],
): Record<string, unknown> {
  const idOf = (key: string): string => {
    const { type, ...content } = (inner[key] ?? {}) as StixObject
    return (
      objects.find((each) => each.type === type && (each['value'] ?? each['path']) === (content['value'] ?? content['path']))
        ?.id ?? key
    )
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (key.endsWith('_ref')) return [key, idOf(String(value))]
      return [key, key.endsWith('_refs') ? (value as string[]).map(idOf) : value]
    }),
  )
}
