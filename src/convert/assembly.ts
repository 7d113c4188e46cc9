import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { BundleIndex } from './bundle-index.ts'
import type { ClusterReading } from './cluster-reader.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import type { ReadScope } from './parts.ts'

/** What reading one bundle needs throughout. */
export interface ReadContext {
  mappings: Mappings
  index: BundleIndex
  report: (diagnostic: Diagnostic) => void
}

/** Everything that is being put together of one event. */
export interface Assembly {
  context: ReadContext
  scope: ReadScope
  event: MispRecord
  eventUuid: string
  /** STIX id of whatever stands for an element -> its record. */
  byId: Map<string, MispRecord>
  /** UUID under which an element was written -> its record. */
  byUuid: Map<string, MispRecord>
  clusters: Map<MispRecord, ClusterReading[]>
  /** Clusters that some element is linked to. */
  linked: Set<string>
  used: Set<string>
  /** UUIDs that attributes of objects took from their observables. */
  claimed: Set<string>
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
    byId: new Map(),
    byUuid: new Map(),
    clusters: new Map(),
    linked: new Set(),
    used: new Set(),
    claimed: new Set(),
  }
}

/** The object of an id, wherever it stands in the bundle. */
export function definitionsOf(assembly: Assembly): (id: string) => StixObject | undefined {
  return assembly.context.index.resolve
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
