import { canonicalJson } from '../stix/canonical.ts'
import { uuid5, uuidOf } from '../stix/id.ts'
import { parseTime } from '../stix/timestamp.ts'
import type { Bundle, StixObject } from '../stix/types.ts'
import { DEEPEST, isRecord, isTooDeep } from '../misp/types.ts'
import type { MispEvent, MispRecord } from '../misp/types.ts'
import { defaultMappings } from '../mapping/default-mappings.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { BundleIndex } from './bundle-index.ts'
import type { Container, Member, ObjectRole } from './bundle-index.ts'
import { referencesIn } from './content.ts'
import type { Converted, Diagnostic } from './diagnostic.ts'
import type { ReadContext } from './assembly.ts'
import { keepOriginal } from './original/keep.ts'
import { readEvent, readSearch } from './event-reader.ts'
import { DEFAULT_OPTIONS } from './profile.ts'
import type { ConvertOptions } from './profile.ts'
import { residueOf } from './residue.ts'
import { asText } from './text.ts'
import { upgrade } from './upgrade.ts'

/** What a bundle holds for MISP: events, or the results of an attribute or object search, which have no event around them. */
export interface MispContent {
  events: MispEvent[]
  search: { Attribute: MispRecord[]; Object: MispRecord[] } | undefined
  /** What became of the objects, by type. */
  fates: ReadonlyMap<string, Fate>
}

/** Of an object type, how many objects have a place in an event, travel whole in its original, and were set aside. */
export interface Fate {
  mapped: number
  carried: number
  setAside: number
}

/** A bundle on its way to MISP: objects go in one by one, events come out at the end. */
export interface EventsConversion {
  object(record: unknown): void
  end(): MispContent
}

/** Starts reading one bundle. `facts`: the bundle without its `objects`. Throws only for bugs. */
export function openEvents(
  mappings: Mappings,
  options: Partial<ConvertOptions>,
  facts: unknown,
  report: (diagnostic: Diagnostic) => void,
): EventsConversion {
  const index = new BundleIndex()
  const refused: string[] = []
  let count = 0
  return {
    object: (record) => {
      const path = `/objects/${count++}`
      if (!isStixObject(record)) {
        refused.push(isRecord(record) ? asText(record['type'] ?? '') : '')
        report({
          code: 'not-a-stix-object',
          severity: 'error',
          message: 'a STIX object is a JSON object with the texts type and id',
          path,
        })
        return
      }
      if (isTooDeep(record)) {
        refused.push(record.type)
        const message = `${record.type}: nested deeper than ${DEEPEST} levels`
        report({ code: 'too-deep', severity: 'error', message, path, id: record.id })
        return
      }
      try {
        const upgraded = upgrade(record)
        index.inputs.push({
          type: record.type,
          id: (upgraded[0] as StixObject).id,
          returns: isCurrent(record) ? [record] : upgraded,
        })
        for (const object of upgraded) index.add(object)
      } catch (error) {
        refused.push(record.type)
        report({
          code: 'set-aside',
          severity: 'error',
          message: `${record.type}: ${(error as Error).message}`,
          path,
          id: record.id,
        })
      }
    },
    end: () => {
      const context = { mappings, index, report, options: { ...DEFAULT_OPTIONS, ...options } }
      const content = read(context, isRecord(facts) ? facts : {})
      const fates = fatesOf(index, refused)
      sayUnmapped(context, content.search === undefined)
      return { ...content, fates }
    },
  }
}

/** What became of everything that came in. Of several versions of an object one has a place. */
function fatesOf({ inputs, mapped }: BundleIndex, refused: readonly string[]): Map<string, Fate> {
  const fates = new Map<string, Fate>()
  const of = (type: string): Fate => {
    const known = fates.get(type) ?? { mapped: 0, carried: 0, setAside: 0 }
    fates.set(type, known)
    return known
  }
  for (const { type, id } of inputs) of(type)[mapped.has(id) ? 'mapped' : 'carried']++
  for (const type of refused) of(type).setAside++
  return fates
}

/** Says what has no place in an event: in a word where it travels in the original, else one by one. */
function sayUnmapped({ index, options, report }: ReadContext, hasEvent: boolean): void {
  const counts = new Map<string, number>()
  for (const { type, id } of index.inputs) {
    if (index.mapped.has(id) || isAnnotation(index.members.get(id)?.role)) continue
    if (options.original && hasEvent) counts.set(type, (counts.get(type) ?? 0) + 1)
    else report({ code: 'not-mapped', severity: 'warning', message: `${type}: it has no place in a MISP event`, id })
  }
  for (const [type, count] of counts)
    report({
      code: 'carried-whole',
      severity: 'information',
      message: `${type}: it has no place in a MISP event and travels in the original`,
      count,
    })
}

/** Definitions and authors say something about other objects. */
function isAnnotation(role: ObjectRole | undefined): boolean {
  return role === 'definition' || role === 'identity'
}

/** Is it STIX 2.1 as it stands? Observables may leave their version out. */
function isCurrent({ spec_version: version, created, type }: StixObject): boolean {
  return version === '2.1' || (created === undefined && type !== 'observed-data')
}

function isStixObject(record: unknown): record is StixObject {
  return isRecord(record) && typeof record['type'] === 'string' && typeof record['id'] === 'string'
}

type Read = Pick<MispContent, 'events' | 'search'>

function read(context: ReadContext, facts: MispRecord): Read {
  const { index } = context
  const events = eventsIn(index, facts, context.options.events.single === true)
  if (events !== undefined) return { events: events.flatMap((each) => readSafely(context, each, facts)), search: undefined }
  return { events: [], search: index.members.size === 0 ? undefined : readSearch(context, [...index.members.values()]) }
}

/** An event to be: its container, and the objects that belong to it. */
export interface EventSource {
  container: Container
  members: readonly Member[]
}

/** The events that a bundle holds; `undefined` for the results of a search, and for nothing. */
export function eventsIn(index: BundleIndex, facts: MispRecord, single: boolean): EventSource[] | undefined {
  const all = [...index.members.values()]
  const containers = all.flatMap(({ object, role }) => (role === 'container' ? object : []))
  const [first, ...further] = containers
  if (first === undefined) {
    if (all.length === 0 || all.some(isOfSearch)) return undefined
    const object = makeContainer(
      all.map((member) => member.object),
      facts,
    )
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

/** One container that cannot be read never spoils the others. */
function readSafely(context: ReadContext, { container, members }: EventSource, facts: MispRecord): MispEvent[] {
  const { type, id } = container.object
  try {
    const assembly = readEvent(context, container, members)
    if (context.options.original) keepOriginal(assembly, container, members, facts)
    return [assembly.event]
  } catch (error) {
    const message = `${type}: ${(error as Error).message}`
    context.report({ code: 'set-aside', severity: 'error', message, id })
    return []
  }
}

/**
 * Which containers each object belongs to: those that refer to it, else those of the object that it refers to (a relationship
 * that no report lists), or that refers to it (an observable), else the first.
 */
function assign(containers: readonly StixObject[], all: readonly Member[], shared: Set<string>): Map<string, Member[]> {
  const [first] = containers as [StixObject]
  const owners = new Map<string, readonly string[]>()
  for (const container of containers) {
    for (const ref of referencesIn(container['object_refs'], 'object_refs')) {
      const known = owners.get(ref)
      if (known === undefined) owners.set(ref, [container.id])
      else if (known.at(-1) !== container.id) {
        owners.set(ref, [...known, container.id])
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
    const near = owners.has(object.id) ? undefined : [...referencesIn(object)].find((ref) => owners.has(ref))
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
function makeContainer(objects: readonly StixObject[], facts: MispRecord): StixObject {
  const uuid = uuid5(
    `event:${objects
      .map(({ id }) => id)
      .sort()
      .join(' ')}`,
  )
  const times = objects
    .flatMap(({ modified }) => (typeof modified === 'string' && parseTime(modified) !== undefined ? modified : []))
    .sort()
  const newest = times.at(-1) ?? '1970-01-01T00:00:00.000Z'
  const creator = objects.find(({ created_by_ref: ref }) => typeof ref === 'string')?.['created_by_ref']
  return {
    type: 'grouping',
    spec_version: '2.1',
    id: `grouping--${uuid}`,
    ...(creator !== undefined && { created_by_ref: creator }),
    created: newest,
    modified: newest,
    name: `STIX bundle ${typeof facts['id'] === 'string' ? facts['id'] : canonicalJson(uuidOf(uuid))}`,
    object_refs: objects.map(({ id }) => id),
  }
}

/** Converts a STIX bundle (2.1, or 2.0, which is upgraded on reading) to MISP events. */
export function bundleToEvents(
  bundle: Bundle,
  options: Partial<ConvertOptions> = {},
  mappings: Mappings = defaultMappings(),
): Converted<MispEvent[]> {
  const diagnostics: Diagnostic[] = []
  const { objects = [], ...facts }: MispRecord = isRecord(bundle) ? bundle : { objects: bundle }
  const conversion = openEvents(mappings, options, facts, (diagnostic) => diagnostics.push(diagnostic))
  if (Array.isArray(objects)) for (const object of objects) conversion.object(object)
  else
    diagnostics.push({ code: 'not-a-bundle', severity: 'error', message: 'a bundle is a JSON object whose objects are a list' })
  return { value: conversion.end().events, diagnostics }
}
