import { canonicalJson } from '../stix/canonical.ts'
import { uuid5, uuidOf } from '../stix/id.ts'
import { parseTime } from '../stix/timestamp.ts'
import type { Bundle, StixObject } from '../stix/types.ts'
import { DEEPEST, isRecord, isTooDeep } from '../misp/types.ts'
import type { MispEvent, MispRecord } from '../misp/types.ts'
import { defaultMappings } from '../mapping/default-mappings.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { BundleIndex } from './bundle-index.ts'
import type { Member } from './bundle-index.ts'
import type { Converted, Diagnostic } from './diagnostic.ts'
import type { ReadContext } from './assembly.ts'
import { readEvent, readSearch } from './event-reader.ts'
import type { ConvertOptions } from './profile.ts'
import { residueOf } from './residue.ts'
import { upgrade } from './upgrade.ts'

/** What a bundle holds for MISP: events, or the results of an attribute or object search, which have no event around them. */
export interface MispContent {
  events: MispEvent[]
  search: { Attribute: MispRecord[]; Object: MispRecord[] } | undefined
}

/** A bundle on its way to MISP: objects go in one by one, events come out at the end. */
export interface EventsConversion {
  object(record: unknown): void
  end(): MispContent
}

/** Starts reading one bundle. `facts`: the bundle without its `objects`; no option is about reading yet. Throws only for bugs. */
export function openEvents(
  mappings: Mappings,
  _options: Partial<ConvertOptions>,
  facts: unknown,
  report: (diagnostic: Diagnostic) => void,
): EventsConversion {
  const index = new BundleIndex()
  let count = 0
  return {
    object: (record) => {
      const path = `/objects/${count++}`
      if (!isStixObject(record)) {
        report({
          code: 'not-a-stix-object',
          severity: 'error',
          message: 'a STIX object is a JSON object with the texts type and id',
          path,
        })
        return
      }
      if (isTooDeep(record)) {
        const message = `${record.type}: nested deeper than ${DEEPEST} levels`
        report({ code: 'too-deep', severity: 'error', message, path, id: record.id })
        return
      }
      try {
        for (const object of upgrade(record)) index.add(object)
      } catch (error) {
        report({
          code: 'set-aside',
          severity: 'error',
          message: `${record.type}: ${(error as Error).message}`,
          path,
          id: record.id,
        })
      }
    },
    index,
    end: () => read(mappings, index, isRecord(facts) ? facts : {}, report),
  }
}

function isStixObject(record: unknown): record is StixObject {
  return isRecord(record) && typeof record['type'] === 'string' && typeof record['id'] === 'string'
}

function read(mappings: Mappings, index: BundleIndex, facts: MispRecord, report: (diagnostic: Diagnostic) => void): MispContent {
  const all = [...index.members.values()]
  const containers = all.flatMap(({ object, role }) => (role === 'container' ? object : []))
  if (containers.length === 0) {
    if (all.length === 0) return { events: [], search: undefined }
    if (all.some(isOfSearch)) return { events: [], search: readSearch({ mappings, index, report }, all) }
    const container = makeContainer(
      all.map(({ object }) => object),
      facts,
    )
    return { events: readSafely({ mappings, index, report }, container, all), search: undefined }
  }
  const members = assign(containers, all, index.shared)
  const events = containers.flatMap((container) =>
    readSafely({ mappings, index, report }, container, members.get(container.id) ?? []),
  )
  return { events, search: undefined }
}

/** Of an event too, but then its container is there. */
function isOfSearch({ object, role }: Member): boolean {
  return SEARCHED.has(role) && residueOf(object)?.['element'] !== undefined
}

const SEARCHED: ReadonlySet<string> = new Set(['observed', 'attribute', 'object', 'indicator'])

/** One container that cannot be read never spoils the others. */
function readSafely(context: ReadContext, container: StixObject, members: readonly Member[]): MispEvent[] {
  try {
    return [readEvent(context, container, members)]
  } catch (error) {
    const message = `${container.type}: ${(error as Error).message}`
    context.report({ code: 'set-aside', severity: 'error', message, id: container.id })
    return []
  }
}

/** Which container each object belongs to: those that refer to it, else the first. */
function assign(containers: readonly StixObject[], all: readonly Member[], shared: Set<string>): Map<string, Member[]> {
  const [first] = containers as [StixObject]
  if (containers.length === 1) return new Map([[first.id, all.filter(({ object }) => object !== first)]])
  const owners = new Map<string, string[]>()
  for (const container of containers) {
    const refs = container['object_refs']
    for (const ref of Array.isArray(refs) ? refs : []) {
      if (typeof ref !== 'string') continue
      const known = owners.get(ref)
      if (known === undefined) owners.set(ref, [container.id])
      else if (known.at(-1) !== container.id) {
        known.push(container.id)
        shared.add(ref)
      }
    }
  }
  const members = new Map<string, Member[]>(containers.map(({ id }) => [id, []]))
  for (const member of all) {
    if (member.role === 'container') continue
    for (const owner of owners.get(member.object.id) ?? [first.id]) members.get(owner)?.push(member)
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
