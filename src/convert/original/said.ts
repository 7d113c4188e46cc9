import { parseTime } from '../../stix/timestamp.ts'
import { isRecord } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { asServed } from '../../misp/normalise.ts'
import { asText, isTrue } from '../text.ts'
import type { EntryKind } from './inventory.ts'

/** Hash of what an element says, the same before and after a MISP server has kept it. */
export function hashOf(kind: EntryKind, record: MispRecord): string {
  return hexOf(hashNumber(kind, record))
}

/** The hash as it stands in texts. */
export function hexOf(hash: number): string {
  return hash.toString(16).padStart(8, '0')
}

/** FNV-1a of what an element says that STIX has a place for, text by text: to put them into one takes longer than to hash them. */
export function hashNumber(kind: EntryKind, record: MispRecord): number {
  if (kind === 'cluster' && record['collection_uuid'] === undefined) return OFFSET
  let hash = OFFSET
  for (const key of TEXTS[kind] ?? []) hash = fold(hash, asText(record[key]).trim())
  if (kind === 'cluster') hash = foldMeta(hash, record['meta'])
  if (kind === 'attribute') hash = foldValue(hash, record)
  if (kind === 'attribute' || kind === 'object') hash = foldSeen(hash, record)
  if (kind === 'attribute' || kind === 'event') hash = foldTags(hash, record)
  return hash >>> 0
}

function foldValue(before: number, { type, value, data, to_ids: toIds }: MispRecord): number {
  const hash = fold(before, asServed(asText(type), asText(value)))
  return fold(fold(hash, isTrue(toIds) ? '1' : '0'), typeof data === 'string' ? data : '')
}

/** A text and its length, so that no two rows of texts are the same. */
function fold(before: number, text: string): number {
  let hash = Math.imul(before ^ text.length, PRIME)
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME)
  return hash
}

/** How a tag begins that stands for a cluster. */
export const CLUSTER_PREFIX = 'misp-galaxy:'

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

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

/** Clusters are told by their tags and by the galaxies: only once. MISP knows no order of tags. */
function foldTags(before: number, { Tag: tags }: MispRecord): number {
  if (!Array.isArray(tags)) return before
  const names: string[] = []
  for (const tag of tags as unknown[]) {
    const name = isRecord(tag) ? asText(tag['name']).trim() : undefined
    if (name !== undefined && !name.startsWith(CLUSTER_PREFIX)) names.push(name)
  }
  let hash = before
  let last: string | undefined
  for (const name of names.length > 1 ? names.sort() : names) {
    if (name !== last) hash = fold(hash, name)
    last = name
  }
  return hash
}

function foldSeen(before: number, { first_seen: first, last_seen: last }: MispRecord): number {
  return fold(fold(before, momentOf(first)), momentOf(last))
}

function momentOf(time: unknown): string {
  const moment = typeof time === 'string' ? parseTime(time) : undefined
  return moment === undefined ? '' : `${moment.seconds}.${moment.fraction.padEnd(6, '0').slice(0, 6)}`
}

/** MISP keeps every value of `meta` in a list. */
function foldMeta(before: number, meta: unknown): number {
  if (!isRecord(meta)) return before
  let hash = before
  for (const key of Object.keys(meta).sort()) {
    const values = [meta[key]].flat()
    hash = fold(fold(hash, key), String(values.length))
    for (const value of values) hash = fold(hash, asText(value))
  }
  return hash
}
