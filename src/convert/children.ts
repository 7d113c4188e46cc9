import type { MispRecord } from '../misp/types.ts'
import { writeAnalystData } from './analyst.ts'
import { writeLinks } from './galaxies.ts'
import { writeSightings } from './sightings.ts'
import type { EventScope, Parent } from './scope.ts'

/** What is left of a record when its children have gone on carriers of their own. */
export interface Left {
  record: MispRecord
  skip: ReadonlySet<string> | undefined
  extra: Record<string, unknown> | undefined
}

/**
 * Writes what hangs on an element: galaxies, sightings, analyst data. `of` is the UUID of an attribute inside an object, whose
 * children refer to the object.
 */
export function writeChildren(scope: EventScope, record: MispRecord, parent: Parent, of?: string): Left {
  if (!hasChildren(record)) return { record, skip: undefined, extra: undefined }
  const skip = new Set<string>()
  const extra: Record<string, unknown> = {}
  const replaced: MispRecord = {}
  const keep = (key: string, all: unknown, left: unknown[]): void => {
    if (!Array.isArray(all) || all.length === 0) return
    if (left.length === 0) skip.add(key)
    else if (left.length < all.length) replaced[key] = left
  }
  keep('Galaxy', record['Galaxy'], writeLinks(scope, record['Galaxy'], parent, of))
  keep('Sighting', record['Sighting'], writeSightings(scope, record['Sighting'], parent, extra, of))
  for (const key of ['Note', 'Opinion', 'Relationship'])
    keep(key, record[key], writeAnalystData(scope, key, record[key], parent, writeChildren, of))
  return {
    record: Object.keys(replaced).length === 0 ? record : { ...record, ...replaced },
    skip: skip.size === 0 ? undefined : skip,
    extra: Object.keys(extra).length === 0 ? undefined : extra,
  }
}

const CHILD_KEYS = ['Galaxy', 'Sighting', 'Note', 'Opinion', 'Relationship'] as const

function hasChildren(record: MispRecord): boolean {
  return CHILD_KEYS.some((key) => Array.isArray(record[key]) && (record[key] as unknown[]).length > 0)
}
