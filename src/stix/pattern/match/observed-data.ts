import { MODEL } from '../../model.ts'
import type { StixObject } from '../../types.ts'
import { compareTimestamps, microsecondsOf } from './timestamps.ts'

/** Any JSON object. Fields are looked up as own ones only. */
export type Fields = Readonly<Record<string, unknown>>

/** An Observed Data and what it says: which observables were seen, when and how often. */
export interface ObservedData {
  readonly object: StixObject
  /** Its observables under their types. */
  readonly byType: ReadonlyMap<string, readonly Fields[]>
  /** Its observables under what `_ref` properties call them: their ids, or their keys in the `objects` of STIX 2.0. */
  readonly byReference: ReadonlyMap<string, Fields>
  /** How many observations it stands for (section 9.1). */
  readonly count: number
  /** Between which moments they were, in microseconds since 1970; both NaN where it does not say. */
  readonly first: number
  readonly last: number
}

/**
 * The Observed Data among some objects, in their order, each with its observables: those in its `objects` (STIX 2.0), and those in
 * its `object_refs` that are among the objects (2.1). Of several with one id the newest counts, and of those the last: they are
 * versions, and no observation is two. What is no STIX object is passed over.
 */
export function observedDataIn(objects: Iterable<unknown>): ObservedData[] {
  const observables = new Map<string, Fields>()
  const newest = new Map<string, StixObject>()
  for (const object of objects) {
    if (!isFields(object)) continue
    const { type, id } = object
    if (typeof type !== 'string' || typeof id !== 'string') continue
    if (type === 'observed-data') putNewest(newest, object as StixObject)
    else if ((MODEL[type]?.group ?? 'sco') === 'sco') observables.set(id, object)
  }
  return [...newest.values()].map((object) => readObservedData(object, observables))
}

function putNewest(newest: Map<string, StixObject>, object: StixObject): void {
  const known = newest.get(object.id)
  const order = known === undefined ? 0 : compareTimestamps(String(object['modified']), String(known['modified']))
  if (order === undefined || order >= 0) newest.set(object.id, object)
}

function readObservedData(object: StixObject, observables: ReadonlyMap<string, Fields>): ObservedData {
  const byReference = new Map<string, Fields>()
  const { objects, object_refs: references, number_observed: count } = object
  if (isFields(objects)) {
    for (const [key, observable] of Object.entries(objects)) if (isFields(observable)) byReference.set(key, observable)
  }
  for (const id of Array.isArray(references) ? (references as unknown[]) : []) {
    const observable = typeof id === 'string' ? observables.get(id) : undefined
    if (observable !== undefined) byReference.set(id as string, observable)
  }
  return {
    object,
    byType: Map.groupBy(byReference.values(), ({ type }) => String(type)),
    byReference,
    count: typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 1,
    ...timeOf(object),
  }
}

/** One of the two times stands for both. Times that contradict each other say nothing. */
function timeOf(object: StixObject): { first: number; last: number } {
  const first = microsecondsOf(object['first_observed'] ?? object['last_observed'])
  const last = microsecondsOf(object['last_observed'] ?? object['first_observed'])
  return first <= last ? { first, last } : { first: Number.NaN, last: Number.NaN }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
