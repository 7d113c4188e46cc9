import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { eventsToBundle } from '../../src/index.ts'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { dataMissing, eventsIn, sharedFiles } from './shared-data.ts'

/** How much of a type is said by STIX itself, and how much travels beside it. */
interface Share {
  mapped: number
  carried: number
}

type Shares = Record<'attributes' | 'objects', Record<string, Share>>

const table = new URL('shares.json', import.meta.url)

test('no dustbin: what STIX itself says of the real data never gets less', { skip: dataMissing() }, (t) => {
  const found: Shares = { attributes: {}, objects: {} }
  for (const { event } of sharedFiles('misp', '.json').flatMap(eventsIn)) count(event, found)
  if (process.env['UPDATE_SHARES'] !== undefined) writeFileSync(table, `${JSON.stringify(sorted(found), undefined, 1)}\n`)
  const committed = JSON.parse(readFileSync(table, 'utf8')) as Shares
  for (const kind of ['attributes', 'objects'] as const) {
    assert.deepEqual(Object.keys(found[kind]).sort(), Object.keys(committed[kind]).sort(), `types of ${kind} in the table`)
    for (const [type, { mapped, carried }] of Object.entries(found[kind])) {
      const before = committed[kind][type] as Share
      assert.equal(mapped + carried, before.mapped + before.carried, `${type}: something is in neither column`)
      assert.ok(mapped >= before.mapped, `${type}: ${mapped} mapped, the table has ${before.mapped}`)
      assert.ok(
        mapped === before.mapped,
        `${type}: ${mapped} mapped, more than the table's ${before.mapped}: run with UPDATE_SHARES=1 and commit it`,
      )
    }
    const all = Object.values(found[kind])
    t.diagnostic(`${kind}: ${sum(all, 'mapped')} mapped, ${sum(all, 'carried')} carried whole`)
  }
})

function sum(shares: readonly Share[], column: keyof Share): number {
  return shares.reduce((total, share) => total + share[column], 0)
}

function count(event: MispRecord, found: Shares): void {
  const objects = eventsToBundle([event]).value.objects ?? []
  const carriers = new Map<string, StixObject>()
  for (const object of objects.filter(isCarrier)) carriers.set(object.id.slice(object.id.indexOf('--') + 2), object)
  const inside = new Map([...carriers.values()].flatMap(embeddedIn))
  for (const attribute of listOf(event['Attribute'])) {
    const carrier = carriers.get(String(attribute['uuid']))
    add(found.attributes, String(attribute['type']), carrier !== undefined && carrier.type !== 'x-misp-attribute' ? 1 : 0, 1)
  }
  for (const object of listOf(event['Object'])) {
    const carrier = carriers.get(String(object['uuid']))
    const within = inside.get(String(object['uuid']))
    const bound = carrier === undefined || carrier.type === 'x-misp-object' ? listOf(within).length : boundAttributes(carrier)
    add(found.objects, String(object['name']), bound, listOf(object['Attribute']).length)
  }
}

/** A carrier names each attribute that it binds in its residue. */
function boundAttributes(carrier: StixObject): number {
  const extensions = Object.values((carrier['extensions'] ?? {}) as Record<string, MispRecord>)
  return extensions.reduce((total, { attributes }) => total + listOf(attributes).length, 0)
}

/** UUIDs of the objects that share the observable of another one -> the attributes that they bind. */
function embeddedIn({ extensions }: StixObject): [string, unknown][] {
  return Object.values((extensions ?? {}) as Record<string, MispRecord>).flatMap(({ embedded }) =>
    listOf(embedded).map(({ misp, attributes }): [string, unknown] => [String((misp as MispRecord)['uuid']), attributes]),
  )
}

function isCarrier({ extensions }: StixObject): boolean {
  return Object.values((extensions ?? {}) as Record<string, MispRecord>).some(
    ({ element }) => element === 'attribute' || element === 'object',
  )
}

function listOf(value: unknown): MispRecord[] {
  return Array.isArray(value) ? (value as MispRecord[]) : []
}

function add(shares: Record<string, Share>, type: string, mapped: number, all: number): void {
  const share = (shares[type] ??= { mapped: 0, carried: 0 })
  share.mapped += mapped
  share.carried += all - mapped
}

function sorted({ attributes, objects }: Shares): Shares {
  return { attributes: inOrder(attributes), objects: inOrder(objects) }
}

function inOrder(rows: Record<string, Share>): Record<string, Share> {
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)))
}
