import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { TLP_TAGS } from '../../src/stix/marking.ts'
import { differences, inWords } from './differences.ts'
import { attribute, eventAround, eventWith, mappings } from './examples.ts'
import { leavesOf, replacementFor } from './leaves.ts'
import { toMisp, toStix } from './trip.ts'
import type { WholeBundle } from './trip.ts'

/*
 * What the envelope binds of every element (mappings/envelope.yaml) follows an edit in STIX, as what rows bind does: names,
 * times, texts, labels, tags and markings.
 */

const DOMAIN = attribute('domain', 'c2.example.com', { comment: 'Seen in February', timestamp: '1740000000' })
const OTHER = attribute('hostname', 'www.example.com', {}, 'other')
const OBJECT: MispRecord = {
  uuid: 'c1a3d9e6-1f0b-4b8a-a2f3-5a5f1f0c7d11',
  name: 'dock-terminal',
  'meta-category': 'misc',
  comment: 'By the harbour',
  timestamp: '1740000000',
  Attribute: [attribute('text', 'Berth 7', { object_relation: 'berth' }, 'berth')],
}

/** For each row of the envelope: an event with one element of its kind, the STIX type that carries it, where its record stands. */
const KINDS: Readonly<Record<string, readonly [event: MispRecord, type: string, record: string]>> = {
  event: [eventWith({}), 'grouping', ''],
  'published-event': [eventWith({ published: true, publish_timestamp: '1740000200' }), 'report', ''],
  observed: [
    eventAround({ ...DOMAIN, first_seen: '2025-02-01T10:00:00.000000+00:00', last_seen: '2025-02-02T10:00:00.000000+00:00' }),
    'observed-data',
    'Attribute.0',
  ],
  indicator: [
    eventAround(attribute('yara', 'rule a { condition: true }', { to_ids: true, comment: 'Ours' })),
    'indicator',
    'Attribute.0',
  ],
  'domain-object': [
    eventAround(attribute('campaign-name', 'Operation Example', { comment: 'As the press calls it' })),
    'campaign',
    'Attribute.0',
  ],
  'generic-attribute': [
    eventAround(attribute('comment', 'A remark', { comment: 'On the whole', data: 'RXhhbXBsZQ==' })),
    'x-misp-attribute',
    'Attribute.0',
  ],
  'generic-object': [eventWith({ Object: [OBJECT] }), 'x-misp-object', 'Object.0'],
  'object-reference': [
    eventWith({
      Attribute: [DOMAIN],
      Object: [
        {
          ...OBJECT,
          ObjectReference: [
            record('reference', {
              referenced_uuid: DOMAIN['uuid'],
              object_uuid: OBJECT['uuid'],
              relationship_type: 'connects-to',
              comment: 'At night',
              timestamp: '1740000000',
            }),
          ],
        },
      ],
    }),
    'relationship',
    'Object.0.ObjectReference.0',
  ],
  'analyst-relationship': [
    eventWith({
      Attribute: [
        {
          ...DOMAIN,
          Relationship: [
            analystData('relationship', {
              relationship_type: 'similar-to',
              related_object_uuid: OTHER['uuid'],
              related_object_type: 'Attribute',
            }),
          ],
        },
        OTHER,
      ],
    }),
    'relationship',
    'Attribute.0.Relationship.0',
  ],
  'event-report': [
    eventWith({ EventReport: [record('report', { name: 'Summary', content: 'What happened', timestamp: '1740000000' })] }),
    'note',
    'EventReport.0',
  ],
  'analyst-note': [
    eventAround({ ...DOMAIN, Note: [analystData('note', { note: 'Parked now', language: 'en' })] }),
    'note',
    'Attribute.0.Note.0',
  ],
  'analyst-opinion': [
    eventAround({ ...DOMAIN, Opinion: [analystData('opinion', { opinion: '70', comment: 'Likely' })] }),
    'opinion',
    'Attribute.0.Opinion.0',
  ],
  sighting: [eventAround({ ...DOMAIN, Sighting: [sighting('0')] }), 'sighting', 'Attribute.0.Sighting.0'],
  'false-positive': [eventAround({ ...DOMAIN, Sighting: [sighting('1')] }), 'opinion', 'Attribute.0.Sighting.0'],
}

function record(name: string, more: MispRecord): MispRecord {
  return { uuid: attribute('text', '', {}, name)['uuid'], ...more }
}

function analystData(name: string, more: MispRecord): MispRecord {
  return record(name, {
    object_uuid: DOMAIN['uuid'],
    object_type: 'Attribute',
    authors: 'r.okafor@harbour.example',
    created: '2025-02-20 09:25:17',
    modified: '2025-02-21 11:02:40',
    ...more,
  })
}

function sighting(type: string): MispRecord {
  return record(`sighting ${type}`, { type, attribute_uuid: DOMAIN['uuid'], date_sighting: '1740001000', source: 'proxy log' })
}

test('every row of the envelope that binds something is edited here', () => {
  const binding = Object.entries(mappings.tables.envelope).filter(
    ([, { bind, like }]) => bind !== undefined || like !== undefined,
  )
  assert.deepEqual(Object.keys(KINDS).sort(), binding.map(([kind]) => kind).sort())
})

for (const [kind, [event, type, path]] of Object.entries(KINDS)) {
  test(`editing what the envelope binds of ${kind}`, (t) => {
    const { value: original } = toStix([event])
    assert.deepEqual(inWords(differences(event, toMisp(original).value)), [], 'unedited')
    const edited: string[] = []
    const row = mappings.envelope(kind)
    for (const bind of row.binds) {
      if (bind.path === 'x_misp_to_ids') continue // only with an Indicator is it true: see below
      const bundle = structuredClone(original)
      const [leaf] = leavesOf(bind, carrierOf(bundle, type), () => undefined)
      assert.ok(leaf, `${bind.path} is not written`)
      const replaced = replacementFor(leaf, row)
      leaf.holder[leaf.key] = replaced
      const expected = structuredClone(event)
      Object.assign(recordAt(expected, path), { [leaf.filler.name]: leaf.filler.codec.decode(replaced) })
      assert.deepEqual(inWords(differences(expected, toMisp(bundle).value)), [], `${bind.path} := ${JSON.stringify(replaced)}`)
      edited.push(bind.path)
    }
    t.diagnostic(edited.join(', '))
  })
}

/** Edits of one object of a bundle, and what changes by them. */
const EDITS: readonly [
  name: string,
  event: MispRecord,
  edit: (bundle: WholeBundle) => void,
  expected: readonly [path: string, value: unknown][],
][] = [
  [
    'the type label',
    eventAround(DOMAIN),
    relabelled('misp:type="domain"', 'misp:type="hostname"'),
    [['Attribute.0.type', 'hostname']],
  ],
  [
    'the category label',
    eventAround(DOMAIN),
    relabelled('misp:category="Network activity"', 'misp:category="Other"'),
    [['Attribute.0.category', 'Other']],
  ],
  [
    'first_observed',
    KINDS['observed']![0],
    set('observed-data', { first_observed: '2025-01-31T00:00:00Z' }),
    [['Attribute.0.first_seen', '2025-01-31T00:00:00.000000+00:00']],
  ],
  [
    'last_observed',
    KINDS['observed']![0],
    set('observed-data', { last_observed: '2025-02-19T00:00:00.5Z' }),
    [['Attribute.0.last_seen', '2025-02-19T00:00:00.500000+00:00']],
  ],
  [
    'the description of an Indicator',
    eventAround({ ...DOMAIN, to_ids: true }),
    set('indicator', { description: 'Edited' }),
    [['Attribute.0.comment', 'Edited']],
  ],
  [
    'valid_until of an Indicator with an expiration',
    eventAround({ ...DOMAIN, to_ids: true, Sighting: [sighting('2')] }),
    set('indicator', { valid_until: '2025-06-01T00:00:00.000Z' }),
    [['Attribute.0.Sighting.0.date_sighting', '1748736000']],
  ],
  ['the creator', eventWith({}), rename('identity', 'Northwind SOC'), [['Orgc.name', 'Northwind SOC']]],
  [
    'the name of a custom object',
    eventWith({ Object: [OBJECT] }),
    set('x-misp-object', { x_misp_meta_category: 'network' }),
    [['Object.0.meta-category', 'network']],
  ],
  [
    'the value of an entry of a custom object',
    eventWith({ Object: [OBJECT] }),
    entry({ value: 'Berth 8' }),
    [['Object.0.Attribute.0.value', 'Berth 8']],
  ],
  [
    'to_ids of an entry of a custom object',
    eventWith({ Object: [OBJECT] }),
    entry({ to_ids: true }),
    [['Object.0.Attribute.0.to_ids', true]],
  ],
  [
    'x_misp_to_ids of a custom attribute to false',
    eventAround(attribute('comment', 'A remark', { to_ids: true })),
    set('x-misp-attribute', { x_misp_to_ids: false }),
    [['Attribute.0.to_ids', false]],
  ],
  [
    'x_misp_to_ids of a custom attribute to true, without an Indicator',
    KINDS['generic-attribute']![0],
    set('x-misp-attribute', { x_misp_to_ids: true }),
    [],
  ],
]

for (const [name, event, edit, expected] of EDITS) {
  test(`editing ${name}`, () => {
    const { value: bundle } = toStix([event])
    edit(bundle)
    const wanted = structuredClone(event)
    for (const [path, value] of expected) {
      const at = path.lastIndexOf('.')
      recordAt(wanted, path.slice(0, Math.max(0, at)))[path.slice(at + 1)] = value
    }
    assert.deepEqual(inWords(differences(wanted, toMisp(bundle).value)), [])
  })
}

test('a new version of an Observed Data changes the timestamp; known gap: its old time turns into first and last seen', () => {
  const event = eventAround(DOMAIN)
  const { value: bundle } = toStix([event])
  set('observed-data', { modified: '2025-06-01T00:00:00.000Z' })(bundle)
  const expected = eventAround({ ...DOMAIN, timestamp: '1748736000' })
  assert.deepEqual(inWords(differences(expected, toMisp(bundle).value)), [
    'Attribute.0.first_seen: nothing -> "2025-02-19T21:20:00.000000+00:00"',
    'Attribute.0.last_seen: nothing -> "2025-02-19T21:20:00.000000+00:00"',
  ])
})

const AMBER = TLP_TAGS.get('tlp:amber')?.object as StixObject
const GREEN = TLP_TAGS.get('tlp:green')?.object as StixObject
const AMBER_TAG: MispRecord = { name: 'tlp:amber', colour: '#ffc000', local: false }
const BLOG_TAG: MispRecord = { name: 'osint:source-type="blog-post"', colour: '#00ab8b', local: true }
const TAGGED = [AMBER_TAG, BLOG_TAG]
const PHISHING = { name: 'phishing' }

/** What stands there before, the edit of labels or markings, what stands there after. */
const TAG_EDITS: readonly [
  name: string,
  before: MispRecord[] | undefined,
  edit: readonly ['labels' | 'object_marking_refs', (items: readonly string[]) => string[]],
  after: MispRecord[] | undefined,
][] = [
  ['a label is removed', TAGGED, ['labels', (labels) => labels.filter((label) => label !== BLOG_TAG['name'])], [AMBER_TAG]],
  ['a marking is removed', TAGGED, ['object_marking_refs', (ids) => ids.filter((id) => id !== AMBER.id)], [BLOG_TAG]],
  ['a label is added', TAGGED, ['labels', (labels) => [...labels, 'phishing']], [...TAGGED, PHISHING]],
  ['a label is added where there was no tag', undefined, ['labels', (labels) => [...labels, 'phishing']], [PHISHING]],
  [
    'a marking is added where there was none',
    undefined,
    ['object_marking_refs', (ids) => [...ids, GREEN.id]],
    [{ name: 'tlp:green' }],
  ],
  ['a marking is exchanged', TAGGED, ['object_marking_refs', () => [GREEN.id]], [{ name: 'tlp:green' }, BLOG_TAG]],
]

/** Whose tags, in which event, on objects of which type. */
const TAGS: Readonly<Record<string, (tags: MispRecord[] | undefined) => MispRecord>> = {
  event: (Tag) => eventWith({ Attribute: [DOMAIN], ...(Tag && { Tag }) }),
  attribute: (Tag) => eventAround({ ...DOMAIN, ...(Tag && { Tag }) }),
  'attribute with an Indicator': (Tag) => eventAround({ ...DOMAIN, to_ids: true, ...(Tag && { Tag }) }),
  'attribute without a place': (Tag) => eventAround(attribute('comment', 'A remark', Tag && { Tag })),
  rule: (Tag) => eventAround(attribute('yara', 'rule a { condition: true }', { to_ids: true, ...(Tag && { Tag }) })),
  'attribute of an object': (Tag) =>
    eventWith({
      Object: [
        { ...OBJECT, Attribute: [attribute('text', 'Berth 7', { object_relation: 'berth', ...(Tag && { Tag }) }, 'berth')] },
      ],
    }),
}

for (const [holder, around] of Object.entries(TAGS)) {
  test(`tags of an ${holder} follow labels and markings, and keep what else is known of them`, () => {
    for (const [name, before, [key, edit], after] of TAG_EDITS) {
      const { value: bundle } = toStix([around(before)])
      bundle.objects.push(AMBER, GREEN)
      for (const object of holdersOf(bundle, holder, key)) {
        const items = edit((object[key] ?? []) as string[])
        if (items.length > 0) object[key] = items
        else delete object[key]
      }
      assert.deepEqual(inWords(differences(around(after), toMisp(bundle).value)), [], name)
    }
  })
}

test('a marking that is removed from an event alone stays on the elements inside', () => {
  const { value: bundle } = toStix([eventWith({ Attribute: [DOMAIN], Tag: [AMBER_TAG] })])
  delete carrierOf(bundle, 'grouping')['object_marking_refs']
  const expected = eventWith({ Attribute: [{ ...DOMAIN, Tag: [{ name: 'tlp:amber' }] }] })
  assert.deepEqual(inWords(differences(expected, toMisp(bundle).value)), [])
})

/** The objects that a tag of the holder stands on. The elements inside an event are marked as it is. */
function holdersOf({ objects }: WholeBundle, holder: string, key: string): StixObject[] {
  const types = ['observed-data', 'indicator', 'x-misp-attribute', 'x-misp-object']
  if (holder !== 'event') return objects.filter(({ type }) => types.includes(type))
  return objects.filter(({ type }) => type === 'grouping' || (key === 'object_marking_refs' && types.includes(type)))
}

function carrierOf({ objects }: WholeBundle, type: string): StixObject {
  const carrier = objects.find((object) => object.type === type && object['relationship_type'] !== 'based-on')
  assert.ok(carrier, `no ${type}`)
  return carrier
}

function recordAt(event: MispRecord, path: string): MispRecord {
  let value: unknown = event
  for (const key of path === '' ? [] : path.split('.')) value = (value as MispRecord)[key]
  return value as MispRecord
}

function set(type: string, facts: MispRecord): (bundle: WholeBundle) => void {
  return (bundle) => void Object.assign(carrierOf(bundle, type), facts)
}

function rename(type: string, name: string): (bundle: WholeBundle) => void {
  return ({ objects }) => {
    for (const object of objects) if (object.type === type && object['name'] === 'Harbour CERT') object['name'] = name
  }
}

function entry(facts: MispRecord): (bundle: WholeBundle) => void {
  return (bundle) =>
    void Object.assign((carrierOf(bundle, 'x-misp-object')['x_misp_attributes'] as MispRecord[])[0] as MispRecord, facts)
}

function relabelled(old: string, label: string): (bundle: WholeBundle) => void {
  return ({ objects }) => {
    for (const object of objects) {
      if (Array.isArray(object['labels'])) object['labels'] = object['labels'].map((each) => (each === old ? label : each))
    }
  }
}
