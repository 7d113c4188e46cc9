import { canonicalJson } from '../stix/canonical.ts'
import { isUuid, uuid5 } from '../stix/id.ts'
import type { Bundle, StixObject } from '../stix/types.ts'
import { DEEPEST, isRecord, isTooDeep } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { defaultMappings } from '../mapping/default-mappings.ts'
import { writeAtomic, writeAtomicObject } from './atomic.ts'
import { writeAttribute } from './attributes.ts'
import { openContainer } from './container.ts'
import type { Converted, Diagnostic } from './diagnostic.ts'
import { mustWait, writeHeld } from './held.ts'
import { writeObject } from './objects.ts'
import { DEFAULT_OPTIONS } from './profile.ts'
import type { ConvertOptions } from './profile.ts'
import { BundleScope } from './scope.ts'
import type { PassText } from './scope.ts'
import { isOriginal, OriginalError, unpackOriginal } from './original/original.ts'
import { returnEvent, returnSealed } from './original/return.ts'
import { Sealing } from './original/sealing.ts'
import { isWithheldByProfile } from './profile-filter.ts'
import { openWithholding } from './withhold.ts'

/** One event on its way to STIX. Feed its records, objects first, then `end()`. */
export interface EventConversion {
  attribute(record: unknown): void
  object(record: unknown): void
  /** `false`: all records are needed once more, and then `end()` again. Only where `event` was told that they can be had. */
  end(): boolean
}

/** A bundle in the making: events go in, STIX objects come out through `emit` as soon as they are final. */
export interface BundleConversion {
  /**
   * `facts`: the event without its `Attribute` and `Object` lists (they may be there and empty). `repeats`: its records can be had
   * twice, so that those of an event that returns as it came need not be kept.
   */
  event(facts: unknown, repeats?: boolean): EventConversion
  /** Attributes or objects of a search, which have no event around them. */
  search(): EventConversion
  /** Writes what had to wait (shared observables, clusters); returns the id of the bundle. */
  end(): string
}

/**
 * Starts a bundle; objects go to `emit` one by one in their final form, findings to `report`. Throws only for bugs. `pass` takes
 * what returns as the text that it was: objects with `,` and a line feed between them, and how many there are of each type.
 */
export function openBundle(
  mappings: Mappings,
  options: Partial<ConvertOptions>,
  emit: (object: StixObject) => void,
  report: (diagnostic: Diagnostic) => void,
  pass?: PassText,
): BundleConversion {
  const scope = new BundleScope(mappings, { ...DEFAULT_OPTIONS, ...options }, emit, report, pass)
  return {
    event: (facts, repeats = false) => {
      if (!isRecord(facts)) {
        report({ code: 'not-an-event', severity: 'error', message: `an event is a JSON object, found ${kindOf(facts)}` })
        return NOTHING
      }
      if (isTooDeep(facts)) {
        report({ code: 'too-deep', severity: 'error', message: `the event is nested deeper than ${DEEPEST} levels` })
        return NOTHING
      }
      try {
        return guarded(
          openWithholding(scope, facts, (kept) => openReturning(scope, kept, repeats)),
          facts,
          report,
        )
      } catch (error) {
        report(setAside(error, facts))
        return NOTHING
      }
    },
    search: () => openWithholding(scope, undefined, () => openEvent(scope, undefined)),
    end: () => {
      scope.end()
      return scope.returnedId ?? `bundle--${bundleUuid(scope.eventUuids)}`
    },
  }
}

const NOTHING: EventConversion = { attribute: () => {}, object: () => {}, end: () => true }

/** One bad event never spoils the others. */
function guarded(conversion: EventConversion, facts: MispRecord, report: (diagnostic: Diagnostic) => void): EventConversion {
  const end = (): boolean => {
    try {
      return conversion.end()
    } catch (error) {
      report(setAside(error, facts))
      return true
    }
  }
  return { ...conversion, end }
}

function setAside(error: unknown, { uuid }: MispRecord): Diagnostic {
  const message = `the event: ${(error as Error).message}`
  return { code: 'set-aside', severity: 'error', message, ...(typeof uuid === 'string' && { event: uuid }) }
}

/** One event has its own UUID as the bundle's; several have a UUIDv5 of all of them. */
function bundleUuid(uuids: readonly string[]): string {
  const [only, ...more] = [...new Set(uuids)].sort()
  return uuid5(`bundle:${[only ?? '', ...more].join(' ')}`)
}

/**
 * An event that may hold the STIX that it was made of. Objects wait until that is known: the original is one of them, and they
 * come before the attributes. Then all records are sealed; where they `repeat`, they are kept only the second time.
 */
function openReturning(scope: BundleScope, facts: MispRecord | undefined, repeats: boolean): EventConversion {
  if (facts === undefined) {
    const search = openEvent(scope, facts)
    // A search shows parts of events: what became of the rest is not known
    return { ...search, object: (record) => (isRecord(record) && isOriginal(record) ? sayLeftOut(scope) : search.object(record)) }
  }
  const waiting: unknown[] = []
  const attributes: unknown[] = []
  let open: EventConversion | undefined
  let original: Buffer | undefined
  let sealing: Sealing | undefined
  let keeps = true
  const start = (): EventConversion => {
    if (open === undefined) {
      open = openEvent(scope, facts)
      for (const object of waiting) open.object(object)
      waiting.length = 0
    }
    return open
  }
  const meet = (record: MispRecord): void => {
    if (original !== undefined) return
    original = originalOf(scope, facts, record)
    if (original === undefined || open !== undefined) return
    sealing = new Sealing(facts)
    for (const object of waiting) sealing.add('Object', object)
    keeps = !repeats
    if (!keeps) waiting.length = 0
  }
  return {
    object: (record) => {
      if (isRecord(record) && isOriginal(record)) return meet(record)
      sealing?.add('Object', record)
      if (open !== undefined) open.object(record)
      else if (keeps) waiting.push(record)
    },
    attribute: (record) => {
      sealing?.add('Attribute', record)
      if (original === undefined) start().attribute(record)
      else if (keeps) attributes.push(record)
    },
    end: () => {
      const seal = sealing?.end()
      sealing = undefined
      if (original !== undefined && seal !== undefined && returnSealed(scope, facts, seal, original)) return true
      if (!keeps) {
        keeps = true
        return false
      }
      if (original !== undefined && returns(scope, { ...facts, Object: waiting, Attribute: attributes }, original)) return true
      const conversion = start()
      for (const attribute of attributes) conversion.attribute(attribute)
      return conversion.end()
    },
  }
}

/** Lets an event return as its original has it; where that cannot be, the event is written anew. */
function returns(scope: BundleScope, event: MispRecord, original: Buffer): boolean {
  let why = 'it is that of another event'
  try {
    if (returnEvent(scope, event, original)) return true
  } catch (error) {
    why = (error as Error).message
  }
  sayUnreadable(scope, event, why)
  return false
}

function sayUnreadable(scope: BundleScope, { uuid }: MispRecord, why: string): void {
  const message = `the STIX that the event was made of cannot return: ${why}; its elements are written anew`
  scope.report({ code: 'original-unreadable', severity: 'error', message, event: String(uuid) })
}

function sayLeftOut(scope: BundleScope): void {
  scope.announce('original-left-out', 'the STIX that events were made of is left out; their elements are written anew')
}

/** The bytes of the original that an event holds, where the options let it return. */
function originalOf(scope: BundleScope, facts: MispRecord, record: MispRecord): Buffer | undefined {
  const { profile, options } = scope
  if (profile.indicatorsOnly || options.maxTlp !== undefined) {
    sayLeftOut(scope)
    return undefined
  }
  try {
    return unpackOriginal(record)
  } catch (error) {
    if (!(error instanceof OriginalError)) throw error
    sayUnreadable(scope, facts, error.message)
    return undefined
  }
}

function openEvent(scope: BundleScope, facts: MispRecord | undefined): EventConversion {
  const container = openContainer(scope, facts)
  const atomic = scope.profile.indicatorsOnly
  const each = (kind: string, write: (record: MispRecord) => void) => (record: unknown) => {
    if (!isRecord(record)) {
      container.scope.report('error', `not-an-${kind}`, `an ${kind} is a JSON object, found ${kindOf(record)}`)
      return
    }
    if (isTooDeep(record)) {
      const message = `the ${kind} is nested deeper than ${DEEPEST} levels`
      container.scope.report('error', 'too-deep', message, { uuid: record['uuid'] })
      return
    }
    if (isWithheldByProfile(scope, record)) return
    if (container.keeps(kind, record)) return
    try {
      write(record)
    } catch (error) {
      container.setAside(kind, record)
      container.scope.report('error', 'set-aside', `${kind}: ${(error as Error).message}; it is kept beside the container`, {
        uuid: record['uuid'],
      })
    }
  }
  return {
    attribute: each('attribute', (record) => (atomic ? writeAtomic : writeAttribute)(container.scope, record)),
    object: each('object', (record) => {
      const { scope: event } = container
      if (atomic) writeAtomicObject(event, record)
      else if (!event.isSearch && mustWait(event.mappings, record)) event.held.push(record)
      else writeObject(event, record)
    }),
    end: () => {
      writeHeld(container.scope, container.scope.held)
      container.end()
      return true
    },
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

/** Converts MISP events, with or without `{ "Event": … }` around each, to one STIX bundle. */
export function eventsToBundle(
  events: Iterable<MispRecord>,
  options: Partial<ConvertOptions> = {},
  mappings: Mappings = defaultMappings(),
): Converted<Bundle> {
  const objects: StixObject[] = []
  const diagnostics: Diagnostic[] = []
  const conversion = openBundle(
    mappings,
    options,
    (object) => objects.push(object),
    (diagnostic) => diagnostics.push(diagnostic),
  )
  for (const event of events) feed(conversion, event)
  const id = conversion.end()
  return { value: { type: 'bundle', id, ...(objects.length > 0 && { objects }) }, diagnostics }
}

/** Converts one MISP event, with or without `{ "Event": … }` around it, to a STIX bundle. */
export function eventToBundle(
  event: MispRecord,
  options: Partial<ConvertOptions> = {},
  mappings: Mappings = defaultMappings(),
): Converted<Bundle> {
  return eventsToBundle([event], options, mappings)
}

function feed(conversion: BundleConversion, given: unknown): void {
  const event = isRecord(given) && isRecord(given['Event']) ? given['Event'] : given
  if (!isRecord(event)) {
    conversion.event(event).end()
    return
  }
  const { Attribute: attributes, Object: objects } = event
  const facts = { ...event }
  if (Array.isArray(attributes) && attributes.length > 0) delete facts['Attribute']
  if (Array.isArray(objects) && objects.length > 0) delete facts['Object']
  const one = conversion.event(facts)
  if (Array.isArray(objects)) for (const object of objects) one.object(object)
  if (Array.isArray(attributes)) for (const attribute of attributes) one.attribute(attribute)
  one.end()
}

/** The UUID of an event: its own, else from its content. */
export function eventUuid(facts: MispRecord): string {
  const uuid = typeof facts['uuid'] === 'string' ? facts['uuid'].toLowerCase() : ''
  return isUuid(uuid) ? uuid : uuid5(`event:${canonicalJson(facts)}`)
}
