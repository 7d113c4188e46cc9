import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConvertOptions, MispRecord, ProfileName, StixObject } from '../../src/index.ts'
import { PROFILES } from '../../src/index.ts'
import { fixtureEvents, realEvents } from '../roundtrip/events.ts'
import { attribute, eventWith } from '../roundtrip/examples.ts'
import { dataMissing } from '../roundtrip/shared-data.ts'
import { toStix } from '../roundtrip/trip.ts'
import { records, withRandomTags } from './random-tags.ts'
import { both, covers, marksOfObject, marksOfTags, UNMARKED } from './tlp.ts'
import type { Marks } from './tlp.ts'

/*
 * Nothing that is made of a marked element is less marked than it: observables, relationships, indicators, notes, sightings and
 * clusters included.
 */

for (const profile of Object.keys(PROFILES) as ProfileName[]) {
  test(`nothing made of a marked element is less marked: fixtures, ${profile}`, () => {
    for (const { name, event } of fixtureEvents()) assert.deepEqual(tooOpen(event, { profile }), [], name)
  })

  test(`nothing made of a marked element is less marked: fixtures with more tags, ${profile}`, () => {
    for (const [seed, { name, event }] of fixtureEvents().entries())
      assert.deepEqual(tooOpen(withRandomTags(event, seed, EVENT_TAGS), { profile }), [], name)
  })

  test(`nothing made of a marked element is less marked: real data with more tags, ${profile}`, { skip: dataMissing() }, () => {
    for (const [seed, { name, event }] of realEvents().entries())
      assert.deepEqual(tooOpen(withRandomTags(event, seed, EVENT_TAGS), { profile }), [], name)
  })
}

const EVENT_TAGS = ['tlp:clear', 'tlp:green', 'PAP:GREEN', 'phishing']

test('an observable that two elements share has the stricter of their markings', () => {
  const { value: bundle } = toStix([eventWith({ Attribute: [tagged('a', 'tlp:green'), tagged('b', 'tlp:red')] })])
  const domains = bundle.objects.filter(({ type }) => type === 'domain-name')
  assert.deepEqual(
    domains.map((domain) => marksOfObject(domain, new Map()).rank),
    [4],
  )
})

test('known gap: a deleted element rides on its container, which does not have its marking', () => {
  const { value: bundle } = toStix([
    eventWith({ Attribute: [attribute('domain', 'c2.example.com', { deleted: true, Tag: [{ name: 'tlp:red' }] })] }),
  ])
  const carrying = bundle.objects.filter((object) => JSON.stringify(object).includes('c2.example.com'))
  assert.deepEqual(
    carrying.map((object) => [object.type, marksOfObject(object, new Map()).rank]),
    [['grouping', -1]],
  )
})

function tagged(name: string, tag: string): MispRecord {
  return attribute('domain', 'c2.example.com', { Tag: [{ name: tag }] }, name)
}

/** Objects that are less marked than what they were made of. */
function tooOpen(event: MispRecord, options: Partial<ConvertOptions>): string[] {
  const { objects } = toStix([event], options).value
  const byId = new Map(objects.map((object) => [object.id, object]))
  const required = requiredMarks(event, objects)
  return objects.flatMap((object) => {
    const wanted = required.get(object.id) ?? UNMARKED
    const marks = marksOfObject(object, byId)
    return covers(marks, wanted)
      ? []
      : `${object.id}: ${marks.rank} ${[...marks.statements].join()} < ${wanted.rank} ${[...wanted.statements].join()}`
  })
}

/** What each object must at least say: its event's marks, its element's, and those of whatever it was made from. */
function requiredMarks(event: MispRecord, objects: readonly StixObject[]): Map<string, Marks> {
  const own = marksOfTags(event['Tag'])
  const elements = marksOfElements(event, own)
  const notes = uuidsBelow(event, 'Note')
  const required = new Map<string, Marks>()
  for (const { id, type } of objects) {
    if (['identity', 'marking-definition', 'extension-definition'].includes(type)) continue
    required.set(id, both(own, elements.get(id.slice(id.indexOf('--') + 2)) ?? UNMARKED))
  }
  let changed = true
  const raise = (id: unknown, marks: Marks | undefined): void => {
    const known = typeof id === 'string' ? required.get(id) : undefined
    if (known === undefined || marks === undefined || covers(known, marks)) return
    required.set(id as string, both(known, marks))
    changed = true
  }
  while (changed) {
    changed = false
    for (const object of objects) {
      const marks = required.get(object.id)
      if (object.type === 'relationship') {
        raise(object.id, required.get(String(object['source_ref'])))
        if (!elements.has(String(object['target_ref']).split('--')[1] ?? ''))
          raise(object['target_ref'], required.get(String(object['source_ref'])))
      } else if (object.type === 'sighting') raise(object.id, required.get(String(object['sighting_of_ref'])))
      else if (object.type === 'opinion' || (object.type === 'note' && notes.has(object.id.slice(6))))
        raise(object.id, required.get(String((object['object_refs'] as string[])[0])))
      else if (!CONTAINERS.has(object.type)) for (const id of refsIn(object)) raise(id, marks)
    }
  }
  return required
}

const CONTAINERS = new Set(['report', 'grouping', 'note'])

/** The observables that an object is made of: what its `*_ref` and `*_refs` name. */
function refsIn(object: StixObject): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    if (key === 'created_by_ref' || key === 'object_marking_refs') return []
    return /_refs?$/.test(key)
      ? ([value].flat() as string[])
      : typeof value === 'object' && value !== null && key !== 'extensions'
        ? refsIn(value as StixObject)
        : []
  })
}

/** The marks of attributes and objects by their uuid, where it is theirs alone. */
function marksOfElements(event: MispRecord, own: Marks): Map<string, Marks> {
  const found: [string, Marks][] = []
  for (const record of records(event['Attribute'])) found.push([String(record['uuid']), both(own, marksOfTags(record['Tag']))])
  for (const object of records(event['Object'])) {
    const inner = records(object['Attribute']).map(
      (record) => [String(record['uuid']), both(own, marksOfTags(record['Tag']))] as const,
    )
    found.push(
      [String(object['uuid']), both(own, ...inner.map(([, marks]) => marks))],
      ...inner.map(([uuid, marks]): [string, Marks] => [uuid, marks]),
    )
  }
  const counts = Map.groupBy(found, ([uuid]) => uuid)
  return new Map(found.filter(([uuid]) => counts.get(uuid)?.length === 1))
}

/** The uuids of all records in lists of this name, however deep. */
function uuidsBelow(value: unknown, name: string): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(
    Object.entries(value).flatMap(([key, inner]) => [
      ...(key === name ? records(inner).map(({ uuid }) => String(uuid)) : []),
      ...uuidsBelow(inner, name),
    ]),
  )
}
