import { uuid5 } from '../stix/id.ts'
import { parseTime } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import type { BundleIndex, Container, Member } from './bundle-index.ts'
import { referencesIn } from './content.ts'
import { residueOf } from './residue.ts'

/** An event to be: its container, and the objects that belong to it. */
export interface EventSource {
  container: Container
  members: readonly Member[]
}

/** The events that a bundle holds; `undefined` for the results of a search, and for nothing. */
export function eventsIn(index: BundleIndex, single: boolean): EventSource[] | undefined {
  const all = [...index.members.values()]
  const containers = all.filter(({ role }) => role === 'container').map(({ object }) => object)
  const [first, ...further] = containers
  if (first === undefined) {
    if (all.length === 0 || (index.isExtended && all.some(isOfSearch))) return undefined
    const object = makeContainer(all.map((member) => member.object))
    return [{ container: { object, made: true, further: [] }, members: all }]
  }
  if (single || further.length === 0)
    return [{ container: { object: first, made: false, further }, members: all.filter(({ object }) => object !== first) }]
  const members = assign(containers, all, index.shared)
  return containers.map((object) => ({
    container: { object, made: false, further: [] },
    members: members.get(object.id) ?? [],
  }))
}

/** Of an event too, but then its container is there. */
function isOfSearch({ object, role }: Member): boolean {
  return SEARCHED.has(role) && residueOf(object)?.['element'] !== undefined
}

const SEARCHED: ReadonlySet<string> = new Set(['observed', 'attribute', 'object', 'indicator'])

/**
 * Which containers each object belongs to: those that refer to it, else those of the object that it refers to (a relationship
 * that no report lists), or that refers to it (an observable), else the first.
 */
function assign(containers: readonly StixObject[], all: readonly Member[], shared: Set<string>): Map<string, Member[]> {
  const [first] = containers as [StixObject]
  const owners = new Map<string, string[]>()
  for (const container of containers) {
    for (const ref of referencesIn(container['object_refs'], 'object_refs')) {
      const known = owners.get(ref)
      if (known === undefined) owners.set(ref, [container.id])
      else if (known.at(-1) !== container.id) {
        known.push(container.id)
        shared.add(ref)
      }
    }
  }
  const loose = all.filter(({ role, object }) => role !== 'container' && !owners.has(object.id))
  for (const { object } of all) {
    const owned = owners.get(object.id)
    if (owned !== undefined && object['object_refs'] !== undefined && object.type === 'observed-data')
      for (const ref of referencesIn(object)) if (!owners.has(ref)) owners.set(ref, owned)
  }
  for (const { object } of loose) {
    const near = owners.has(object.id) ? undefined : referencesIn(object).find((ref) => owners.has(ref))
    if (near !== undefined) owners.set(object.id, owners.get(near) ?? [])
  }
  const members = new Map<string, Member[]>(containers.map(({ id }) => [id, []]))
  for (const member of all) {
    if (member.role === 'container') continue
    const owned = owners.get(member.object.id) ?? [first.id]
    if (owned.length > 1) shared.add(member.object.id)
    for (const owner of owned) members.get(owner)?.push(member)
  }
  return members
}

/** A container for objects that have none: the event's uuid follows from their ids, its times from the newest of them. */
function makeContainer(objects: readonly StixObject[]): StixObject {
  const uuid = uuid5(
    `event:${objects
      .map(({ id }) => id)
      .sort()
      .join(' ')}`,
  )
  const newest = newestOf(objects) ?? '1970-01-01T00:00:00.000Z'
  const creator = objects.find(({ created_by_ref: ref }) => typeof ref === 'string')?.['created_by_ref']
  return {
    type: 'grouping',
    spec_version: '2.1',
    id: `grouping--${uuid}`,
    ...(creator !== undefined && { created_by_ref: creator }),
    created: newest,
    modified: newest,
    name: titleOf(objects),
    object_refs: objects.map(({ id }) => id),
  }
}

function newestOf(objects: readonly StixObject[]): string | undefined {
  let newest: string | undefined
  for (const { modified } of objects) {
    if (typeof modified !== 'string' || (newest !== undefined && modified <= newest)) continue
    if (parseTime(modified) !== undefined) newest = modified
  }
  return newest
}

/** What a bundle without a report is about, where it is about one thing, and what it holds. */
function titleOf(objects: readonly StixObject[]): string {
  const counts = new Map<string, number>()
  for (const { type } of objects) counts.set(type, (counts.get(type) ?? 0) + 1)
  const contents = contentsOf(counts)
  for (const type of SUBJECTS) {
    const name = counts.get(type) === 1 ? objects.find((object) => object.type === type)?.['name'] : undefined
    if (typeof name === 'string' && name !== '') return `${name} (${contents})`
  }
  return contents
}

/** What a collection of indicators is about, the surest first. */
const SUBJECTS = ['campaign', 'incident', 'intrusion-set', 'threat-actor', 'malware', 'tool'] as const

/** `STIX: 12 indicator, 3 malware and 15 relationship`: what a person wants to know of something without a name. */
function contentsOf(counts: ReadonlyMap<string, number>): string {
  const listed = [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([type, count]) => `${count} ${type}`)
  const shown = listed.length > MOST_TYPES ? [...listed.slice(0, MOST_TYPES - 1), 'others'] : listed
  const last = shown.pop() ?? 'nothing'
  return `STIX: ${shown.length === 0 ? last : `${shown.join(', ')} and ${last}`}`
}

const MOST_TYPES = 6
