import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MispRecord, ProfileName } from '../../src/index.ts'
import { eventsToBundle, PROFILES, TLP_LEVELS } from '../../src/index.ts'
import { fixtureEvents, realEvents } from '../roundtrip/events.ts'
import { attribute, eventWith } from '../roundtrip/examples.ts'
import { dataMissing } from '../roundtrip/shared-data.ts'
import { leavesIn, openedResidue, toStix } from '../roundtrip/trip.ts'
import type { WholeBundle } from '../roundtrip/trip.ts'
import { records, withRandomTags } from './random-tags.ts'
import { marksOfTags } from './tlp.ts'

/*
 * --max-tlp: a value that only withheld elements hold stands nowhere in the output, neither in its place nor in any text.
 */

const GREEN = 1
const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[]

for (const profile of PROFILE_NAMES) {
  test(`no value above green is left in tlp-mixed.json, ${profile}`, (t) => {
    const { event } = fixtureEvents().find(({ name }) => name === 'tlp-mixed.json') as { event: MispRecord }
    const values = withheldValues(event)
    assert.ok(values.size > 5)
    const { value: bundle } = toStix([event], { profile, maxTlp: 'green', defaultTlp: 'clear' })
    assert.deepEqual(quoted(bundle, values), [])
    t.diagnostic(`${values.size} values withheld`)
  })

  test(`no value above green is left in the real data with more tags, ${profile}`, { skip: dataMissing() }, (t) => {
    let withheld = 0
    for (const [seed, { name, event: untagged }] of realEvents().entries()) {
      const event = withRandomTags(untagged, seed)
      const values = withheldValues(event)
      withheld += values.size
      const { value: bundle } = toStix([event], { profile, maxTlp: 'green', defaultTlp: 'clear' })
      assert.deepEqual(quoted(bundle, values), [], name)
    }
    t.diagnostic(`${withheld} values withheld`)
    assert.ok(withheld > 1500)
  })
}

test('an event above the ceiling gives nothing', () => {
  for (const profile of PROFILE_NAMES) {
    for (const tag of ['tlp:amber', ' TLP: Amber ', 'tlp:amber+strict', 'TLP:RED']) {
      const event = eventWith({ Tag: [{ name: tag }], Attribute: [attribute('domain', 'c2.example.com', { to_ids: true })] })
      assert.equal(eventsToBundle([event], { profile, maxTlp: 'green' }).value.objects, undefined, tag)
    }
  }
})

test('what has no TLP tag is red, unless --default-tlp says otherwise', () => {
  const event = eventWith({ Attribute: [attribute('domain', 'c2.example.com')] })
  assert.equal(eventsToBundle([event], { maxTlp: 'amber+strict' }).value.objects, undefined)
  assert.ok((eventsToBundle([event], { maxTlp: 'red' }).value.objects ?? []).length > 0)
  assert.ok((eventsToBundle([event], { maxTlp: 'green', defaultTlp: 'green' }).value.objects ?? []).length > 0)
  assert.equal(eventsToBundle([event], { maxTlp: 'green', defaultTlp: 'amber' }).value.objects, undefined)
})

test('each ceiling lets through what is not above it', () => {
  const levels = TLP_LEVELS.map((level) =>
    attribute('domain', `${level.replace('+', '-')}.example.com`, { Tag: [{ name: `tlp:${level}` }] }, level),
  )
  for (const [at, maxTlp] of TLP_LEVELS.entries()) {
    const event = eventWith({ Tag: [{ name: 'tlp:clear' }], Attribute: levels })
    const domains = toStix([event], { maxTlp }).value.objects.filter(({ type }) => type === 'domain-name')
    assert.equal(domains.length, at + 1, maxTlp)
  }
})

/** Texts that quote a withheld value in the ways in which people write it. */
const QUOTES = [
  'evil.example.org',
  'EVIL.Example.ORG',
  'evil[.]example[.]org',
  'evil(dot)example(dot)org',
  'hxxp://evil[.]example.org/a',
  'a-evil.example.orgs',
]

test('a text that quotes a withheld value is left out, however it is written', () => {
  for (const quote of QUOTES) {
    const text = `Talks to ${quote} each hour`
    const event = eventWith({
      info: text,
      Tag: [{ name: 'tlp:green' }, { name: `about:${quote}` }],
      Attribute: [
        attribute('domain', 'evil.example.org', { Tag: [{ name: 'tlp:amber' }] }),
        attribute('ip-dst', '198.51.100.7', {
          comment: text,
          Sighting: [{ type: '0', date_sighting: '1740000000', source: text }],
          Note: [{ note: text }],
        }),
        attribute('text', text),
        attribute('attachment', 'report.txt', { data: Buffer.from(text).toString('base64') }),
      ],
      EventReport: [
        { name: 'Summary', content: text },
        { name: text, content: 'Nothing' },
      ],
      Galaxy: [
        {
          name: 'Threat Actor',
          type: 'threat-actor',
          GalaxyCluster: [{ type: 'threat-actor', value: 'Copper Lynx', description: text }],
        },
      ],
    })
    const { value: bundle } = toStix([event], { maxTlp: 'green' })
    assert.deepEqual(quoted(bundle, withheldValues(event)), [], quote)
    assert.ok(bundle.objects.some(({ value }) => value === '198.51.100.7'))
  }
})

test('a withheld URL is found under each of its disguises', () => {
  const url = 'https://evil.example.org/gate.php?id=7'
  for (const quote of [
    url,
    'hxxps://evil[.]example[.]org/gate.php?id=7',
    'HXXPS[:]//evil(.)example{.}org/gate.php?id=7',
    'https[://]evil.example.org/gate.php?id=7',
  ]) {
    const withheld = attribute('url', url, { Tag: [{ name: 'tlp:red' }] })
    const event = eventWith({
      info: `Asks for ${quote}`,
      Tag: [{ name: 'tlp:green' }],
      Attribute: [withheld, attribute('domain', 'c2.example.com')],
    })
    const { value: bundle } = toStix([event], { maxTlp: 'green' })
    const names = bundle.objects.filter(({ type }) => type === 'grouping').map(({ name }) => name)
    assert.deepEqual(names, [event['uuid']], quote)
  }
})

test('a value that a released element holds as well is not withheld', () => {
  const both = [
    attribute('domain', 'evil.example.org', { Tag: [{ name: 'tlp:red' }] }),
    attribute('hostname', 'evil.example.org'),
  ]
  const { value: bundle } = toStix(
    [eventWith({ Tag: [{ name: 'tlp:green' }], Attribute: both, info: 'About evil.example.org' })],
    { maxTlp: 'green' },
  )
  assert.equal(bundle.objects.find(({ type }) => type === 'grouping')?.['name'], 'About evil.example.org')
})

test('what one server made for itself never leaves it', () => {
  for (const { name, event } of fixtureEvents()) {
    for (const profile of PROFILE_NAMES) {
      const bytes = JSON.stringify(eventsToBundle([event], { profile }).value)
      for (const key of ['event_creator_email', 'RelatedEvent', 'RelatedAttribute', 'Feed'])
        assert.ok(!bytes.includes(`"${key}`), `${name}: ${key}`)
      const email = event['event_creator_email']
      if (typeof email === 'string') assert.ok(!bytes.includes(email), `${name}: ${email}`)
      for (const related of records(event['RelatedEvent'])) {
        const { info } = (related['Event'] ?? {}) as MispRecord
        if (typeof info === 'string' && info !== event['info'])
          assert.ok(!bytes.includes(JSON.stringify(info).slice(1, -1)), `${name}: ${info}`)
      }
    }
  }
})

/** DESIGN's definition: the values, and halves of values, of four characters or more that no element at or below green holds. */
function withheldValues(event: MispRecord): Set<string> {
  const floor = marksOfTags(event['Tag']).rank
  const all = [event['Attribute'], ...records(event['Object']).map((object) => object['Attribute'])].flatMap(records)
  const isWithheld = (record: MispRecord): boolean => Math.max(floor, marksOfTags(record['Tag']).rank) > GREEN
  const released = new Set(all.filter((record) => !isWithheld(record)).flatMap(partsOf))
  return new Set(all.filter(isWithheld).flatMap(partsOf)).difference(released)
}

function partsOf({ type, value }: MispRecord): string[] {
  if (typeof value !== 'string') return []
  const composite = String(type).includes('|') || type === 'malware-sample'
  return [value, ...(composite ? value.split('|') : [])].map(plain).filter((part) => part.length >= 4)
}

/** Lower case, without the usual ways to defang. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s*[[({]\s*(?:\.|dot)\s*[\])}]\s*/g, '.')
    .replaceAll(/\[:\]|\(:\)|\{:\}/g, ':')
    .replaceAll('[://]', '://')
    .replaceAll(/\s*[[({]\s*(?:@|at)\s*[\])}]\s*/g, '@')
    .replaceAll(/\bhxxp/g, 'http')
    .trim()
}

/** Texts of the output that quote one of the values. Ids, times and words of STIX quote nothing. */
function quoted({ objects }: WholeBundle, values: ReadonlySet<string>): string[] {
  const found: string[] = []
  const byStart = Map.groupBy(values, (value) => value.slice(0, 4))
  for (const object of objects) {
    if (object.type === 'extension-definition') continue
    for (const [key, leaf] of leavesIn(openedResidue(object))) {
      if (typeof leaf !== 'string' || OWN_KEYS.has(key) || ID.test(leaf) || TIME.test(leaf)) continue
      const text = plain(DATA_KEYS.has(key) ? Buffer.from(leaf, 'base64').toString('latin1') : leaf)
      for (let at = 0; at + 4 <= text.length; at++) {
        const hit = byStart.get(text.slice(at, at + 4))?.find((value) => text.startsWith(value, at))
        if (hit === undefined) continue
        found.push(`${object.id} ${key}: ${hit} in ${leaf.slice(0, 80)}`)
        break
      }
    }
  }
  return found
}

const ID = /^[a-z0-9-]+--[0-9a-f-]{36}$/
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
const OWN_KEYS = new Set([
  'type',
  'pattern_type',
  'definition_type',
  'extension_type',
  'identity_class',
  'context',
  'key',
  'own',
  'hash',
])
const DATA_KEYS = new Set(['data', 'x_misp_data', 'payload_bin'])
