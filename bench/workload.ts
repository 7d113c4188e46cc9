import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MispRecord } from '../src/misp/types.ts'
import { eventsIn, SHARED_DATA, sharedFiles } from '../test/roundtrip/shared-data.ts'

/** Where events for the benchmarks come from. */
export interface Workload {
  /** What the mix was taken from, for the reader of the figures. */
  source: string
  /** An event with so many attributes, those inside its objects counted; each call gives other ones. */
  event(attributes: number): MispRecord
  /** The same about an event whose own facts (tags, galaxies, reports) are of middling size. */
  plainEvent(attributes: number): MispRecord
}

/** Elements of one event that refer to one another: an attribute, or objects with what they point at. */
interface Cluster {
  attributes: MispRecord[]
  objects: MispRecord[]
  size: number
}

/** Larger ones would fill an event of 200 attributes alone. */
const LARGEST = 100

/**
 * Events in the mix of real ones: types, tags, comments, galaxies, objects and their references occur as often as there. UUIDs and
 * values differ from one to the next, so that nothing is shared that would not be in reality. Always the same sequence.
 */
export function openWorkload(): Workload {
  const real = existsSync(SHARED_DATA)
  const files = real ? sharedFiles('misp', '.json') : fixtureFiles()
  const events = files.flatMap(eventsIn).map(({ event }) => event)
  const clusters = events.flatMap(clustersOf).filter(({ size }) => size <= LARGEST)
  const facts = events.map(factsOf).sort((one, other) => JSON.stringify(one).length - JSON.stringify(other).length)
  const random = seeded(20_261_124)
  let made = 0
  return {
    source: `${events.length} ${real ? 'real events' : 'events of fixtures/events'}`,
    event: (attributes) => fill(pick(facts), attributes),
    plainEvent: (attributes) => fill(facts[Math.floor(facts.length / 2)]!, attributes),
  }

  function fill(own: MispRecord, attributes: number): MispRecord {
    const lists = { Attribute: [] as MispRecord[], Object: [] as MispRecord[] }
    for (let size = 0; size < attributes;) {
      const cluster = pick(clusters)
      if (size + cluster.size > attributes) continue
      const copy = renamed({ Attribute: cluster.attributes, Object: cluster.objects }, made++)
      lists.Attribute.push(...(copy['Attribute'] as MispRecord[]))
      lists.Object.push(...(copy['Object'] as MispRecord[]))
      size += cluster.size
    }
    const number = made++
    return { ...renamed(own, number), uuid: `${hex(number)}-0000-4000-8000-000000000000`, ...lists }
  }

  function pick<T>(list: readonly T[]): T {
    return list[Math.floor(random() * list.length)]!
  }
}

function factsOf({ Attribute: _attributes, Object: _objects, ...facts }: MispRecord): MispRecord {
  return facts
}

function fixtureFiles(): string[] {
  const folder = fileURLToPath(new URL('../fixtures/events', import.meta.url))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
}

/** Elements tied together by object references. */
function clustersOf(event: MispRecord): Cluster[] {
  const attributes = recordsIn(event['Attribute'])
  const objects = recordsIn(event['Object'])
  const leader = new Map<unknown, unknown>()
  const leaderOf = (uuid: unknown): unknown => {
    let at = uuid
    for (let next = leader.get(at); next !== undefined; next = leader.get(at)) at = next
    return at
  }
  for (const object of objects) {
    for (const { referenced_uuid: target } of recordsIn(object['ObjectReference'])) {
      const [from, to] = [leaderOf(object['uuid']), leaderOf(target)]
      if (from !== to) leader.set(to, from)
    }
  }
  const clusters = new Map<unknown, Cluster>()
  const clusterOf = (element: MispRecord): Cluster => {
    const key = element['uuid'] === undefined ? element : leaderOf(element['uuid'])
    let cluster = clusters.get(key)
    if (cluster === undefined) clusters.set(key, (cluster = { attributes: [], objects: [], size: 0 }))
    return cluster
  }
  for (const attribute of attributes) {
    const cluster = clusterOf(attribute)
    cluster.attributes.push(attribute)
    cluster.size++
  }
  for (const object of objects) {
    const cluster = clusterOf(object)
    cluster.objects.push(object)
    cluster.size += recordsIn(object['Attribute']).length
  }
  return [...clusters.values()].filter(({ size }) => size > 0)
}

const ELEMENT_LISTS = new Set(['Attribute', 'Object', 'ObjectReference', 'Sighting', 'EventReport'])
const UUID_KEYS = new Set(['uuid', 'object_uuid', 'referenced_uuid', 'attribute_uuid', 'source_uuid'])

/** A copy whose elements have UUIDs of their own, and values that differ from those of every other copy. */
function renamed(record: MispRecord, number: number): MispRecord {
  const uuids = new Set<unknown>()
  collectUuids(record, uuids)
  return copy(record) as MispRecord

  function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    const made: MispRecord = {}
    const { type } = value as MispRecord
    for (const [key, each] of Object.entries(value)) {
      if (typeof each !== 'string') made[key] = copy(each)
      else if (UUID_KEYS.has(key) && uuids.has(each)) made[key] = hex(number) + each.slice(8)
      else if (key === 'value' && typeof type === 'string') made[key] = vary(type, each, number)
      else made[key] = each
    }
    return made
  }
}

function collectUuids(record: MispRecord, uuids: Set<unknown>): void {
  for (const [key, value] of Object.entries(record)) {
    if (!ELEMENT_LISTS.has(key)) continue
    for (const element of recordsIn(value)) {
      if (typeof element['uuid'] === 'string' && element['uuid'].length === 36) uuids.add(element['uuid'])
      collectUuids(element, uuids)
    }
  }
}

const HEX = /^[0-9a-f]{32,128}$/i
const ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}/

/** Another value of the same form; what has a meaning of its own (a port, a comment, a rule) stays. */
function vary(type: string, value: string, number: number): string {
  if (HEX.test(value)) return hex(number) + value.slice(8)
  if (ADDRESS.test(value)) return value.replace(ADDRESS, addressOf(number))
  if (/^(?:domain|hostname|email|filename|malware-sample|mutex)/.test(type)) return `${number.toString(36)}.${value}`
  if (/^(?:url|uri|link)$/.test(type)) return value + number.toString(36)
  return value
}

/** An IPv4 address for each number. */
export function addressOf(number: number): string {
  return `${1 + ((number >>> 24) % 223)}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`
}

/** Eight hexadecimal digits. */
export function hex(number: number): string {
  return number.toString(16).padStart(8, '0')
}

function recordsIn(value: unknown): MispRecord[] {
  return Array.isArray(value)
    ? value.filter((each): each is MispRecord => typeof each === 'object' && each !== null && !Array.isArray(each))
    : []
}

/** A linear congruential generator: the same figures on every machine. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
