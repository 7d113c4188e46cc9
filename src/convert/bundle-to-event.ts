import type { Bundle, StixObject } from '../stix/types.ts'
import { DEEPEST, isRecord, isTooDeep } from '../misp/types.ts'
import type { MispEvent, MispRecord } from '../misp/types.ts'
import { defaultMappings } from '../mapping/default-mappings.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { BundleIndex } from './bundle-index.ts'
import type { Member, ObjectRole } from './bundle-index.ts'
import { eventsIn } from './event-source.ts'
import type { EventSource } from './event-source.ts'
import type { Converted, Diagnostic } from './diagnostic.ts'
import type { ReadContext } from './assembly.ts'
import { OriginalDraft } from './original/draft.ts'
import type { DeflateMeanwhile } from './original/gzip-writer.ts'
import { keepOriginal } from './original/keep.ts'
import { readEvent, readSearch } from './event-reader.ts'
import { DEFAULT_OPTIONS } from './profile.ts'
import type { ConvertOptions } from './profile.ts'
import { asText } from './text.ts'

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
  /** `text`: gives the JSON of the object in UTF-8, as which it returns. Without it, it returns as JavaScript writes it. */
  object(record: unknown, text?: () => Uint8Array | undefined): void
  end(): MispContent
}

/**
 * Starts reading one bundle. `facts`: the bundle without its `objects`. `deflateMeanwhile`: packs the original while the objects
 * come, of use where the event loop turns between them. Throws only for bugs.
 */
export function openEvents(
  mappings: Mappings,
  options: Partial<ConvertOptions>,
  facts: unknown,
  report: (diagnostic: Diagnostic) => void,
  deflateMeanwhile?: DeflateMeanwhile,
): EventsConversion {
  const index = new BundleIndex()
  const draft = new OriginalDraft(facts, options.events?.single === true, deflateMeanwhile)
  const refused: string[] = []
  let count = 0
  return {
    object: (record, text) => {
      const at = count++
      if (!isStixObject(record)) {
        refused.push(isRecord(record) ? asText(record['type'] ?? '') : '')
        report({
          code: 'not-a-stix-object',
          severity: 'error',
          message: 'a STIX object is a JSON object with the texts type and id',
          path: pathOf(at),
        })
        return
      }
      if (isTooDeep(record)) {
        refused.push(record.type)
        const message = `${record.type}: nested deeper than ${DEEPEST} levels`
        report({ code: 'too-deep', severity: 'error', message, path: pathOf(at), id: record.id })
        return
      }
      try {
        index.take(record)
        if (options.original !== false) draft.add(record, index, text)
      } catch (error) {
        refused.push(record.type)
        report({
          code: 'set-aside',
          severity: 'error',
          message: `${record.type}: ${(error as Error).message}`,
          path: pathOf(at),
          id: record.id,
        })
      }
    },
    end: () => {
      const context = { mappings, index, report, options: { ...DEFAULT_OPTIONS, ...options } }
      const content = read(context, isRecord(facts) ? facts : {}, draft)
      const unmapped = index.sources.flatMap(({ type }, at) =>
        index.holderOf(at).mapped ? [] : { type, member: index.holderOf(at) },
      )
      const fates = fatesOf(index.sources, unmapped, refused)
      sayUnmapped(context, unmapped, content.search === undefined)
      return { ...content, fates }
    },
  }
}

function pathOf(at: number): string {
  return `/objects/${at}`
}

/** What came in and has no place in an event: its type as it came, and what it was read as. */
interface Unmapped {
  type: string
  member: Member
}

/** What became of everything that came in. Of several versions of an object one has a place. */
function fatesOf(sources: readonly StixObject[], unmapped: readonly Unmapped[], refused: readonly string[]): Map<string, Fate> {
  const fates = new Map<string, Fate>()
  const of = (type: string): Fate => {
    let fate = fates.get(type)
    if (fate === undefined) fates.set(type, (fate = { mapped: 0, carried: 0, setAside: 0 }))
    return fate
  }
  for (const { type } of sources) of(type).mapped++
  for (const { type } of unmapped) {
    of(type).mapped--
    of(type).carried++
  }
  for (const type of refused) of(type).setAside++
  return fates
}

/** Says what has no place in an event: in a word where it travels in the original, else one by one. */
function sayUnmapped({ options, report }: ReadContext, unmapped: readonly Unmapped[], hasEvent: boolean): void {
  const counts = new Map<string, number>()
  for (const { type, member } of unmapped) {
    const { id } = member.object
    if (isAnnotation(member.role)) continue
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
function isAnnotation(role: ObjectRole): boolean {
  return role === 'definition' || role === 'identity'
}

function isStixObject(record: unknown): record is StixObject {
  return isRecord(record) && typeof record['type'] === 'string' && typeof record['id'] === 'string'
}

type Read = Pick<MispContent, 'events' | 'search'>

function read(context: ReadContext, facts: MispRecord, draft: OriginalDraft): Read {
  const { index } = context
  const events = eventsIn(index, context.options.events.single === true)
  if (events !== undefined)
    return { events: events.flatMap((each) => readSafely(context, each, facts, draft)), search: undefined }
  return { events: [], search: index.members.size === 0 ? undefined : readSearch(context, [...index.members.values()]) }
}

/** One container that cannot be read never spoils the others. */
function readSafely(
  context: ReadContext,
  { container, members }: EventSource,
  facts: MispRecord,
  draft: OriginalDraft,
): MispEvent[] {
  const { type, id } = container.object
  try {
    const assembly = readEvent(context, container, members)
    if (context.options.original) keepOriginal(assembly, container, members, facts, draft)
    return [assembly.event]
  } catch (error) {
    const message = `${type}: ${(error as Error).message}`
    context.report({ code: 'set-aside', severity: 'error', message, id })
    return []
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
