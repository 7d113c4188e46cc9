import { parseTime } from '../../stix/timestamp.ts'
import { isRecord } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { asServed } from '../../misp/normalise.ts'
import { asText, distinct, isTrue } from '../text.ts'
import type { EntryKind } from './inventory.ts'

/** Hash of what an element says that STIX has a place for, the same before and after a MISP server has kept it: 32 bits. */
export function hashOf(kind: EntryKind, record: MispRecord): number {
  if (kind === 'attribute') return hashOfAttribute(record)
  if (kind === 'cluster' && record['collection_uuid'] === undefined) return OFFSET
  let hash = OFFSET
  for (const key of TEXTS[kind] ?? []) hash = foldText(hash, record[key])
  if (kind === 'cluster') hash = foldMeta(hash, record['meta'])
  if (kind === 'object') hash = foldSeen(hash, record)
  if (kind === 'event') hash = foldTags(hash, record['Tag'])
  return hash >>> 0
}

function hashOfAttribute(record: MispRecord): number {
  const { type, value, data } = record
  let hash = foldText(OFFSET, type)
  hash = foldText(hash, record['category'])
  hash = foldText(hash, record['object_relation'])
  hash = foldText(hash, record['comment'])
  hash = fold(hash, asServed(asText(type), asText(value)))
  hash = fold(hash, isTrue(record['to_ids']) ? '1' : '0')
  hash = fold(hash, typeof data === 'string' ? data : '')
  return foldTags(foldSeen(hash, record), record['Tag']) >>> 0
}

/** Blanks around a text get lost on the way. */
function foldText(before: number, value: unknown): number {
  return fold(before, asText(value).trim())
}

/** FNV-1a of a text and its length, so that no two rows of texts are the same. */
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
function foldTags(before: number, tags: unknown): number {
  if (!Array.isArray(tags)) return before
  const names: string[] = []
  for (const tag of tags as unknown[]) {
    const name = isRecord(tag) ? asText(tag['name']).trim() : CLUSTER_PREFIX
    if (!name.startsWith(CLUSTER_PREFIX)) names.push(name)
  }
  if (names.length === 0) return before
  let sum = 0
  for (const name of distinct(names)) sum = (sum + fold(OFFSET, name)) | 0
  return Math.imul(before ^ sum, PRIME)
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
