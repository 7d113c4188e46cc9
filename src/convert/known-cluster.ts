import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'

/** By what an SDO was found to mean a cluster, the surest first. */
export type MatchRule = 'uuid' | 'external-id' | 'name' | 'synonym' | 'alias'

/** A galaxy as MISP shows it in an event, without its clusters. */
export interface KnownGalaxy extends MispRecord {
  /** Absent where only the cluster file is there: the uuid in that one is the collection's. */
  uuid?: string
  name: string
  type: string
  description: string
  namespace?: string
  icon?: string
  version?: string
}

/** A cluster as MISP shows it in an event. */
export interface KnownGalaxyCluster extends MispRecord {
  uuid: string
  type: string
  value: string
  tag_name: string
  description: string
  source: string
  authors: string[]
  version: string
  meta: Record<string, string[]>
  collection_uuid?: string
}

/** A cluster of the catalogue together with its galaxy, and how it was found. */
export interface KnownCluster {
  galaxy: KnownGalaxy
  cluster: KnownGalaxyCluster
  by: MatchRule
}

/** Where a cluster stands in the files of misp-galaxy. */
export interface ClusterSource {
  /** `galaxies/<name>.json`, where there is one. */
  galaxy: MispRecord | undefined
  /** `clusters/<name>.json`; only what it says of all its clusters is read. */
  file: MispRecord
  type: string
  uuid: string
  value: string
  entry: MispRecord
}

/** The same in the form of MISP's events, which is also that of its REST interface: versions are texts, `meta` holds lists of texts. */
export function knownCluster({ galaxy, file, type, uuid, value, entry }: ClusterSource, by: MatchRule): KnownCluster {
  const collection = textOf(file['uuid'])
  const cluster = {
    uuid,
    type,
    value,
    tag_name: `misp-galaxy:${type}="${value}"`,
    description: textOf(entry['description']) ?? '',
    source: textOf(file['source']) ?? '',
    authors: textsIn(file['authors']),
    version: textOf(file['version']) ?? '',
    meta: metaOf(entry['meta']),
    ...(collection !== undefined && { collection_uuid: collection }),
  }
  return { galaxy: galaxyOf(galaxy ?? nameless(file), type), cluster, by }
}

/** What a cluster file says of its galaxy. Its uuid and version are those of the collection. */
function nameless({ name, description }: MispRecord): MispRecord {
  return { name, description }
}

function galaxyOf(head: MispRecord, type: string): KnownGalaxy {
  const galaxy: KnownGalaxy = { name: textOf(head['name']) ?? type, type, description: textOf(head['description']) ?? '' }
  for (const key of ['uuid', 'namespace', 'icon', 'version'] as const) {
    const text = textOf(head[key])
    if (text !== undefined) galaxy[key] = text
  }
  return galaxy
}

/** MISP keeps `meta` as pairs of texts: a single value is a list of one, an empty list is nothing, what nests deeper has no place. */
function metaOf(meta: unknown): Record<string, string[]> {
  const pairs = Object.entries(isRecord(meta) ? meta : {})
    .filter(([key]) => key !== '__proto__')
    .map(([key, value]) => [key, textsIn(value)] as const)
  return Object.fromEntries(pairs.filter(([, texts]) => texts.length > 0))
}

/** The texts of a list, or a single text; numbers and truth values count as text. */
export function textsIn(value: unknown): string[] {
  return [value].flat().flatMap((item) => textOf(item) ?? [])
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
