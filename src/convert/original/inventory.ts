import { parseTime } from '../../stix/timestamp.ts'
import { isRecord, recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { asServed } from '../../misp/normalise.ts'
import { shortHash } from '../residue.ts'
import { asText, isTrue } from '../text.ts'
import { isOriginal } from './original.ts'

/** What an entry of the inventory is. `link`: a cluster on an element; `event`: its own facts. */
export type EntryKind =
  | 'event'
  | 'attribute'
  | 'object'
  | 'reference'
  | 'report'
  | 'note'
  | 'opinion'
  | 'relationship'
  | 'sighting'
  | 'expiry'
  | 'cluster'
  | 'link'

/** An element of an event, known by its key. */
export interface Entry {
  key: string
  kind: EntryKind
  record: MispRecord
  /** Key of the element in whose list it stands; of those in the event's own, that of the event. */
  parent: string
  /** The list in which it stands. */
  list: string
}

/** All elements of an event. */
export class Inventory {
  readonly entries = new Map<string, Entry>()
  /** Clusters and links by the UUID of the cluster: MISP may know it under another name. */
  readonly byUuid = new Set<string>()
  private knownValues: Set<string> | undefined

  constructor(event: MispRecord) {
    this.enter({ key: EVENT, kind: 'event', record: event, parent: '', list: '' })
  }

  /** Type and value of every attribute, as MISP serves them. */
  get values(): ReadonlySet<string> {
    this.knownValues ??= new Set(
      [...this.entries.values()].flatMap(({ kind, record }) => (kind === 'attribute' ? valueKey(record) : [])),
    )
    return this.knownValues
  }

  private enter(entry: Entry): void {
    const { key, record } = entry
    this.entries.set(key, entry)
    for (const [list, inner] of LISTS) {
      const children = record[list]
      if (children !== undefined) for (const each of recordsIn(children)) this.child(inner, each, entry, list)
    }
    this.clusters(record, key)
  }

  private child(kind: EntryKind, record: MispRecord, parent: Entry, list: string): void {
    if (isTrue(record['deleted']) || (kind === 'object' && isOriginal(record))) return
    const expires = kind === 'sighting' && asText(record['type']) === '2'
    const uuid = record['uuid']
    const name = expires
      ? `${parent.key} expiry`
      : typeof uuid === 'string'
        ? uuid.toLowerCase()
        : `${parent.key} ${hashOf(kind, record)}`
    const key = `${expires ? 'expiry' : kind} ${name}`
    if (!this.entries.has(key)) this.enter({ key, kind: expires ? 'expiry' : kind, record, parent: parent.key, list })
  }

  /** Clusters of an element: in its galaxies, or only in its tags. */
  private clusters(record: MispRecord, parent: string): void {
    for (const galaxy of recordsIn(record['Galaxy'])) {
      for (const cluster of recordsIn(galaxy['GalaxyCluster'])) this.cluster(cluster, parent)
    }
    for (const { name } of recordsIn(record['Tag'])) {
      const [, type, value] = CLUSTER_TAG.exec(asText(name)) ?? []
      if (type !== undefined && value !== undefined) this.cluster({ type, value }, parent)
    }
  }

  private cluster(record: MispRecord, parent: string): void {
    const name = clusterKey(asText(record['type']), asText(record['value']))
    for (const key of clusterAliases(record, parent)) this.byUuid.add(key)
    const known = this.entries.get(name)
    // A tag tells less than the cluster
    if (known === undefined || (known.record['uuid'] === undefined && record['uuid'] !== undefined))
      this.entries.set(name, { key: name, kind: 'cluster', record, parent: '', list: '' })
    const key = linkKey(parent, name)
    if (!this.entries.has(key)) this.entries.set(key, { key, kind: 'link', record, parent, list: 'Galaxy' })
  }
}

/** The key of the event itself. */
export const EVENT = 'event'

const LISTS: readonly (readonly [string, EntryKind])[] = [
  ['Attribute', 'attribute'],
  ['Object', 'object'],
  ['ObjectReference', 'reference'],
  ['EventReport', 'report'],
  ['Note', 'note'],
  ['Opinion', 'opinion'],
  ['Relationship', 'relationship'],
  ['Sighting', 'sighting'],
]

/** Lists whose entries are elements of their own. */
export const CHILD_LISTS: ReadonlySet<string> = new Set([...LISTS.map(([list]) => list), 'Galaxy'])

const CLUSTER_TAG = /^misp-galaxy:([^=]+)="(.*)"$/s

/** Is it the key of an attribute or object? */
export function isElement(key: string): boolean {
  return key.startsWith('attribute ') || key.startsWith('object ')
}

/** The key of a cluster: MISP knows it by type and value. */
export function clusterKey(type: string, value: string): string {
  return `cluster ${type} ${value.replaceAll('"', "'")}`
}

/** What a cluster, and its place on an element, are known by beside their names. */
export function clusterAliases({ uuid }: MispRecord, parent: string): string[] {
  return typeof uuid === 'string' ? [uuid.toLowerCase(), `${parent} ${uuid.toLowerCase()}`] : []
}

/** The key of a cluster on an element. */
export function linkKey(parent: string, cluster: string): string {
  return `link ${parent} ${cluster}`
}

/** What MISP tells attributes of one event apart by. */
export function valueKey({ type, value }: MispRecord): string {
  return `${asText(type)} ${asServed(asText(type), asText(value))}`
}

/** Hash of what an element says, the same before and after a MISP server has kept it. */
export function hashOf(kind: EntryKind, record: MispRecord): string {
  return shortHash(JSON.stringify(saidBy(kind, record)))
}

/** What an element says that STIX has a place for: texts, truths and lists of them, whose JSON has one form. */
function saidBy(kind: EntryKind, record: MispRecord): unknown[] {
  const texts = (TEXTS[kind] ?? []).map((key) => asText(record[key] ?? '').trim())
  if (kind === 'event') return [texts, tagsOf(record)]
  if (kind === 'object') return [texts, seenIn(record)]
  if (kind === 'cluster') return record['collection_uuid'] === undefined ? [] : [texts, metaOf(record['meta'])]
  if (kind !== 'attribute') return texts
  const { type, value, data, to_ids: toIds } = record
  const served = asServed(asText(type), asText(value))
  return [texts, served, isTrue(toIds), seenIn(record), tagsOf(record), typeof data === 'string' ? shortHash(data) : '']
}

/** Keys whose text counts. */
const TEXTS: Readonly<Partial<Record<EntryKind, readonly string[]>>> = {
  event: ['info', 'date'],
  attribute: ['type', 'category', 'object_relation', 'comment'],
  object: ['name', 'comment'],
  reference: ['relationship_type', 'referenced_uuid', 'comment'],
  report: ['name', 'content'],
  note: ['note', 'language', 'authors'],
  opinion: ['opinion', 'comment', 'authors'],
  relationship: ['relationship_type', 'related_object_uuid'],
  sighting: ['type', 'source', 'date_sighting'],
  expiry: ['date_sighting'],
  cluster: ['description'],
}

/** Clusters are told by their tags and by the galaxies: only once. */
function tagsOf({ Tag: tags }: MispRecord): string[] {
  const names = recordsIn(tags).map(({ name }) => asText(name).trim())
  return [...new Set(names.filter((name) => !name.startsWith('misp-galaxy:')))].sort()
}

function seenIn({ first_seen: first, last_seen: last }: MispRecord): string[] {
  return [first, last].map((time) => {
    const moment = typeof time === 'string' ? parseTime(time) : undefined
    return moment === undefined ? '' : `${moment.seconds}.${moment.fraction.padEnd(6, '0').slice(0, 6)}`
  })
}

/** MISP keeps every value of `meta` in a list. */
function metaOf(meta: unknown): [string, string[]][] {
  if (!isRecord(meta)) return []
  return Object.entries(meta)
    .map(([key, value]): [string, string[]] => [key, [value].flat().map(asText)])
    .sort(([one], [other]) => (one < other ? -1 : 1))
}
