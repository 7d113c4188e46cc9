import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bundle, ConvertOptions, MispRecord } from '../../src/index.ts'
import { bundleToEvents, eventsToBundle, PROFILES } from '../../src/index.ts'
import type { ProfileName } from '../../src/index.ts'
import { fixtureEvents } from '../roundtrip/events.ts'
import { attribute, eventAround, eventWith } from '../roundtrip/examples.ts'
import { toStix } from '../roundtrip/trip.ts'
import { seeded } from './random-tags.ts'

/*
 * Whatever stands in a document, a conversion gives a result or says what is wrong: it never throws, never hangs, and never
 * touches what all objects share.
 */

const OPTIONS: readonly Partial<ConvertOptions>[] = [
  ...(Object.keys(PROFILES) as ProfileName[]).map((profile) => ({ profile })),
  { maxTlp: 'green', defaultTlp: 'clear' },
]

/** What is put in the place of any value. */
const POISON = (
  [
    String.raw`__proto__ constructor \ a|b [ (((((((((( ' [a:b 2025-02-31 NaN`.split(' '),
    ['', ' ', '\ud800', '\udc00x', '\u0000', "[a:b = 'c']", 'x'.repeat(100_000), true, false, null],
    [0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2],
    [[], {}, [null], [[]], [{}], ["'"], { '': null }],
    [JSON.parse('{"__proto__":{"polluted":true}}'), JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'), nested(60)],
    [Array.from({ length: 2000 }, (_, at) => ({ uuid: String(at), name: 'tlp:red' }))],
  ] as unknown[][]
).flat()

test('events with any value poisoned give a result', (t) => {
  let runs = 0
  for (const [seed, { name, event }] of fixtureEvents().entries()) {
    const next = seeded(seed + 1)
    const places = placesIn(event).length
    for (let run = 0; run < 25; run++) {
      const poisoned = structuredClone(event)
      for (let each = 0; each <= next(4); each++) poison(poisoned, next(places), POISON[next(POISON.length)])
      for (const options of OPTIONS) {
        assertSays(`${name} ${run}`, () => eventsToBundle([poisoned], options))
        runs++
      }
    }
  }
  t.diagnostic(`${runs} conversions`)
})

test('bundles with any value poisoned give a result', (t) => {
  let runs = 0
  for (const [seed, { name, event }] of fixtureEvents().entries()) {
    const text = JSON.stringify(toStix([event]).value)
    const next = seeded(seed + 1)
    const places = placesIn(JSON.parse(text)).length
    for (let run = 0; run < 25; run++) {
      const poisoned = JSON.parse(text) as Bundle
      for (let each = 0; each <= next(4); each++) poison(poisoned, next(places), POISON[next(POISON.length)])
      assertSays(`${name} ${run}`, () => bundleToEvents(poisoned))
      runs++
    }
  }
  t.diagnostic(`${runs} conversions`)
})

const DOMAIN = attribute('domain', 'c2.example.com', {
  to_ids: true,
  Tag: [{ name: 'tlp:green', local: false }, { name: 'phishing' }],
})

/** A small event that holds one of each structure. */
const ONE_OF_EACH = eventWith({
  Tag: [{ name: 'tlp:clear' }],
  Attribute: [
    {
      ...DOMAIN,
      Sighting: [
        {
          uuid: 'c731109b-2ef5-4b7a-a750-e9e48f53cc9b',
          type: '0',
          date_sighting: '1740000000',
          Organisation: { name: 'Harbour CERT' },
        },
      ],
      Note: [{ uuid: '9b0a6f0c-2f8b-4f0e-8f7e-3c1f6c1f7a11', note: 'Parked', Opinion: [{ opinion: '70' }] }],
      Relationship: [{ relationship_type: 'similar-to', related_object_uuid: 'c1a3d9e6-1f0b-4b8a-a2f3-5a5f1f0c7d11' }],
    },
    attribute('comment', 'A remark'),
  ],
  Object: [
    {
      uuid: 'c1a3d9e6-1f0b-4b8a-a2f3-5a5f1f0c7d11',
      name: 'domain-ip',
      'meta-category': 'network',
      timestamp: '1740000000',
      Attribute: [
        attribute('domain', 'a.example.com', { object_relation: 'domain' }, 'a'),
        attribute('text', 'x', { object_relation: 'text' }, 'x'),
      ],
      ObjectReference: [{ referenced_uuid: DOMAIN['uuid'], relationship_type: 'connects-to', comment: 'At night' }],
    },
    {
      uuid: '4f1d2a3b-5c6d-4e7f-8a9b-0c1d2e3f4a5b',
      name: 'dock-terminal',
      Attribute: [attribute('text', 'x', { object_relation: 'berth' }, 'berth')],
    },
  ],
  Galaxy: [
    {
      name: 'Threat Actor',
      type: 'threat-actor',
      GalaxyCluster: [{ type: 'threat-actor', value: 'Copper Lynx', meta: { refs: ['https://example.org/a'] } }],
    },
  ],
  EventReport: [{ name: 'Summary', content: 'What happened', timestamp: '1740000000' }],
})

/** Keys of records, in events and in bundles, under which odd values were found to matter. */
const KEYS = [
  'uuid type value Tag Attribute Object Galaxy Orgc timestamp object_relation to_ids Sighting EventReport',
  'id object_refs extensions labels pattern pattern_type created modified object_marking_refs objects hashes',
  'source_ref target_ref relationship_type x_misp_attributes misp rest spelled attributes tags clusters adrift',
].flatMap((line) => line.split(' '))

test('each key with each poison, in every record', (t) => {
  const there = JSON.stringify(ONE_OF_EACH)
  const back = JSON.stringify(toStix([ONE_OF_EACH]).value)
  let runs = 0
  for (const key of KEYS) {
    for (const [at, value] of POISON.entries()) {
      if (there.includes(`"${key}":`))
        assertSays(`${key} ${at}`, () => eventsToBundle([everywhere(there, key, value) as MispRecord]))
      if (back.includes(`"${key}":`)) assertSays(`${key} ${at}`, () => bundleToEvents(everywhere(back, key, value) as Bundle))
      runs += 2
    }
  }
  t.diagnostic(`${runs} conversions`)
})

/** Names that every object has. */
const SHARED_NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__']

test('keys with names that every object has are keys like any other', () => {
  const there = JSON.stringify(ONE_OF_EACH)
  const back = JSON.stringify(toStix([ONE_OF_EACH]).value)
  for (const name of SHARED_NAMES) {
    for (const key of new Set([...there.matchAll(/"(\w+)":/g), ...back.matchAll(/"(\w+)":/g)].map((match) => match[1] ?? ''))) {
      const renamed = (text: string): unknown => JSON.parse(text.replaceAll(`"${key}":`, `"${name}":`))
      assertSays(`${key} ${name}`, () => eventsToBundle([renamed(there) as MispRecord]))
      assertSays(`${key} ${name}`, () => bundleToEvents(renamed(back) as Bundle))
    }
  }
})

test('patterns over names that every object has read like those over any unknown name', () => {
  for (const name of SHARED_NAMES) {
    for (const pattern of ["[NAME:name = 'x']", "[NAME:some_ref.name = 'x']", "[process:NAME = 'x']"]) {
      for (const version of ['2.0', '2.1'])
        assert.deepEqual(readPattern(pattern, name, version), readPattern(pattern, 'unknown', version), `${version} ${name}`)
    }
  }
})

/** The event of an Indicator, and the codes of what is said of it. */
function readPattern(pattern: string, name: string, version: string): unknown {
  const { value, diagnostics } = bundleToEvents(
    {
      type: 'bundle',
      id: 'x',
      objects: [
        {
          type: 'indicator',
          spec_version: version,
          id: 'indicator--c731109b-2ef5-4b7a-a750-e9e48f53cc91',
          created: '2025-02-19T00:00:00.000Z',
          modified: '2025-02-19T00:00:00.000Z',
          labels: ['misp:type="domain"'],
          pattern: pattern.replace('NAME', name),
          pattern_type: 'stix',
        },
      ],
    },
    { original: false },
  )
  assert.equal(value.length, 1)
  assert.equal(value[0]?.Attribute?.length, 1)
  return [value, diagnostics.map(({ code }) => code)]
}

test('what is no record is an error, or nothing', () => {
  for (const value of POISON) {
    assertSays('objects', () => bundleToEvents({ type: 'bundle', id: 'x', objects: [value] as unknown as [] }))
    assertSays('bundle', () => bundleToEvents({ type: 'bundle', id: 'x', objects: value as [] }))
    assertSays('attributes', () => eventsToBundle([eventWith({ Attribute: value, Object: value })]))
    assertSays('event', () => eventsToBundle([value as MispRecord]))
  }
})

test('many equal elements without a UUID take no longer than many different ones', () => {
  const note = { note: 'Parked now' }
  const sighting = { type: '0', date_sighting: '1740000000' }
  assertSays('attributes', () => eventsToBundle([eventWith({ Attribute: many({ type: 'domain', value: 'c2.example.com' }) })]))
  assertSays('notes', () => eventsToBundle([eventWith({ Note: many(note) })]))
  assertSays('sightings', () =>
    eventsToBundle([eventAround(attribute('domain', 'c2.example.com', { Sighting: many(sighting) }))]),
  )
})

/** Structures that are deeper than any stack. */
const DEEP: Readonly<Record<string, () => MispRecord>> = {
  'unknown data': () => eventWith({ of_tomorrow: nested(10_000) }),
  'unknown data of an attribute': () => eventAround(attribute('domain', 'c2.example.com', { of_tomorrow: nested(10_000) })),
  'meta of a cluster': () =>
    eventWith({ Galaxy: [{ name: 'x', type: 'x', GalaxyCluster: [{ type: 'x', value: 'x', meta: nested(10_000) }] }] }),
  'notes on notes': () => eventWith({ Note: [notes(10_000)] }),
  'tags in tags': () => eventWith({ Tag: [nested(10_000)] }),
}

for (const [name, event] of Object.entries(DEEP)) {
  test(`10,000 levels of ${name} do not overflow the stack`, () => {
    for (const options of OPTIONS) assertSays(name, () => eventsToBundle([event()], options))
  })
}

/** The same in a bundle. */
const DEEP_OBJECTS: Readonly<Record<string, (object: MispRecord) => MispRecord>> = {
  'an unknown property': (object) => ({ ...object, x_tomorrow: nested(10_000) }),
  'an extension': (object) => ({ ...object, extensions: { 'extension-definition--x': nested(10_000) } }),
  'a pattern': (object) => ({ ...object, pattern: `[${'('.repeat(10_000)}domain-name:value = 'a'${')'.repeat(10_000)}]` }),
  'observation expressions': (object) => ({
    ...object,
    pattern: `${'('.repeat(10_000)}[domain-name:value = 'a']${')'.repeat(10_000)}`,
  }),
  alternatives: (object) => ({ ...object, pattern: `[${"domain-name:value = 'a' OR ".repeat(10_000)}domain-name:value = 'a']` }),
  'a 2.0 container': (object) => ({ ...object, type: 'observed-data', object_refs: undefined, objects: chain(10_000) }),
}

for (const [name, deepen] of Object.entries(DEEP_OBJECTS)) {
  test(`10,000 levels of ${name} in a bundle do not overflow the stack`, () => {
    const { value: bundle } = toStix([eventAround(attribute('domain', 'c2.example.com', { to_ids: true }))])
    assertSays(name, () => bundleToEvents({ ...bundle, objects: bundle.objects.map(deepen) as typeof bundle.objects }))
  })
}

function assertSays(name: string, convert: () => { value: unknown; diagnostics: unknown[] }): void {
  const started = performance.now()
  const { value, diagnostics } = convert()
  assert.ok(value !== undefined && Array.isArray(diagnostics), name)
  assert.ok(performance.now() - started < 5000, `${name}: it took too long`)
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined, `${name}: Object.prototype was changed`)
}

function many(record: MispRecord): MispRecord[] {
  return Array.from({ length: 20_000 }, () => ({ ...record }))
}

function nested(depth: number): MispRecord {
  let value: MispRecord = { end: true }
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? { in: value } : { list: [value] }
  return value
}

function notes(depth: number): MispRecord {
  let note: MispRecord = { note: 'the first' }
  for (let level = 0; level < depth; level++) note = { note: 'on the next', Note: [note] }
  return note
}

/** Observables of a 2.0 container, each the parent directory of the one before. */
function chain(length: number): MispRecord {
  return Object.fromEntries(
    Array.from({ length }, (_, at) => [String(at), { type: 'file', name: `f${at}`, parent_directory_ref: String(at + 1) }]),
  )
}

/** Every place in a JSON value: a holder and a key. */
function placesIn(value: unknown): [holder: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((key) => [
    [value as Record<string, unknown>, key],
    ...placesIn((value as Record<string, unknown>)[key]),
  ])
}

function poison(value: unknown, at: number, poisonous: unknown): void {
  const places = placesIn(value)
  const [holder, key] = places[at % places.length] ?? []
  if (holder !== undefined && key !== undefined) holder[key] = structuredClone(poisonous) // or poison poisons itself
}

function everywhere(text: string, name: string, poisonous: unknown): unknown {
  return JSON.parse(text, (key, value: unknown) => (key === name ? structuredClone(poisonous) : value))
}
