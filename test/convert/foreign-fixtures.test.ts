import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bundleToEvents, eventsToBundle } from '../../src/index.ts'
import type { Bundle, ConvertOptions, MispRecord, StixObject } from '../../src/index.ts'
import { isOriginal } from '../../src/convert/original/original.ts'

function fixture(name: string): Bundle {
  return JSON.parse(readFileSync(new URL(`../../fixtures/bundles/${name}`, import.meta.url), 'utf8')) as Bundle
}

function eventOf(name: string, options: Partial<ConvertOptions> = {}): MispRecord {
  const { value } = bundleToEvents(fixture(name), options)
  assert.equal(value.length, 1)
  return value[0] as MispRecord
}

function list(record: MispRecord, key: string): MispRecord[] {
  return (record[key] as MispRecord[] | undefined) ?? []
}

/** `type value to_ids` of the attributes that stand by themselves. */
function attributesOf(event: MispRecord): string[] {
  return list(event, 'Attribute').map(({ type, value, to_ids: toIds }) => `${String(type)} ${String(value)} ${String(toIds)}`)
}

/** `relation=value`, with `!` where it is for detection, by template. */
function objectsOf(event: MispRecord): Record<string, string[]> {
  const objects = list(event, 'Object').filter((object) => !isOriginal(object))
  return Object.fromEntries(
    objects.map((object) => [
      String(object['name']),
      list(object, 'Attribute').map(
        ({ object_relation: relation, value, to_ids: toIds }) =>
          `${String(relation)}=${String(value)}${toIds === true ? '!' : ''}`,
      ),
    ]),
  )
}

test('a report of a vendor becomes the event that an analyst would have written', () => {
  const event = eventOf('vendor-report.json')
  assert.equal(event['info'], 'Copper Lynx: the second wave')
  assert.equal(event['date'], '2026-03-01')
  assert.deepEqual(attributesOf(event), [
    'domain c2.copper-lynx.example true',
    'ip-dst 198.51.100.23 true',
    'ip-dst 198.51.100.24 true',
    'domain updates.vendor.example false',
    'ip-dst|port 198.51.100.23|8443 false',
    'link https://www.northwind.example/blog/second-wave false',
  ])
  assert.deepEqual(objectsOf(event), {
    file: [
      'filename=invoice.exe!',
      'size-in-bytes=48640!',
      'sha256=2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae!',
    ],
    'stix2-pattern': [
      "stix2-pattern=[domain-name:value = 'cdn.copper-lynx.example'] FOLLOWEDBY [file:name LIKE 'update%.exe'] WITHIN 300 SECONDS!",
      'version=stix 2.1',
    ],
    yara: ['yara=rule CopperLoader { strings: $a = "copper" condition: $a }!', 'yara-rule-name=CopperLoader'],
    query: ['query=index=proxy dest="c2.copper-lynx.example" | stats count by src!', 'format=spl', 'query-rule-name=Proxy hits'],
  })
  const [domain] = list(event, 'Attribute') as [MispRecord]
  assert.equal(domain['comment'], 'Copper Lynx C2: Command and control of the second wave.')
  assert.deepEqual(
    list(domain, 'Galaxy').flatMap((galaxy) => list(galaxy, 'GalaxyCluster').map(({ value }) => value)),
    ['CopperLoader', 'Case 4711'],
  )
  assert.equal(list(domain, 'Sighting').length, 1)
  assert.equal(list(event, 'EventReport')[0]?.['content'], '# Summary\n\nInvoice mails with a loader, aimed at banks.')
})

test('STIX 2.0 without a report becomes an event that says what it holds', () => {
  const event = eventOf('no-report-20.json')
  assert.equal(event['info'], 'OldLoader (STIX: 1 file, 1 indicator, 1 malware, 1 observed-data, 1 process and 1 relationship)')
  assert.deepEqual(attributesOf(event), [
    'md5 0cc175b9c0f1b6a831c399e269772661 true',
    'sha1 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 true',
  ])
  assert.deepEqual(Object.keys(objectsOf(event)), ['process', 'file'])
})

test('the profile portable lets an original return, the profile atomic and a ceiling do not', () => {
  const event = eventOf('vendor-report.json')
  const sequence = (options: Partial<ConvertOptions>): StixObject | undefined =>
    eventsToBundle([structuredClone(event)], options).value.objects?.find(({ name }) => name === 'Look-up, then download')
  const original = fixture('vendor-report.json').objects?.find(({ name }) => name === 'Look-up, then download')
  assert.deepEqual(sequence({ profile: 'full' }), original)
  assert.deepEqual(sequence({ profile: 'portable' }), original)
  assert.equal(sequence({ profile: 'atomic' }), undefined)
  assert.equal(sequence({ maxTlp: 'green' }), undefined)
  const { diagnostics } = eventsToBundle([structuredClone(event)], { profile: 'atomic' })
  assert.ok(diagnostics.some(({ code }) => code === 'original-left-out'))
})

test('portable output says nothing of ours on what was edited', () => {
  const event = eventOf('vendor-report.json')
  for (const attribute of list(event, 'Attribute')) attribute['comment'] = 'edited'
  const text = JSON.stringify(eventsToBundle([event], { profile: 'portable' }).value)
  assert.ok(!text.includes('property-extension') && text.includes('"description":"edited"'))
})

test('a filtered search never counts as deletion', () => {
  const event = eventOf('vendor-report.json')
  const all = fixture('vendor-report.json').objects ?? []
  const shown = { ...event, attribute_count: '15', Attribute: list(event, 'Attribute').slice(0, 2) }
  assert.equal(eventsToBundle([shown]).value.objects?.length, all.length)
  const whole = { ...event, attribute_count: '11', Attribute: list(event, 'Attribute').slice(0, 2) }
  const left = eventsToBundle([whole]).value.objects ?? []
  assert.ok(!left.some(({ name }) => name === 'Update server of the vendor'))
})

test('an alternative that is not for detection any more leaves the pattern, and stays as what was observed', () => {
  const event = eventOf('vendor-report.json')
  const [first, second] = list(event, 'Attribute') as [MispRecord, MispRecord]
  second['to_ids'] = false
  const objects = eventsToBundle([event]).value.objects ?? []
  const indicator = objects.find(({ name }) => name === 'Copper Lynx C2') as StixObject
  assert.equal(indicator['pattern'], "[domain-name:value = 'c2.copper-lynx.example'] OR [ipv4-addr:value = '198.51.100.24']")
  assert.ok(String(indicator['modified']) > '2026-03-02T09:30:00.000Z')
  assert.equal(indicator['created'], '2026-03-01T08:00:00.000Z')
  assert.ok(objects.some(({ id }) => id === `observed-data--${String(second['uuid'])}`))
  assert.equal(first['to_ids'], true)
})
