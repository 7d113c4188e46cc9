import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROFILES } from '../../src/index.ts'
import type { MispRecord, ProfileName, StixObject } from '../../src/index.ts'
import { RESIDUE_EXTENSION, MISP_SDO_EXTENSION } from '../../src/convert/extension.ts'
import { isUuid } from '../../src/stix/id.ts'
import { parsePattern } from '../../src/stix/pattern/parse.ts'
import { fixtureEvents, realEvents } from '../roundtrip/events.ts'
import { attribute, attributeExamples, eventAround, eventWith, mappings } from '../roundtrip/examples.ts'
import { differences, inWords } from '../roundtrip/differences.ts'
import { toMisp, toStix } from '../roundtrip/trip.ts'
import { records } from './random-tags.ts'

/* What each profile writes, and what it never writes. */

const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[]
const everything = [...fixtureEvents(), ...realEvents()]

test('portable writes nothing of ours: no residue, no labels of MISP, no custom type', () => {
  for (const { name, event } of everything) {
    for (const object of toStix([event], { profile: 'portable' }).value.objects)
      assert.deepEqual(ofOurs(object), [], `${name} ${object.id}`)
  }
})

test('no profile sets anything aside', () => {
  for (const profile of PROFILE_NAMES) {
    for (const { name, event } of everything) {
      const { diagnostics } = toStix([event], { profile })
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
        `${profile} ${name}`,
      )
    }
  }
})

/** What a strict consumer need not know. */
function ofOurs(object: StixObject): string[] {
  const text = JSON.stringify(object)
  return [
    ...[RESIDUE_EXTENSION.id, MISP_SDO_EXTENSION.id].filter((id) => text.includes(id)),
    ...((object['labels'] ?? []) as string[]).filter((label) =>
      /^misp:(?:type|category|name|meta-category|tool|galaxy-)/.test(label),
    ),
    ...(object.type.startsWith('x-') ? [object.type] : []),
    ...(object.type === 'indicator' ? (/x-(?:misp|tipbridge)-[a-z-]+/.exec(String(object['pattern'])) ?? []) : []),
    ...Object.keys(object).filter((key) => key.startsWith('x_')),
  ]
}

const STAYS: Readonly<Record<string, MispRecord>> = {
  'a deleted attribute': { Attribute: [attribute('domain', 'stays.example.org', { deleted: true })] },
  'an attribute for your organisation only': { Attribute: [attribute('domain', 'stays.example.org', { distribution: '0' })] },
  'a proposal': { ShadowAttribute: [attribute('domain', 'stays.example.org')] },
  'a proposal on an attribute': {
    Attribute: [attribute('domain', 'c2.example.com', { ShadowAttribute: [attribute('domain', 'stays.example.org')] })],
  },
  'a deleted object': { Object: [mail({ deleted: true })] },
  'an object for your organisation only': { Object: [mail({ distribution: '0' })] },
  'a deleted attribute of an object': { Object: [mail({}, { deleted: true })] },
  'an attribute of an object for your organisation only': { Object: [mail({}, { distribution: '0' })] },
  'a local tag': { Attribute: [attribute('domain', 'c2.example.com', { Tag: [{ name: 'stays.example.org', local: true }] })] },
  'a local tag of the event': { Tag: [{ name: 'stays.example.org', local: 1 }] },
  'a local cluster': {
    Galaxy: [
      {
        name: 'Threat Actor',
        type: 'threat-actor',
        GalaxyCluster: [{ type: 'threat-actor', value: 'stays.example.org', local: true }],
      },
    ],
  },
  'a deleted report': { EventReport: [{ name: 'Summary', content: 'stays.example.org', deleted: true }] },
  'a report for your organisation only': { EventReport: [{ name: 'Summary', content: 'stays.example.org', distribution: '0' }] },
  'a note for your organisation only': {
    Attribute: [attribute('domain', 'c2.example.com', { Note: [{ note: 'stays.example.org', distribution: '0' }] })],
  },
  'an opinion for your organisation only': {
    Attribute: [
      attribute('domain', 'c2.example.com', { Opinion: [{ opinion: '70', comment: 'stays.example.org', distribution: 0 }] }),
    ],
  },
  'a deleted reference': {
    Object: [
      {
        ...mail({}),
        Attribute: [attribute('email-dst', 'j.doe@example.com', { object_relation: 'to' }, 'first')],
        ObjectReference: [
          {
            referenced_uuid: attribute('domain', '')['uuid'],
            relationship_type: 'x',
            comment: 'stays.example.org',
            deleted: true,
          },
        ],
      },
    ],
    Attribute: [attribute('domain', 'c2.example.com')],
  },
}

/** Under which code portable says so. */
const NAMED_AS: readonly [RegExp, string][] = [
  [/deleted/, 'deleted-left-out'],
  [/your organisation only/, 'own-organisation-left-out'],
  [/local cluster/, 'local-cluster-left-out'],
  [/local/, 'local-tag-left-out'],
  [/proposal/, 'facts-left-out'],
]

test('portable keeps what is internal at home, and says so', () => {
  const leaks = Object.entries(STAYS).flatMap(([name, event]) => {
    const { value, diagnostics } = toStix([eventWith(event)], { profile: 'portable' })
    if (JSON.stringify(value).includes('stays.example.org')) return name
    const expected = NAMED_AS.find(([words]) => words.test(name))?.[1]
    return diagnostics.some(({ code }) => code === expected) ? [] : `${name}: not announced`
  })
  assert.deepEqual(leaks, [])
})

test('full writes what is internal', () => {
  for (const [name, event] of Object.entries(STAYS))
    assert.ok(JSON.stringify(toStix([eventWith(event)]).value).includes('stays.example.org'), name)
})

/** Two addresses of a mail, of which the second stays. */
function mail(more: MispRecord, inner: MispRecord = {}): MispRecord {
  return {
    name: 'email',
    'meta-category': 'network',
    Attribute: [
      attribute('email-dst', 'j.doe@example.com', { object_relation: 'to' }, 'first'),
      attribute('email-dst', 'a.roe@stays.example.org', { object_relation: 'to', ...inner }, 'second'),
    ],
    ...more,
  }
}

test('portable keeps the native types, their values and to_ids', () => {
  for (const { type, row, value } of attributeExamples()) {
    if (row.form !== 'sco' && row.form !== 'sdo') continue
    const { objects } = toStix([eventAround(attribute(type, value, { to_ids: true }))], { profile: 'portable' }).value
    const types = objects.map((object) => object.type)
    if (row.form === 'sco') assert.ok(types.includes('observed-data') && types.includes('indicator'), type)
    else assert.ok(types.includes(row.type), type)
  }
})

const ATOMIC_TYPES = new Set(['identity', 'marking-definition', 'indicator'])

test('atomic writes Indicators only, one comparison or rule each', () => {
  for (const { name, event } of everything) {
    for (const object of toStix([event], { profile: 'atomic' }).value.objects) {
      assert.ok(ATOMIC_TYPES.has(object.type), `${name} ${object.id}`)
      assert.deepEqual(ofOurs(object), [], `${name} ${object.id}`)
      assert.ok(isOneValue(object), `${name} ${object.id}`)
    }
  }
})

test('atomic says each type by one comparison', () => {
  const more = attributeExamples().filter(({ type, value }) => {
    const { objects } = toStix([eventAround(attribute(type, value, { to_ids: true }))], { profile: 'atomic' }).value
    return objects.some((object) => !isOneValue(object))
  })
  assert.deepEqual(more, [])
})

function isOneValue({ type, pattern, pattern_type: language }: StixObject): boolean {
  if (type !== 'indicator' || language !== 'stix') return true
  const parsed = parsePattern(String(pattern))
  return parsed.kind === 'observation' && parsed.expression.kind === 'comparison'
}

/** The form that firewalls and SIEMs read. */
const ATOMIC: readonly [type: string, value: string, pattern: string | undefined][] = [
  ['ip-dst', '198.51.100.7', "[ipv4-addr:value = '198.51.100.7']"],
  ['ip-src', '2001:db8::7', "[ipv6-addr:value = '2001:db8::7']"],
  ['ip-dst|port', '198.51.100.7|443', "[ipv4-addr:value = '198.51.100.7']"],
  ['domain', 'c2.example.com', "[domain-name:value = 'c2.example.com']"],
  ['domain|ip', 'c2.example.com|198.51.100.7', "[domain-name:value = 'c2.example.com']"],
  ['hostname', "it's.example.com", undefined],
  ['url', 'https://example.com/a', "[url:value = 'https://example.com/a']"],
  ['md5', '44d88612fea8a8f36de82e1278abb02f', "[file:hashes.MD5 = '44d88612fea8a8f36de82e1278abb02f']"],
  ['filename|sha256', `a.exe|${'ab'.repeat(32)}`, `[file:hashes.'SHA-256' = '${'ab'.repeat(32)}']`],
  ['yara', 'rule a { condition: true }', 'rule a { condition: true }'],
  ['port', '443', undefined],
  ['comment', 'A remark', undefined],
]

for (const [type, value, pattern] of ATOMIC) {
  test(`atomic: ${type} ${pattern === undefined ? 'has no pattern of one value' : 'is one value'}`, () => {
    const { value: bundle } = toStix([eventAround(attribute(type, value, { to_ids: true }))], { profile: 'atomic' })
    assert.deepEqual(
      bundle.objects.flatMap((object) => (object.type === 'indicator' ? [object['pattern']] : [])),
      pattern === undefined ? [] : [pattern],
    )
  })
}

test('atomic leaves out what is not for detection, and says how many', () => {
  const event = eventWith({ Attribute: [attribute('domain', 'a.example.com'), attribute('domain', 'b.example.com', {}, 'b')] })
  const { value, diagnostics } = toStix([event], { profile: 'atomic' })
  assert.deepEqual(
    value.objects.filter(({ type }) => type === 'indicator'),
    [],
  )
  assert.deepEqual(
    diagnostics.map(({ code, count }) => [code, count]),
    [['not-for-detection', 2]],
  )
})

test('--ttl gives every Indicator an end after its beginning', () => {
  for (const profile of ['full', 'portable', 'atomic'] as const) {
    const { objects } = toStix([eventAround(attribute('domain', 'c2.example.com', { to_ids: true }))], {
      profile,
      ttlDays: 30,
    }).value
    const indicator = objects.find(({ type }) => type === 'indicator')
    assert.equal(indicator?.['valid_from'], '2025-02-19T21:20:00.000Z')
    assert.equal(indicator['valid_until'], '2025-03-21T21:20:00.000Z')
  }
})

/** Expiration sightings (type 2) by their dates, and the end that the Indicator has. */
const EXPIRATIONS: readonly [dates: string[], until: string | undefined][] = [
  [['1745000000'], '2025-04-18T18:13:20.000Z'],
  [['1745000000', '1746000000'], '2025-04-30T08:00:00.000Z'],
  [['1739999999'], undefined],
  [['1740000000'], undefined],
  [['never'], undefined],
]

for (const [dates, until] of EXPIRATIONS) {
  test(`expiration at ${dates.join(' and ')} gives ${until ?? 'no end'}, and returns exactly`, () => {
    const sightings = dates.map((date, at) => ({
      uuid: `c731109b-2ef5-4b7a-a750-e9e48f53cc9${at}`,
      type: '2',
      date_sighting: date,
      source: 'review',
    }))
    const event = eventAround(attribute('domain', 'c2.example.com', { to_ids: true, Sighting: sightings }))
    const { value: bundle } = toStix([event])
    assert.equal(bundle.objects.find(({ type }) => type === 'indicator')?.['valid_until'], until)
    assert.deepEqual(inWords(differences(event, toMisp(bundle).value)), [])
  })
}

test('honesty: portable names how many attributes and objects are missing after a trip', (t) => {
  let compared = 0
  for (const { name, event } of everything) {
    const objects = records(event['Object'])
    if (objects.some(({ name: template }) => EMBEDDED.has(String(template)))) continue // some stand inside others
    const uuids = [...records(event['Attribute']), ...objects].map(({ uuid }) => String(uuid).toLowerCase())
    if (!uuids.every(isUuid) || new Set(uuids).size < uuids.length) continue // what is written has other uuids
    const { value, diagnostics } = toStix([event], { profile: 'portable' })
    const named = diagnostics.reduce((sum, { code, count = 1 }) => (CODES.has(code) ? sum + count : sum), 0)
    const there = new Set(value.objects.map(({ id }) => id.slice(id.indexOf('--') + 2)))
    const missing = uuids.filter((uuid) => !there.has(uuid)).length
    const beside = internalBelow({
      ...event,
      Attribute: [],
      Object: objects.map((object) => ({ ...object, deleted: false, distribution: '5' })),
    })
    assert.ok(missing <= named && named <= missing + beside, `${name}: ${missing} are missing, ${named} named`)
    compared++
  }
  t.diagnostic(`${compared} events`)
  assert.ok(compared > 5)
})

/** What stands inside the object of another has no id of its own. */
const EMBEDDED = new Set(
  Object.entries(mappings.tables.objects).flatMap(([name, row]) => (row['embedded-in'] === undefined ? [] : name)),
)

const CODES = new Set(['no-place-in-stix', 'deleted-left-out', 'own-organisation-left-out'])

/** How many records that are deleted or for your organisation only there are, however deep. */
function internalBelow(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const { deleted, distribution } = value as MispRecord
  const own = deleted === true || deleted === '1' || String(distribution) === '0' ? 1 : 0
  return Object.values(value).reduce((sum: number, inner) => sum + internalBelow(inner), own)
}

/** What portable leaves out because it has no residue, and how it says so. */
const LEFT_OUT: readonly [name: string, event: MispRecord, code: string][] = [
  [
    'facts without a place',
    eventAround(attribute('domain', 'c2.example.com', { comment: 'stays.example.org' })),
    'facts-left-out',
  ],
  ['relations without a place', eventWith({ Object: [mail({}, { object_relation: 'mime-boundary' })] }), 'relation-left-out'],
]

for (const [name, event, code] of LEFT_OUT) {
  test(`honesty: portable names ${name}`, () => {
    const { value, diagnostics } = toStix([event], { profile: 'portable' })
    assert.ok(!JSON.stringify(value).includes('stays.example.org'))
    assert.ok(diagnostics.some((each) => each.code === code && (each.count ?? 0) > 0))
  })
}
