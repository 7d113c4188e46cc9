import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { parse } from 'yaml'

// What fixtures/README.md promises of the events in fixtures/events, so that other tests may rely on it.

type Fields = Record<string, unknown>

const EVENTS = new URL('../fixtures/events/', import.meta.url)
const FILES = readdirSync(EVENTS, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:nd)?json$/.test(name))

test('every file is JSON, one value a file or a line', () => {
  assert.ok(FILES.length >= 13)
  for (const name of FILES) assert.ok(documents(name).every(isFields), name)
})

describe('every-structure.json', () => {
  const event = eventOf('every-structure.json')
  const attributes = list(event['Attribute'])
  const objects = list(event['Object'])
  const within = attributesIn(objects)
  const all = [...attributes, ...within]
  const tags = attributes.flatMap((attribute) => list(attribute['Tag']))
  const clusters = listed(event['Galaxy'], 'GalaxyCluster')
  const references = objects.flatMap((object) => list(object['ObjectReference']))
  const sightings = listed(event, 'Sighting')
  const reports = list(event['EventReport'])
  const proposals = listed(event, 'ShadowAttribute')
  const analystData = ['Note', 'Opinion', 'Relationship'] as const
  const uuids = new Set([...records(event)].map((record) => record['uuid']))

  const held: Record<string, boolean> = {
    'Org and Orgc differ': fieldsOf(event['Org'])['uuid'] !== fieldsOf(event['Orgc'])['uuid'],
    'an extended event': event['extends_uuid'] === eventOf('phishing-campaign.json')['uuid'],
    'no keys, protected null': list(event['CryptographicKey']).length === 0 && event['protected'] === null,
    'threat level, analysis': event['threat_level_id'] === '1' && event['analysis'] === '1',
    'related events': list(event['RelatedEvent']).length === 2,
    'feed hits on event and attribute': listed(event, 'Feed').length === 2,
    'warnings on event and attribute': isFields(event['warnings']) && some(attributes, (a) => list(a['warnings']).length > 0),
    'sharing group of the event, with organisations and servers':
      event['distribution'] === '4' &&
      listed(event['SharingGroup'], 'SharingGroupOrg').length === 3 &&
      listed(event['SharingGroup'], 'SharingGroupServer').length === 2,
    'sharing group of an attribute': some(attributes, (a) => a['distribution'] === '4' && isFields(a['SharingGroup'])),
    'sharing group of a note': some(listed(event, 'Note'), (note) => isFields(note['SharingGroup'])),
    'a global tag': some(tags, (tag) => tag['local'] === false),
    'a local tag': some(tags, (tag) => tag['local'] === true),
    'a tag with relationship_type': some(tags, (tag) => typeof tag['relationship_type'] === 'string'),
    'a tag with a leading blank in other case': some(tags, (tag) => tag['name'] === ' TLP: Amber'),
    'a galaxy on an attribute': some(attributes, (a) => list(a['Galaxy']).length > 0),
    'a galaxy on an attribute of an object': some(within, (a) => list(a['Galaxy']).length > 0),
    disable_correlation: some(attributes, (a) => a['disable_correlation'] === true),
    'microseconds and +02:00': some(attributes, (a) => a['first_seen'] === '2025-04-02T06:12:09.123456+02:00'),
    'times of an object': some(objects, (o) => typeof o['first_seen'] === 'string' && typeof o['last_seen'] === 'string'),
    'a deleted attribute': some(attributes, (a) => a['deleted'] === true),
    'a deleted attribute of a living object': some(
      objects,
      (o) => o['deleted'] === false && some(list(o['Attribute']), (a) => a['deleted'] === true),
    ),
    'a deleted object': some(objects, (o) => o['deleted'] === true),
    'a deleted reference': some(references, (reference) => reference['deleted'] === true),
    'a deleted report': some(reports, (report) => report['deleted'] === true),
    'an attachment with data': some(attributes, (a) => a['type'] === 'attachment' && typeof a['data'] === 'string'),
    'a reference to an attribute': some(references, (reference) => isFields(reference['Attribute'])),
    'a reference to an object': some(references, (reference) => isFields(reference['Object'])),
    'a dangling reference': some(references, (reference) => !uuids.has(reference['referenced_uuid'])),
    'an odd relationship type': some(references, (reference) => reference['relationship_type'] === 'Connected To!'),
    'a relationship type with a trailing blank': some(references, (reference) => reference['relationship_type'] === 'exploits '),
    'two values of one relation': some(objects, (o) => repeats(list(o['Attribute']).map((a) => a['object_relation']))),
    'a cluster relation with a tag': some(
      listed(clusters, 'GalaxyClusterRelation'),
      (relation) => list(relation['Tag']).length > 0,
    ),
    'a relation from another cluster': listed(clusters, 'TargetingClusterRelation').length > 0,
    'a cluster without uuid': some(clusters, (cluster) => cluster['uuid'] === ''),
    'a cluster with the uuid of its collection': some(clusters, (cluster) => cluster['uuid'] === cluster['collection_uuid']),
    'two clusters with one uuid': repeats(clusters.map((cluster) => cluster['uuid'])),
    'cluster meta null': some(clusters, (cluster) => cluster['meta'] === null && cluster['authors'] === null),
    'cluster meta keys with blanks and dots': some(
      clusters,
      (cluster) => 'first seen' in fieldsOf(cluster['meta']) && 'x.y' in fieldsOf(cluster['meta']),
    ),
    'cluster meta with string, list and boolean': ['string', 'object', 'boolean'].every((kind) =>
      some(clusters, (cluster) => Object.values(fieldsOf(cluster['meta'])).some((value) => typeof value === kind)),
    ),
    'a threat actor with synonyms, refs and country': some(clusters, (cluster) =>
      ['synonyms', 'refs', 'country'].every((key) => key in fieldsOf(cluster['meta'])),
    ),
    'a technique with kill chain and external id': some(clusters, (cluster) =>
      ['kill_chain', 'external_id'].every((key) => key in fieldsOf(cluster['meta'])),
    ),
    'a local cluster': some(clusters, (cluster) => cluster['local'] === true),
    'a cluster with relationship_type': some(clusters, (cluster) => cluster['relationship_type'] === 'attributed-to'),
    'a note on a cluster': some(clusters, (cluster) => list(cluster['Note']).length > 0),
    'sightings of three kinds': ['0', '1', '2'].every((type) => some(sightings, (sighting) => sighting['type'] === type)),
    'sightings with organisation and source': some(
      sightings,
      (sighting) => isFields(sighting['Organisation']) && sighting['source'] !== '',
    ),
    'a sighting without organisation': some(sightings, (sighting) => !('Organisation' in sighting)),
    'a sighting on an attribute of an object': some(within, (a) => list(a['Sighting']).length > 0),
    'a proposal on the event': list(event['ShadowAttribute']).length > 0,
    'a proposal with the uuid of its attribute': some(all, (a) =>
      some(list(a['ShadowAttribute']), (proposal) => proposal['uuid'] === a['uuid']),
    ),
    'a proposal to delete': some(proposals, (proposal) => proposal['proposal_to_delete'] === true),
    'an opinion on a note, a note on that opinion': some(list(event['Note']), (note) =>
      some(list(note['Opinion']), (opinion) => list(opinion['Note']).length > 0),
    ),
    'an opinion on a relationship': some(list(event['Relationship']), (relationship) => list(relationship['Opinion']).length > 0),
    'analyst data on the event': hasAll(event, analystData),
    'analyst data on an attribute': some(attributes, (a) => hasAll(a, analystData)),
    'analyst data on an object': some(objects, (object) => hasAll(object, analystData)),
    'analyst data on an attribute of an object': some(within, (a) => hasAll(a, analystData)),
    'analyst data on a report': some(reports, (report) => hasAll(report, analystData)),
  }
  for (const [what, holds] of Object.entries(held)) test(`holds ${what}`, () => assert.ok(holds))

  test('holds the object templates that are converted in their own ways', () => {
    const names = new Set(objects.map((object) => object['name']))
    const wanted = [
      'domain-ip',
      'file',
      'pe',
      'pe-section',
      'email',
      'url',
      'network-connection',
      'registry-key',
      'registry-key-value',
    ]
    for (const name of [...wanted, 'person', 'vulnerability', 'dock-terminal', 'bank-account']) assert.ok(names.has(name), name)
  })

  test('holds galaxies of MISP and of others', () => {
    const types = new Set(list(event['Galaxy']).map((galaxy) => galaxy['type']))
    for (const type of ['threat-actor', 'mitre-attack-pattern', 'sector', 'country', 'harbour-campaign', 'harbour watch list'])
      assert.ok(types.has(type), type)
  })

  test('its reports refer to attributes, objects and tags', () => {
    const text = reports.map((report) => report['content']).join('\n')
    for (const kind of ['@[attribute](', '@[object](', '@[tag](', '@![attribute](', '@[galaxymatrix]('])
      assert.ok(text.includes(kind), kind)
  })

  test('names its author nowhere but in event_creator_email', () => {
    const text = readFileSync(new URL('every-structure.json', EVENTS), 'utf8')
    assert.equal(text.split(String(event['event_creator_email'])).length - 1, 1)
  })

  test('its samples are zip files whose first entry has the MD5 of the value', () => {
    const samples = all.filter((attribute) => attribute['type'] === 'malware-sample')
    assert.equal(samples.length, 2)
    for (const sample of samples) {
      const content = firstEntry(Buffer.from(String(sample['data']), 'base64'))
      assert.equal(md5(content), String(sample['value']).split('|')[1])
    }
  })
})

describe('every-type.json', () => {
  const attributes = list(eventOf('every-type.json')['Attribute'])
  const { types } = parse(readFileSync(new URL('../mappings/types.yaml', import.meta.url), 'utf8')) as {
    types: Record<string, Fields>
  }

  test('holds each type once, under its default category', () => {
    assert.equal(attributes.length, 194)
    assert.deepEqual(new Set(attributes.map((attribute) => attribute['type'])), new Set(Object.keys(types)))
    for (const attribute of attributes) assert.equal(attribute['category'], types[String(attribute['type'])]?.['category'])
  })

  test('every third to_ids is the opposite of the default', () => {
    const opposite = attributes.map((attribute) => attribute['to_ids'] !== types[String(attribute['type'])]?.['to_ids'])
    assert.deepEqual(
      opposite,
      attributes.map((_, index) => index % 3 === 2),
    )
  })
})

describe('awkward-values.json', () => {
  const event = eventOf('awkward-values.json')
  const attributes = list(event['Attribute'])
  const objects = list(event['Object'])
  const values = attributes.map((attribute) => attribute['value'])

  test('holds the values that break converters', () => {
    for (const part of ["'", '"', '\\', '\n', '\r\n', '|', ' AND ', ' = ', '%DATA%\\x', '請求書', 'فاتورة', '🦊', '𝒜', '\u202e'])
      assert.ok(
        values.some((value) => typeof value === 'string' && value.includes(part)),
        JSON.stringify(part),
      )
    for (const value of [
      'AS64500',
      'hxxps://evil[.]example/login',
      '192.0.2.0/24',
      '::ffff:192.0.2.128',
      ' example.org',
      '',
      true,
    ])
      assert.ok(values.includes(value), String(value))
    assert.ok(values.some((value) => typeof value === 'string' && value.length === 10_240))
    assert.ok(attributes.some(({ type, value }) => type === 'filename|md5' && String(value).split('|').length > 2))
  })

  test('lacks keys where real events lack them', () => {
    for (const key of ['uuid', 'timestamp', 'category', 'comment', 'to_ids', 'Galaxy'])
      assert.ok(
        some(attributes, (a) => !(key in a)),
        key,
      )
    for (const key of ['uuid', 'template_version', 'Attribute', 'ObjectReference'])
      assert.ok(
        some(objects, (o) => !(key in o)),
        key,
      )
    assert.ok(!('Orgc' in event))
  })

  test('holds the JSON types that vary', () => {
    assert.ok(some(attributes, (a) => a['to_ids'] === '1'))
    assert.ok(some(attributes, (a) => a['comment'] === null))
    assert.ok(some(attributes, (a) => a['Galaxy'] === null) && some(attributes, (a) => Array.isArray(a['Galaxy'])))
    assert.ok(event['Galaxy'] === null && event['published'] === null)
    assert.deepEqual(new Set(listed(attributes, 'Tag').map((tag) => tag['local'])), new Set([0, null, undefined, false, true]))
  })

  test('holds one uuid twice, and invalid ones', () => {
    assert.ok(repeats(attributes.map((attribute) => attribute['uuid']).filter(Boolean)))
    assert.ok(some(attributes, (a) => a['uuid'] === 'not-a-uuid'))
  })
})

describe('tlp-mixed.json', () => {
  const event = eventOf('tlp-mixed.json')
  const attributes = [...list(event['Attribute']), ...attributesIn(list(event['Object']))]
  const withheld = new Set(attributes.filter(isAboveGreen).map((attribute) => String(attribute['value'])))

  test('the event is green, ten values are above it', () => {
    assert.ok(list(event['Tag']).some((tag) => tag['name'] === 'tlp:green'))
    assert.equal(withheld.size, 10)
  })

  test('one value is held both above green and in green', () => {
    const held = attributes.filter((attribute) => attribute['value'] === 'shared-lodge.example')
    assert.deepEqual(held.map(isAboveGreen), [true, false])
  })

  test('an object loses one attribute, another all', () => {
    const lost = list(event['Object']).map((object) => list(object['Attribute']).map(isAboveGreen))
    assert.deepEqual(lost, [
      [false, false, true, false],
      [true, true],
      [false, false],
    ])
  })

  test('green texts quote withheld values, plain and defanged', () => {
    const green = attributes.filter((attribute) => !isAboveGreen(attribute))
    const texts = {
      comment: green.map((attribute) => attribute['comment']),
      'value of a comment': green.filter((attribute) => attribute['type'] === 'comment').map((attribute) => attribute['value']),
      report: list(event['EventReport']).map((report) => report['content']),
      'sighting source': listed(event, 'Sighting').map((sighting) => sighting['source']),
      note: listed(event, 'Note').map((note) => note['note']),
      'reference comment': listed(event, 'ObjectReference').map((reference) => reference['comment']),
    }
    for (const [place, found] of Object.entries(texts))
      assert.ok(
        found.some((text) => quotes(String(text), withheld)),
        place,
      )
    assert.ok(texts.report.some((text) => String(text).includes('evil[.]example')))
  })
})

describe('feed', () => {
  const manifest = fieldsOf(documents('feed/manifest.json')[0])

  test('the manifest names the two events with their facts', () => {
    assert.equal(Object.keys(manifest).length, 2)
    for (const [uuid, entry] of Object.entries(manifest)) {
      const event = eventOf(`feed/${uuid}.json`)
      assert.equal(event['uuid'], uuid)
      for (const [key, value] of Object.entries(fieldsOf(entry))) assert.deepEqual(event[key], value, key)
    }
  })

  test('hashes.csv holds the MD5 of each value, of a composite both halves', () => {
    const lines = Object.keys(manifest).flatMap((uuid) => {
      const event = eventOf(`feed/${uuid}.json`)
      const attributes = [...list(event['Attribute']), ...attributesIn(list(event['Object']))]
      return attributes.flatMap(halves).map((half) => `${md5(half)},${uuid}`)
    })
    assert.deepEqual(readFileSync(new URL('feed/hashes.csv', EVENTS), 'utf8').trimEnd().split('\n'), lines)
  })

  test('holds no id of a server', () => {
    for (const uuid of Object.keys(manifest))
      for (const record of records(eventOf(`feed/${uuid}.json`)))
        for (const key of Object.keys(record)) assert.doesNotMatch(key, /^(?:id|(?:event|object|org|orgc|sharing_group)_id)$/)
  })
})

describe('other shapes', () => {
  test('attribute-search.json: attributes with stubs of their events, one with an inherited tag', () => {
    const attributes = list(fieldsOf(fieldsOf(documents('attribute-search.json')[0])['response'])['Attribute'])
    assert.equal(new Set(attributes.map((attribute) => fieldsOf(attribute['Event'])['uuid'])).size, 3)
    assert.ok(listed(attributes, 'Tag').some((tag) => tag['inherited'] === 1))
    assert.ok(some(attributes, (attribute) => attribute['object_relation'] === 'ip'))
  })

  test('object-search.json: objects, whose attributes also give their halves', () => {
    const found = list(fieldsOf(documents('object-search.json')[0])['response'])
    assert.deepEqual(
      found.map((item) => fieldsOf(item['Object'])['name']),
      ['file', 'domain-ip', 'bank-account'],
    )
    for (const attribute of listed(found, 'Attribute')) assert.equal(attribute['value1'], attribute['value'])
  })

  test('several-events.json: two events, which share a cluster and a domain', () => {
    const events = list(fieldsOf(documents('several-events.json')[0])['response']).map((item) => fieldsOf(item['Event']))
    assert.equal(events.length, 2)
    for (const key of ['threat-actor', 'domain'])
      assert.ok(
        events.every((event) => [...records(event)].some((record) => record['type'] === key)),
        key,
      )
    assert.equal(events[1]?.['protected'], true)
  })

  test('events.ndjson: three events', () =>
    assert.equal(documents('events.ndjson').filter((line) => isFields(line['Event'])).length, 3))

  test('bare-event.json: an event without wrapper', () =>
    assert.equal(typeof documents('bare-event.json')[0]?.['info'], 'string'))
})

describe('values are from the ranges for documentation', () => {
  const NETWORK =
    /^(?:ip-|domain|hostname|url$|uri$|link$|email(?:-src|-dst|-reply-to)?$|eppn|jabber-id|target-email|whois-registrant-email|dns-soa-email)/
  /** Public pages that ATT&CK's own clusters point to. */
  const REFERENCES = new Set(['attack.mitre.org', 'github.com'])

  for (const name of FILES) {
    test(name, () => {
      const found = documents(name).flatMap((document) => [...records(document)])
      for (const { type, value } of found) {
        if (typeof type !== 'string' || typeof value !== 'string' || !NETWORK.test(type)) continue
        const hosts = hostsOf(refang(value.trim()))
        assert.ok(hosts.length > 0 && hosts.every(isDocumentation), `${type} ${value}`)
      }
      for (const text of found.flatMap((record) => Object.values(record)).filter((value) => typeof value === 'string'))
        for (const host of hostsIn(refang(text))) assert.ok(isDocumentation(host) || REFERENCES.has(host), `${host} in ${text}`)
    })
  }
})

describe('uuids and times', () => {
  /** Of MISP itself: version 1. */
  const OF_MISP = new Set([
    'c4e851fa-775f-11e7-8163-b774922098cd',
    'dcb864dc-775f-11e7-9fbb-1f41b4996683',
    'e1bb134c-ae4d-11e7-8aa9-f78a37325439',
  ])
  const VALID = /^[\da-f]{8}-[\da-f]{4}-[45][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

  for (const name of FILES.filter((file) => file !== 'awkward-values.json')) {
    test(name, () => {
      for (const record of documents(name).flatMap((document) => [...records(document)])) {
        for (const [key, value] of Object.entries(record)) {
          if (typeof value !== 'string') continue
          if (/(?:^|_)uuid$/.test(key))
            assert.ok(VALID.test(value) || OF_MISP.has(value) || ['', '0'].includes(value), `${key} ${value}`)
          if (/timestamp$|^date_sighting$/.test(key) && value !== '0')
            assert.match(new Date(Number(value) * 1000).toISOString(), /^202[456]-/, key)
        }
      }
    })
  }
})

/** The JSON documents of a file: one, or one a line. */
function documents(name: string): Fields[] {
  const text = readFileSync(new URL(name, EVENTS), 'utf8')
  const parts = name.endsWith('.ndjson') ? text.trimEnd().split('\n') : [text]
  return parts.map((part) => JSON.parse(part) as Fields)
}

function eventOf(name: string): Fields {
  return fieldsOf(documents(name)[0]?.['Event'])
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

function attributesIn(objects: readonly Fields[]): Fields[] {
  return objects.flatMap((object) => list(object['Attribute']))
}

/** Every JSON object at or below `node`. */
function* records(node: unknown): Generator<Fields> {
  if (isFields(node)) yield node
  if (typeof node !== 'object' || node === null) return
  for (const child of Object.values(node)) yield* records(child)
}

/** The members of all lists called `key`, at any depth. */
function listed(node: unknown, key: string): Fields[] {
  return [...records(node)].flatMap((record) => list(record[key]))
}

function some(items: readonly Fields[], holds: (item: Fields) => boolean): boolean {
  return items.some(holds)
}

function hasAll(record: Fields, keys: readonly string[]): boolean {
  return keys.every((key) => list(record[key]).length > 0)
}

function repeats(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length
}

function isAboveGreen(attribute: Fields): boolean {
  return list(attribute['Tag']).some((tag) => /^tlp:\s*(?:red|amber)/i.test(String(tag['name'])))
}

function quotes(text: string, values: ReadonlySet<string>): boolean {
  const plain = refang(text).toLowerCase()
  return [...values].some((value) => value.length >= 4 && plain.includes(value))
}

function refang(text: string): string {
  return text
    .replace(/\[(?:\.|dot)\]/gi, '.')
    .replaceAll('[:]', ':')
    .replaceAll('[@]', '@')
    .replace(/^hxxp/i, 'http')
}

/** The hosts of a value of a network type: of a URL, of a mail address, or the value itself without port, network and zone. */
function hostsOf(value: string): string[] {
  const [, authority] = /^\w+:\/\/([^/?#]*)/.exec(value) ?? []
  const parts = authority ? [authority] : value.slice(value.lastIndexOf('@') + 1).split('|')
  const hosts = parts.map((part) => part.replace(/^\[(.*)\].*$|^([^:]*):\d+$/, '$1$2').replace(/[/%].*$/, ''))
  return hosts.filter((host) => !/^\d+$/.test(host))
}

/** Hosts of URLs and mail addresses, and IPv4 addresses, anywhere in a text. */
function hostsIn(text: string): string[] {
  const named = text.matchAll(/(?::\/\/|[\w.]@)((?:[\w-]+\.)+[a-z]{2,})/gi)
  const numbered = text.matchAll(/(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.]*\w)/g)
  return [...named, ...numbered].map((match) => match[1] ?? '')
}

function isDocumentation(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return (
    /(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|org|net))$/.test(name) ||
    /^(?:::ffff:)?(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/.test(name) ||
    /^2001:0?db8:/.test(name)
  )
}

/** The values that a feed's hashes are made of: a composite value gives its halves. */
function halves(attribute: Fields): string[] {
  const value = String(attribute['value'])
  const type = String(attribute['type'])
  return type.includes('|') || type === 'malware-sample' ? value.split('|') : [value]
}

function md5(content: string | Buffer): string {
  return createHash('md5').update(content).digest('hex')
}

/** The first file of a zip archive, by its local header. */
function firstEntry(zip: Buffer): Buffer {
  assert.equal(zip.readUInt32LE(0), 0x04_03_4b_50)
  const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28)
  return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(18)))
}
