import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MispRecord } from '../../src/index.ts'
import { Inventory } from '../../src/convert/original/inventory.ts'
import { isOriginal } from '../../src/convert/original/original.ts'
import { hashOf } from '../../src/convert/original/said.ts'
import { exported, foreignDocuments, imported, readAgain } from './foreign-documents.ts'
import { dataMissing } from './shared-data.ts'

/** What an analyst does to an event, but for its attributes; `false` where there is nothing to do it to. */
type Edit = (event: MispRecord) => boolean

const EDITS: Readonly<Record<string, Edit>> = {
  'rename the event': (event) => Boolean((event['info'] = 'Renamed by an analyst')),
  'tag the event': (event) => add(event, 'Tag', { name: 'workflow:state="complete"' }),
  'untag the event': (event) => take(event, 'Tag', ({ name }) => !String(name).startsWith('misp-galaxy:')),
  'mark the event': (event) => add(event, 'Tag', { name: 'PAP:AMBER' }),
  'rate the event': (event) => event['threat_level_id'] === '4' && Boolean((event['threat_level_id'] = '1')),
  'delete an object': (event) => take(event, 'Object', (object) => !isOriginal(object)),
  'comment on an object': (event) => {
    const object = records(event, 'Object').find((each) => !isOriginal(each))
    return object !== undefined && Boolean((object['comment'] = 'edited by an analyst'))
  },
  'add an object': (event) =>
    add(event, 'Object', {
      uuid: 'b6f6f7a0-0c1e-4d6a-9a3b-0000000000a1',
      name: 'domain-ip',
      'meta-category': 'network',
      timestamp: '1700000000',
      Attribute: [
        {
          uuid: 'b6f6f7a0-0c1e-4d6a-9a3b-0000000000a2',
          object_relation: 'domain',
          type: 'domain',
          category: 'Network activity',
          value: 'added.example.org',
          to_ids: true,
        },
        {
          uuid: 'b6f6f7a0-0c1e-4d6a-9a3b-0000000000a3',
          object_relation: 'ip',
          type: 'ip-dst',
          category: 'Network activity',
          value: '198.51.100.7',
          to_ids: true,
        },
      ],
    }),
  'add a report': (event) =>
    add(event, 'EventReport', {
      uuid: 'b6f6f7a0-0c1e-4d6a-9a3b-0000000000a4',
      name: 'What we saw',
      content: 'A text.',
      timestamp: '1700000000',
    }),
  'edit a report': (event) => edit(event, 'EventReport', 'content'),
  'delete a report': (event) => take(event, 'EventReport'),
  'edit a note': (event) => inner(event, 'Note', (record) => Boolean((record['note'] = 'edited by an analyst'))),
  'delete a note': (event) => innerTake(event, 'Note'),
  'edit an opinion': (event) => inner(event, 'Opinion', (record) => Boolean((record['comment'] = 'edited by an analyst'))),
  'delete an opinion': (event) => innerTake(event, 'Opinion'),
  'delete a sighting': (event) => innerTake(event, 'Sighting'),
  'delete a reference': (event) => innerTake(event, 'ObjectReference'),
  'edit a reference': (event) =>
    inner(event, 'ObjectReference', (record) => Boolean((record['comment'] = 'edited by an analyst'))),
  'delete a relationship': (event) => innerTake(event, 'Relationship'),
  'take a cluster off': (event) => innerTake(event, 'Galaxy') && forget(event),
  'describe a cluster': (event) => describe(event),
}

test('what an analyst does to an event and all that hangs on it comes back so', { skip: dataMissing() }, (t) => {
  const runs = new Map<string, number>(Object.keys(EDITS).map((name) => [name, 0]))
  for (const document of foreignDocuments()) {
    if (document.objects.length > 400) continue
    for (const event of imported(document).events) {
      for (const [name, change] of Object.entries(EDITS)) {
        const edited = structuredClone(event)
        if (!change(edited)) continue
        runs.set(name, (runs.get(name) ?? 0) + 1)
        const back = readAgain(exported([edited]).bundle).find(({ uuid }) => uuid === event['uuid'])
        assert.ok(back !== undefined, `${document.name}: ${name}: the event is gone`)
        assert.deepEqual(deviations(edited, back), [], `${document.name}: ${name}`)
      }
    }
  }
  for (const [name, count] of runs) assert.ok(count > 0, `${name}: no document has it`)
  t.diagnostic([...runs].map(([name, count]) => `${name} ${count}`).join(', '))
})

function deviations(edited: MispRecord, back: MispRecord): string[] {
  const [wanted, found] = [edited, back].map(
    (event) => new Map([...new Inventory(event).entries].map(([key, { kind, record }]) => [key, hashOf(kind, record)])),
  ) as [Map<string, number>, Map<string, number>]
  const lost = [...wanted].flatMap(([key, hash]) => (found.get(key) === hash ? [] : `lost ${key}`))
  const more = [...found.keys()].flatMap((key) => (wanted.has(key) ? [] : `more ${key}`))
  const rated = edited['threat_level_id'] === back['threat_level_id'] ? [] : ['threat_level_id']
  return [...lost, ...more, ...rated]
}

function records(record: MispRecord, list: string): MispRecord[] {
  return (record[list] as MispRecord[] | undefined) ?? []
}

function add(record: MispRecord, list: string, entry: MispRecord): boolean {
  record[list] = [...records(record, list), entry]
  return true
}

function take(record: MispRecord, list: string, fits: (entry: MispRecord) => boolean = () => true): boolean {
  const all = records(record, list)
  const gone = all.find(fits)
  if (gone === undefined) return false
  const left = all.filter((each) => each !== gone)
  if (left.length === 0) delete record[list]
  else record[list] = left
  return true
}

function edit(record: MispRecord, list: string, key: string): boolean {
  const [first] = records(record, list)
  return first !== undefined && Boolean((first[key] = 'edited by an analyst'))
}

/** Everything that can hold what hangs on an element. */
function holders(event: MispRecord): MispRecord[] {
  const elements = [...records(event, 'Attribute'), ...records(event, 'Object').filter((object) => !isOriginal(object))]
  return [event, ...elements, ...elements.flatMap((object) => records(object, 'Attribute')), ...records(event, 'EventReport')]
}

function inner(event: MispRecord, list: string, change: (record: MispRecord) => boolean): boolean {
  const record = holders(event).flatMap((holder) => records(holder, list))[0]
  return record !== undefined && change(record)
}

function innerTake(event: MispRecord, list: string): boolean {
  const holder = holders(event).find((each) => records(each, list).length > 0)
  return holder !== undefined && take(holder, list)
}

/** A cluster that is taken off goes from the tags as well. */
function forget(event: MispRecord): boolean {
  for (const holder of holders(event)) {
    const named = new Set(
      records(holder, 'Galaxy').flatMap((galaxy) =>
        records(galaxy, 'GalaxyCluster').map(({ type, value }) => `misp-galaxy:${String(type)}="${String(value)}"`),
      ),
    )
    const tags = records(holder, 'Tag').filter(({ name }) => !String(name).startsWith('misp-galaxy:') || named.has(String(name)))
    if (tags.length === 0) delete holder['Tag']
    else holder['Tag'] = tags
  }
  return true
}

/** A custom cluster is edited wherever it stands. */
function describe(event: MispRecord): boolean {
  const clusters = holders(event).flatMap((holder) =>
    records(holder, 'Galaxy').flatMap((galaxy) => records(galaxy, 'GalaxyCluster')),
  )
  const first = clusters.find(({ collection_uuid: collection }) => collection !== undefined)
  for (const cluster of clusters) if (cluster['uuid'] === first?.['uuid']) cluster['description'] = 'described by an analyst'
  return first !== undefined
}
