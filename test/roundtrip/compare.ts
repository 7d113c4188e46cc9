import type { MispRecord } from '../../src/misp/types.ts'

/** What one server made for itself (the list of `misp_compare.py`, the judge that the interop tests run on the same events). */
const IGNORED = new Set([
  'id',
  'event_id',
  'org_id',
  'orgc_id',
  'object_id',
  'referenced_id',
  'source_id',
  'tag_id',
  'user_id',
  'galaxy_id',
  'galaxy_cluster_id',
  'attribute_id',
  'sharing_group_id',
  'organisation_id',
  'server_id',
  'old_id',
  'report_id',
  'event_tag_id',
  'attribute_tag_id',
  'attribute_count',
  'RelatedEvent',
  'RelatedAttribute',
  'event_creator_email',
  'Feed',
  'warnings',
  'value1',
  'value2',
])

/** Sorted members, sorted lists, without what is ignored: equal events have equal forms. Absent, null and empty stay distinct. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .map(comparable)
      .map(withText)
      .sort(byText)
      .map(([, item]) => item)
  if (typeof value !== 'object' || value === null) return value
  const record = value as MispRecord
  const keys = Object.keys(record).filter((key) => !IGNORED.has(key))
  return Object.fromEntries(keys.sort().map((key) => [key, comparable(record[key])]))
}

function withText(item: unknown): [string, unknown] {
  const uuid = typeof item === 'object' && item !== null ? (item as MispRecord)['uuid'] : ''
  return [`${String(uuid)} ${JSON.stringify(item)}`, item]
}

function byText([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
