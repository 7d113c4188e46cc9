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

/** An element of an event. */
export class Entry {
  readonly kind: EntryKind
  /** What it is called among those of its kind. */
  readonly name: string
  readonly record: MispRecord
  /** Key of the element in whose list it stands; of those in the event's own, that of the event. */
  readonly parent: string
  /** The list in which it stands. */
  readonly list: string
  #key: string | undefined

  constructor(kind: EntryKind, name: string, record: MispRecord, parent: string, list: string) {
    this.kind = kind
    this.name = name
    this.record = record
    this.parent = parent
    this.list = list
  }

  /** What it is known by: its kind and name. Of most elements of an event that was not touched nobody asks. */
  get key(): string {
    return (this.#key ??= `${this.kind} ${this.name}`)
  }
}

/** What takes note of the elements of an event. */
export interface Census {
  /** An element; `false` where it is known already, and with it all that hangs on it. */
  element(entry: Entry): boolean
  /** A cluster on an element; the same one comes in a galaxy, and again as a tag. */
  cluster(record: MispRecord, parent: Entry): void
}

/** Shows all elements of an event, those first that others hang on. */
export function takeCensus(event: MispRecord, census: Census): void {
  enter(entryOf(event), census)
}

/** Shows an attribute or object of an event, and all that hangs on it. */
export function takeCensusOf(list: 'Attribute' | 'Object', record: MispRecord, census: Census): void {
  enterChild(list === 'Object' ? 'object' : 'attribute', record, ANY_EVENT, list, census)
}

function enter(entry: Entry, census: Census): void {
  if (!census.element(entry)) return
  const { record } = entry
  if (holdsLists(record)) {
    for (const [list, kind] of LISTS) {
      const children = record[list]
      if (!Array.isArray(children)) continue
      for (const child of children as unknown[]) if (isRecord(child)) enterChild(kind, child, entry, list, census)
    }
  }
  showClusters(entry, census)
}

/** Most attributes have no list but their tags, which is seen faster than that none of `LISTS` is there. */
function holdsLists(record: MispRecord): boolean {
  for (const key in record) if (typeof record[key] === 'object' && key !== 'Tag') return true
  return false
}

function enterChild(kind: EntryKind, record: MispRecord, parent: Entry, list: string, census: Census): void {
  if (isTrue(record['deleted']) || (kind === 'object' && isOriginal(record))) return
  const { uuid } = record
  if (kind === 'sighting' && asText(record['type']) === '2')
    return enter(new Entry('expiry', `${parent.key} expiry`, record, parent.key, list), census)
  const name = typeof uuid === 'string' ? uuid.toLowerCase() : `${parent.key} ${hashOf(kind, record).toString(16)}`
  enter(new Entry(kind, name, record, parent.key, list), census)
}

/** Clusters of an element: in its galaxies, or only in its tags. */
function showClusters(entry: Entry, census: Census): void {
  const { Galaxy: galaxies, Tag: tags } = entry.record
  if (galaxies !== undefined)
    for (const galaxy of recordsIn(galaxies))
      for (const cluster of recordsIn(galaxy['GalaxyCluster'])) census.cluster(cluster, entry)
  if (!Array.isArray(tags)) return
  for (const tag of tags as unknown[]) {
    const name = isRecord(tag) ? asText(tag['name']) : ''
    const [, type, value] = (name.startsWith(CLUSTER_PREFIX) && CLUSTER_TAG.exec(name)) || []
    if (type !== undefined && value !== undefined) census.cluster({ type, value }, entry)
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

  cluster(record: MispRecord, { key: parent }: Entry): void {
    const name = clusterName(asText(record['type']), asText(record['value']))
    for (const alias of clusterAliases(record, parent)) this.byUuid.add(alias)
    const cluster = new Entry('cluster', name, record, '', '')
    if (tellsMore(record, this.entries.get(cluster.key)?.record)) this.entries.set(cluster.key, cluster)
    const link = new Entry('link', `${parent} ${cluster.key}`, record, parent, 'Galaxy')
    if (!this.entries.has(link.key)) this.entries.set(link.key, link)
  }
}

/** A tag tells less than the cluster; of equally good ones the first counts. */
export function tellsMore(record: MispRecord, known: MispRecord | undefined): boolean {
  return known === undefined || (known['uuid'] === undefined && record['uuid'] !== undefined)
}

/** The key of the event itself. */
export const EVENT = 'event itself'

function entryOf(event: MispRecord): Entry {
  return new Entry('event', 'itself', event, '', '')
}

/** Stands for the event where only its key counts. */
const ANY_EVENT = entryOf({})

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

/** The key of a cluster. */
export function clusterKey(type: string, value: string): string {
  return `cluster ${clusterName(type, value)}`
}

/** What a cluster is called: MISP knows it by type and value. */
function clusterName(type: string, value: string): string {
  return `${type} ${value.replaceAll('"', "'")}`
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
