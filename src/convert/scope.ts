import { canonicalJson } from '../stix/canonical.ts'
import { isUuid, uuid5 } from '../stix/id.ts'
import { isoMilliseconds } from '../stix/timestamp.ts'
import type { Marking } from '../stix/marking.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import { MISP_SDO_EXTENSION, OUR_DEFINITIONS, RESIDUE_EXTENSION, TIPBRIDGE_IDENTITY } from './extension.ts'
import { organisationIdentity } from './organisation.ts'
import { objectsIn } from './original/sealed.ts'
import type { Stretch } from './original/sealed.ts'
import { PROFILES } from './profile.ts'
import type { ConvertOptions, Profile } from './profile.ts'
import { countFacts, difference, withoutServerKeys } from './residue.ts'
import { strictest, takeTags } from './tags.ts'

/** What kind of MISP element a carrier carries. */
export type ElementKind =
  | 'event'
  | 'attribute'
  | 'object'
  | 'reference'
  | 'sighting'
  | 'report'
  | 'note'
  | 'opinion'
  | 'relationship'
  | 'cluster'
  | 'link'

/** An observable in the bundle: written once, marked by the strictest of its users. */
interface Observable {
  object: StixObject
  markings: readonly Marking[]
  /** The last event that used it; events come one after another. */
  user: EventScope
}

/** Takes objects as JSON, `,` and a line feed between them, and how many there are of each type. */
export type PassText = (text: Buffer, types: ReadonlyMap<string, number>) => void

/** Everything that the events of one bundle share. */
export class BundleScope {
  readonly mappings: Mappings
  readonly options: ConvertOptions
  readonly profile: Profile
  readonly report: (diagnostic: Diagnostic) => void
  readonly eventUuids: string[] = []
  /** Galaxy and cluster as they were -> the object that they became. */
  readonly clusters = new Map<string, StixObject>()
  private readonly emit: (object: StixObject) => void
  private readonly pass: PassText | undefined
  private readonly written = new Set<string>()
  /** Id -> the object that returned under it, or the canonical JSON of several versions. */
  private readonly returnedObjects = new Map<string, StixObject | Set<string>>()
  /** What returned as text; its objects are not among those yet. */
  private readonly passed: Buffer[] = []
  private readonly expected = new Set<string>()
  private returned = 0
  private originalId: string | undefined
  private readonly claimed = new Map<string, Set<string>>()
  private readonly observables = new Map<string, Observable>()
  /** Content of elements without a UUID of their own -> how many there were. */
  private readonly occurrences = new Map<string, number>()
  private readonly announced = new Map<string, Diagnostic & { count: number }>()

  constructor(
    mappings: Mappings,
    options: ConvertOptions,
    emit: (object: StixObject) => void,
    report: (diagnostic: Diagnostic) => void,
    pass?: PassText,
  ) {
    this.mappings = mappings
    this.options = options
    this.profile = PROFILES[options.profile]
    this.emit = emit
    this.pass = pass
    this.report = report
  }

  /** Writes an object with its markings, and first of all the definitions that it is the first to use. */
  write(object: StixObject, markings: readonly Marking[]): void {
    if (markings.length > 0) {
      object['object_marking_refs'] = markings.map(({ id }) => id)
      for (const marking of markings) this.writeOnce(marking.object)
    }
    const extensions = object['extensions']
    if (extensions !== undefined) {
      for (const id of Object.keys(extensions as object)) this.define(id)
    }
    this.emit(object)
  }

  /** Writes a definition of ours that an object uses. */
  private define(id: string): void {
    const definition = OUR_DEFINITIONS.get(id)
    if (definition === undefined || this.written.has(id)) return
    this.writeOnce(TIPBRIDGE_IDENTITY)
    this.writeOnce(definition)
  }

  /** Writes what may be met many times and is always the same: markings, identities, definitions. */
  writeOnce(object: StixObject): void {
    if (addTo(this.written, object.id)) this.emit(object)
  }

  /** The bundle is that of an original: of several, the first. */
  returnsOriginal({ id }: MispRecord): void {
    this.returned++
    this.readPassed()
    if (typeof id === 'string' && id.startsWith('bundle--')) this.originalId ??= id
  }

  /** The id of the bundle that came in, where all that goes out came from it. */
  get returnedId(): string | undefined {
    return this.returned === this.eventUuids.length ? this.originalId : undefined
  }

  /** Lets an object of an original return. Several events may hold the same one. */
  return(object: StixObject): void {
    const known = this.returnedObjects.get(object.id)
    if (known === undefined) {
      this.returnedObjects.set(object.id, object)
    } else {
      const versions = known instanceof Set ? known : new Set([canonicalJson(known)])
      this.returnedObjects.set(object.id, versions)
      if (!addTo(versions, canonicalJson(object))) return
    }
    const { extensions } = object
    if (isRecord(extensions)) for (const id of Object.keys(extensions)) this.define(id)
    if (object.type === 'marking-definition' || object.type === 'identity') {
      if (this.written.has(object.id) && !this.expected.has(object.id)) return
      this.written.add(object.id)
    }
    this.emit(object)
  }

  /** Lets objects return as the text that they are. Only beside another original does it matter which they were. */
  returnStretch({ text, types }: Stretch): void {
    if (this.pass === undefined || types === undefined || this.returned > 1) {
      for (const object of objectsIn(text)) this.return(object)
      return
    }
    this.pass(text, types)
    this.passed.push(text)
  }

  private readPassed(): void {
    for (const text of this.passed) for (const object of objectsIn(text)) this.returnedObjects.set(object.id, object)
    this.passed.length = 0
  }

  /** Says that an object will return, so that nobody writes his own form of it. */
  expect(id: string): void {
    this.written.add(id)
    this.expected.add(id)
  }

  /** Keeps an observable until all its users are known; says whether `user` is new among them. */
  observe(object: StixObject, markings: readonly Marking[], user: EventScope): boolean {
    const known = this.observables.get(object.id)
    if (known === undefined) {
      this.observables.set(object.id, { object, markings, user })
      return true
    }
    if (known.markings !== markings) known.markings = strictest(known.markings, markings)
    if (known.user === user) return false
    known.user = user
    return true
  }

  /** The object that is kept under this id, if one is. */
  kept(id: string): StixObject | undefined {
    return this.observables.get(id)?.object
  }

  /** Writes the observables. */
  end(): void {
    if (this.observables.size > 0) this.readPassed()
    for (const { object, markings } of this.observables.values())
      if (!this.returnedObjects.has(object.id)) this.write(object, markings)
    this.observables.clear()
    for (const diagnostic of this.announced.values()) this.report(diagnostic)
    this.announced.clear()
  }

  /** Takes a UUID that nothing else of its kind in the bundle has yet. */
  claim(kind: string, id: string): boolean {
    let claimed = this.claimed.get(kind)
    if (claimed === undefined) this.claimed.set(kind, (claimed = new Set()))
    return addTo(claimed, id)
  }

  /** The how-many-eth element of this content it is, from 0. */
  occurrence(key: string): number {
    const count = this.occurrences.get(key) ?? 0
    this.occurrences.set(key, count + 1)
    return count
  }

  /** Says once per code, with a count, what the profile leaves out by its nature. */
  announce(code: string, message: string, count = 1): void {
    if (count === 0) return
    const known = this.announced.get(code)
    if (known === undefined) this.announced.set(code, { code, severity: 'information', message, count })
    else known.count += count
  }
}

/** Adds to a set in one look-up; `false` when it is there already. */
function addTo<T>(set: Set<T>, value: T): boolean {
  const { size } = set
  return set.add(value).size > size
}

/** An element that others hang on: its UUID, and the objects that stand for it. */
export interface Parent {
  uuid: string
  carrier: StixObject
  indicator: StixObject | undefined
  markings: readonly Marking[]
}

/** An element whose other end may come later in the event. */
export interface Later {
  list: 'ObjectReference' | 'Relationship'
  record: MispRecord
  parent: Parent
  /** UUID of the element in whose list it stands, where that is not the parent's. */
  of: string
}

/** What MISP repeats of an element in each object reference to it. */
const COPIED_KEYS = ['uuid', 'name', 'meta-category', 'distribution', 'type', 'category', 'value', 'to_ids'] as const

/** Everything that the elements of one event share on their way to STIX. */
export class EventScope {
  readonly bundle: BundleScope
  readonly mappings: Mappings
  readonly profile: Profile
  readonly uuid: string
  /** Time of the event, for elements that have none. */
  readonly modified: string
  /** `created` of elements that are not older. */
  readonly created: string
  creator: string | undefined
  /** The event's confidence, for elements that have none of their own. */
  readonly confidence: number | undefined
  readonly markings: readonly Marking[]
  readonly markingIds: ReadonlySet<string>
  /** What the container refers to, in order. */
  readonly refs: string[] = []
  /** UUID of an element -> the object that carries it. */
  readonly carriers = new Map<string, string>()
  /** UUIDs that object references name. */
  readonly wanted = new Set<string>()
  /** Facts of elements that a reference may hold a small copy of. */
  readonly facts = new Map<string, MispRecord>()
  /** What can be written only when all carriers are known: references and relationships. */
  readonly later: Later[] = []
  /** The id of the container to be; results of a search have none, and what refers to other elements travels whole. */
  readonly containerId: string
  readonly isSearch: boolean
  /** Objects that may share an observable with others of the event. */
  readonly held: MispRecord[] = []
  /** Objects that are written when all carriers are known. */
  readonly atEnd: (() => void)[] = []
  /** UUIDs of elements of foreign objects -> what of them has no place in STIX. */
  beside: Record<string, unknown> | undefined
  /** Keys of elements that foreign objects still give, and MISP does not have any more. */
  gone: readonly string[] | undefined
  /** Identities that this event has written, for reading back. */
  readonly identities = new Map<string, StixObject>()

  constructor(
    bundle: BundleScope,
    facts: {
      uuid: string
      containerId: string
      isSearch: boolean
      modified: string
      created: string
      creator: string | undefined
      confidence: number | undefined
      markings: readonly Marking[]
    },
  ) {
    this.bundle = bundle
    this.mappings = bundle.mappings
    this.profile = bundle.profile
    this.uuid = facts.uuid
    this.containerId = facts.containerId
    this.isSearch = facts.isSearch
    this.modified = facts.modified
    this.created = facts.created
    this.creator = facts.creator
    this.confidence = facts.confidence
    this.markings = facts.markings
    this.markingIds = new Set(facts.markings.map(({ id }) => id))
  }

  /** Writes an object of this event and lists it in the container. */
  write(object: StixObject, markings: readonly Marking[]): void {
    this.refs.push(object.id)
    this.bundle.write(object, markings)
  }

  /** Keeps observables of this event and lists each in the container once, in an order in which traffic stands before its addresses. */
  observe(objects: readonly StixObject[], markings: readonly Marking[]): void {
    for (const object of objects) if (this.bundle.observe(object, markings, this)) this.refs.push(object.id)
  }

  /**
   * The UUID under which an element is written: its own, unless that is missing, no UUID, or taken by another element of the
   * kind. Then a UUIDv5 of parent, kind, content and occurrence.
   */
  uuidFor(kind: string, record: MispRecord, parent: string = this.uuid): string {
    const { uuid } = record
    if (typeof uuid === 'string') {
      const folded = uuid.toLowerCase()
      if (isUuid(folded) && this.bundle.claim(kind, folded)) return folded
    }
    const key = `${parent}:${kind}:${canonicalJson(withoutServerKeys(record))}`
    for (;;) {
      const made = uuid5(`${key}:${this.bundle.occurrence(key)}`)
      if (this.bundle.claim(kind, made)) return made
    }
  }

  /** `modified` of an element from its own timestamp, else the event's. */
  timeOf(timestamp: unknown): string {
    const seconds = typeof timestamp === 'string' && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : timestamp
    return (typeof seconds === 'number' && Number.isSafeInteger(seconds) ? isoMilliseconds(seconds) : undefined) ?? this.modified
  }

  /** The identity of an organisation, written when it is first met; `undefined` for one without uuid and name. */
  identity(organisation: MispRecord): string | undefined {
    const object = organisationIdentity(organisation)
    if (object !== undefined && !this.identities.has(object.id)) {
      this.identities.set(object.id, object)
      this.bundle.writeOnce(object)
    }
    return object?.id
  }

  /** Remembers of an element what references to it repeat. */
  remember(uuid: string, record: MispRecord): void {
    const facts: MispRecord = {}
    for (const key of COPIED_KEYS) if (record[key] !== undefined) facts[key] = record[key]
    this.facts.set(uuid, facts)
  }

  /** A new SDO or SRO with what all of them have. */
  start(
    type: string,
    uuid: string,
    modified: string,
    created: string = this.created < modified ? this.created : modified,
  ): StixObject {
    const object: StixObject = { type, spec_version: '2.1', id: `${type}--${uuid}` }
    if (this.creator !== undefined) object['created_by_ref'] = this.creator
    object['created'] = created
    object['modified'] = modified
    return object
  }

  /** A diagnostic about something in this event. */
  report(severity: Severity, code: string, message: string, about: { uuid?: unknown; path?: string; id?: string } = {}): void {
    const { uuid, ...rest } = about
    this.bundle.report({ code, severity, message, event: this.uuid, ...(typeof uuid === 'string' && { uuid }), ...rest })
  }
}

/**
 * Puts onto a carrier what reading it does not give back. `predicted` is what reading gives, without tags; `names` the tags that
 * read back; `extra` further residue of the element's kind.
 */
export function carry(
  scope: EventScope,
  carrier: StixObject,
  element: ElementKind,
  original: MispRecord,
  predicted: MispRecord,
  names: readonly string[] = [],
  skip?: ReadonlySet<string>,
  extra?: Record<string, unknown>,
): void {
  const carried: Record<string, unknown> = { extension_type: 'property-extension', element, authored: true }
  const untagged = takeTags(original, names, skip)
  Object.assign(carried, untagged.carried, difference(untagged.record, predicted, untagged.skip), extra)
  if (!scope.profile.residue) {
    const message = `facts that STIX has no place for are left out of the profile ${scope.profile.name}`
    scope.bundle.announce('facts-left-out', message, countFacts(carried))
    return
  }
  const extensions = (carrier['extensions'] ??= {}) as Record<string, unknown>
  extensions[RESIDUE_EXTENSION.id] = carried
}

/** Declares a type of ours by its extension. */
export function declareCustom(object: StixObject): void {
  object['extensions'] = { [MISP_SDO_EXTENSION.id]: { extension_type: 'new-sdo' } }
}
