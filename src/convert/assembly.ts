import { uuidOf } from '../stix/id.ts'
import { parseTime } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { BundleIndex, Member } from './bundle-index.ts'
import type { ClusterReading } from './cluster-reader.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import type { ConvertOptions } from './profile.ts'
import type { ReadScope } from './parts.ts'
import { residueOf } from './residue.ts'
import { asText } from './text.ts'

/** What reading one bundle needs throughout. */
export interface ReadContext {
  mappings: Mappings
  index: BundleIndex
  options: ConvertOptions
  report: (diagnostic: Diagnostic) => void
}

/** A relationship that ties a cluster to an element. */
export interface Tie {
  relationship: string
  element: MispRecord
  cluster: StixObject
}

/** Everything that is being put together of one event. */
export interface Assembly {
  context: ReadContext
  scope: ReadScope
  event: MispRecord
  eventUuid: string
  /** STIX ids that stand for an element without being in the bundle -> its record. */
  strays: Map<string, MispRecord>
  /** UUID under which an element was written -> its record. */
  byUuid: Map<string, MispRecord>
  clusters: Map<MispRecord, ClusterReading[]>
  /** Domain objects that were read as clusters of which nothing else is known. */
  readings: Map<StixObject, ClusterReading>
  /** An object -> those that stand in its observable. */
  inside: Map<MispRecord, MispRecord[]>
  /** Which relationship ties which cluster to which element. */
  ties: Tie[]
  /** What domain objects do to one another. */
  clusterRelations: { from: StixObject; to: StixObject; type: string }[]
  /** Clusters that some element is linked to. */
  linked: Set<string>
  /** UUIDs that attributes of objects took from their observables. */
  claimed: Set<string>
  /** Type -> value as MISP keeps it -> the attribute that foreign objects gave: MISP tells attributes of an event apart by them. */
  equal: Map<string, Map<string, MispRecord>>
  /** The names of the tags of attributes that several objects gave. */
  joined: Map<MispRecord, Set<string>>
  /** Ids of objects that belong to several events of the bundle. */
  shared: ReadonlySet<string>
  /** `modified` of the container, for what has no time of its own. */
  timestamp: string | undefined
  /** Characters that elements have from objects that give several (`repeat`). */
  repeated: number
}

/** Characters. Beyond this no MISP takes the event, and few machines hold it. */
const MOST_REPEATED = 2 ** 30

/**
 * Counts what an element repeats of an object that gives it to others as well: a bundle of a few megabytes can ask for any number
 * of gigabytes. Throws an Error beyond `MOST_REPEATED`.
 */
export function repeat(assembly: Assembly, characters: number): void {
  assembly.repeated += characters
  if (assembly.repeated > MOST_REPEATED)
    throw new Error(`its elements would repeat more than ${MOST_REPEATED} characters of comments, tags and clusters`)
}

/** Starts putting an event together; `container` is undefined for the results of a search. */
export function openAssembly(context: ReadContext, container: StixObject | undefined): Assembly {
  const { index, mappings } = context
  const marks = container?.['object_marking_refs']
  const inherited = new Set<string>(Array.isArray(marks) ? marks.filter((id): id is string => typeof id === 'string') : [])
  return {
    context,
    scope: { mappings, resolve: index.resolve, inherited },
    event: {},
    eventUuid: container === undefined ? '' : uuidOf(container.id),
    strays: new Map(),
    byUuid: new Map(),
    clusters: new Map(),
    readings: new Map(),
    clusterRelations: [],
    inside: new Map(),
    ties: [],
    linked: new Set(),
    claimed: new Set(),
    equal: new Map(),
    joined: new Map(),
    shared: index.shared,
    timestamp: container === undefined ? undefined : timestampOf(container),
    repeated: 0,
  }
}

/** The object of an id, wherever it stands in the bundle. */
export function definitionsOf(assembly: Assembly): (id: string) => StixObject | undefined {
  return assembly.context.index.resolve
}

/** Takes the objects that belong to the event. */
export function enterAll({ event }: Assembly, members: readonly Member[]): void {
  for (const member of members) enter(event, member).own = true
}

/** Starts a member anew where another event had to do with it. */
function enter(event: MispRecord, member: Member): Member {
  if (member.event === event) return member
  member.event = event
  member.own = false
  member.record = undefined
  member.others = undefined
  member.used = false
  member.partner = undefined
  member.alternatives = undefined
  return member
}

/** The member of an id, whether it belongs to this event or not. */
export function memberOf(assembly: Assembly, id: unknown): Member | undefined {
  const member = assembly.context.index.members.get(String(id))
  return member === undefined ? undefined : enter(assembly.event, member)
}

/** The record that the object of an id stands for. */
export function recordOf(assembly: Assembly, id: unknown): MispRecord | undefined {
  return memberOf(assembly, id)?.record ?? (assembly.strays.size > 0 ? assembly.strays.get(String(id)) : undefined)
}

/** All records that a member stands for, or for a part of. */
export function recordsOf({ record, others }: Member): readonly MispRecord[] {
  return record === undefined ? [] : others === undefined ? [record] : [record, ...others]
}

/** `modified` of an object as MISP keeps times, in seconds; `undefined` for one that has none. */
export function timestampOf({ modified, created }: StixObject): string | undefined {
  const moment = parseTime(asText(modified ?? created ?? ''))
  return moment === undefined ? undefined : String(moment.seconds)
}

/** What MISP calls an element of this kind where analyst data refer to it. */
export function kindOf({ event }: Assembly, record: MispRecord): string {
  // The event gets its info last
  if (record === event || record['info'] !== undefined) return 'Event'
  if (record['note'] !== undefined) return 'Note'
  if (record['opinion'] !== undefined) return 'Opinion'
  if (record['content'] !== undefined) return 'EventReport'
  return record['type'] === undefined ? 'Object' : 'Attribute'
}

/** The element that an object hangs on by its residue, where that is not what the object refers to. */
export function namedParent(assembly: Assembly, object: StixObject): MispRecord | undefined {
  const named = residueOf(object)?.['parent']
  return typeof named === 'string' ? assembly.byUuid.get(named) : undefined
}

/** Lets an object stand for a record, unless it stands for another already. */
export function standFor(assembly: Assembly, id: unknown, record: MispRecord): void {
  const member = memberOf(assembly, id)
  if (member !== undefined) member.record ??= record
  else if (!assembly.strays.has(String(id))) assembly.strays.set(String(id), record)
}

/** Says that an object has found its place. */
export function use(assembly: Assembly, id: unknown): void {
  const member = memberOf(assembly, id)
  if (member !== undefined) member.used = true
}

/** Adds a record to one of its parent's lists. */
export function attach(parent: MispRecord, key: string, record: MispRecord): void {
  const list = parent[key]
  if (Array.isArray(list)) list.push(record)
  else parent[key] = [record]
}

/** Says something of an object that is at fault. */
export function report(
  assembly: Assembly,
  code: string,
  object: StixObject,
  message: string,
  severity: Severity = 'warning',
): void {
  assembly.context.report({
    code,
    severity,
    message: `${object.type}: ${message}`,
    id: object.id,
    event: assembly.eventUuid,
  })
}
