import { isRecord, recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { asServed } from '../../misp/normalise.ts'
import { asText, isTrue } from '../text.ts'
import { isOriginal } from './original.ts'
import { CLUSTER_PREFIX, hashOf } from './said.ts'

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

/** What takes note of the elements of an event. */
export interface Census {
  /** An element; `false` where it is known already, and with it all that hangs on it. */
  element(entry: Entry): boolean
  /** A cluster, on the element of this key; the same one comes in a galaxy, and again as a tag. */
  cluster(record: MispRecord, parent: string): void
}

/** Shows all elements of an event, those first that others hang on. */
export function takeCensus(event: MispRecord, census: Census): void {
  enter({ ...EVENT_ENTRY, record: event }, census)
}

/** Shows an attribute or object of an event, and all that hangs on it. */
export function takeCensusOf(list: 'Attribute' | 'Object', record: MispRecord, census: Census): void {
  enterChild(list === 'Object' ? 'object' : 'attribute', record, EVENT_ENTRY, list, census)
}

function enter(entry: Entry, census: Census): void {
  if (!census.element(entry)) return
  const { record } = entry
  for (const [list, kind] of LISTS) {
    const children = record[list]
    if (!Array.isArray(children)) continue
    for (const child of children as unknown[]) if (isRecord(child)) enterChild(kind, child, entry, list, census)
  }
  showClusters(record, entry.key, census)
}

function enterChild(kind: EntryKind, record: MispRecord, parent: Entry, list: string, census: Census): void {
  if (isTrue(record['deleted']) || (kind === 'object' && isOriginal(record))) return
  const expires = kind === 'sighting' && asText(record['type']) === '2'
  const uuid = record['uuid']
  const name = expires
    ? `${parent.key} expiry`
    : typeof uuid === 'string'
      ? uuid.toLowerCase()
      : `${parent.key} ${hashOf(kind, record)}`
  const known = expires ? 'expiry' : kind
  enter({ key: `${known} ${name}`, kind: known, record, parent: parent.key, list }, census)
}

/** Clusters of an element: in its galaxies, or only in its tags. */
function showClusters({ Galaxy: galaxies, Tag: tags }: MispRecord, parent: string, census: Census): void {
  if (galaxies !== undefined)
    for (const galaxy of recordsIn(galaxies))
      for (const cluster of recordsIn(galaxy['GalaxyCluster'])) census.cluster(cluster, parent)
  if (!Array.isArray(tags)) return
  for (const tag of tags as unknown[]) {
    const name = isRecord(tag) ? asText(tag['name']) : ''
    const [, type, value] = (name.startsWith(CLUSTER_PREFIX) && CLUSTER_TAG.exec(name)) || []
    if (type !== undefined && value !== undefined) census.cluster({ type, value }, parent)
  }
}

/** All elements of an event, by their keys. */
export class Inventory implements Census {
  readonly entries = new Map<string, Entry>()
  /** Clusters and links by the UUID of the cluster: MISP may know it under another name. */
  readonly byUuid = new Set<string>()
  private knownValues: Set<string> | undefined

  constructor(event: MispRecord) {
    takeCensus(event, this)
  }

  /** Type and value of every attribute, as MISP serves them. */
  get values(): ReadonlySet<string> {
    this.knownValues ??= new Set(
      [...this.entries.values()].flatMap(({ kind, record }) => (kind === 'attribute' ? valueKey(record) : [])),
    )
    return this.knownValues
  }

  element(entry: Entry): boolean {
    if (this.entries.has(entry.key)) return false
    this.entries.set(entry.key, entry)
    return true
  }

  cluster(record: MispRecord, parent: string): void {
    const name = clusterKey(asText(record['type']), asText(record['value']))
    for (const key of clusterAliases(record, parent)) this.byUuid.add(key)
    if (tellsMore(record, this.entries.get(name)?.record))
      this.entries.set(name, { key: name, kind: 'cluster', record, parent: '', list: '' })
    const key = linkKey(parent, name)
    if (!this.entries.has(key)) this.entries.set(key, { key, kind: 'link', record, parent, list: 'Galaxy' })
  }
}

/** A tag tells less than the cluster; of equally good ones the first counts. */
export function tellsMore(record: MispRecord, known: MispRecord | undefined): boolean {
  return known === undefined || (known['uuid'] === undefined && record['uuid'] !== undefined)
}

/** The key of the event itself. */
export const EVENT = 'event'

const EVENT_ENTRY: Entry = { key: EVENT, kind: 'event', record: {}, parent: '', list: '' }

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
