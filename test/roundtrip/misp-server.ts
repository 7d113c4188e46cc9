import { asServed } from '../../src/misp/normalise.ts'
import type { MispRecord } from '../../src/index.ts'
import { isOriginal } from '../../src/convert/original/original.ts'

/** An event as a MISP server serves it after it took it in, and how much the server did to it. */
export interface Served {
  event: MispRecord
  changes: number
}

/**
 * Plays what a MISP 2.5 does to an event (measured, `reference/misp.md` 1.10 and 2.2): values in its own form, times in microseconds,
 * numeric ids, defaults for what was not said, new stamps, tags with colours, the second equal attribute gone.
 */
export function served(source: MispRecord): Served {
  const event = structuredClone(source)
  let [changes, id] = [0, 1000]
  const seen = new Set<string>()
  const attribute = (record: MispRecord): void => {
    const value = asServed(String(record['type']), String(record['value']))
    if (value !== record['value']) changes++
    Object.assign(record, {
      id: String(id++),
      event_id: '7',
      object_id: '0',
      value,
      deleted: false,
      disable_correlation: false,
      sharing_group_id: '0',
    })
    record['distribution'] ??= '5'
    record['comment'] ??= ''
    record['object_relation'] ??= null
    record['timestamp'] = '1790000000'
    changes++
    for (const key of ['first_seen', 'last_seen']) record[key] ??= null
    tags(record)
  }
  const tags = (record: MispRecord): void => {
    for (const tag of (record['Tag'] as MispRecord[] | undefined) ?? [])
      Object.assign(tag, { id: String(id++), colour: '#004646', exportable: true, user_id: '0', local: false })
  }
  const attributes = (event['Attribute'] as MispRecord[] | undefined) ?? []
  event['Attribute'] = attributes.filter((record) => {
    attribute(record)
    const key = [record['type'], record['category'], record['value']].join('\0')
    if (seen.has(key)) changes++
    return seen.size < seen.add(key).size
  })
  for (const object of (event['Object'] as MispRecord[] | undefined) ?? []) {
    Object.assign(object, { id: String(id++), event_id: '7', sharing_group_id: '0', deleted: false, timestamp: '1790000000' })
    object['distribution'] ??= '5'
    object['comment'] ??= ''
    object['description'] ??= 'as the template has it'
    for (const record of (object['Attribute'] as MispRecord[] | undefined) ?? []) {
      if (isOriginal(object)) continue
      attribute(record)
      record['object_id'] = object['id']
    }
  }
  tags(event)
  Object.assign(event, {
    id: '7',
    org_id: '1',
    orgc_id: '2',
    attribute_count: '0',
    timestamp: '1790000001',
    locked: true,
    proposal_email_lock: false,
  })
  event['distribution'] ??= '1'
  event['publish_timestamp'] ??= '0'
  event['Org'] = { id: '1', name: 'ORGNAME', uuid: '3f1e0f0c-7a3b-4a51-9d25-0d5c2a6f0a11', local: true }
  return { event, changes }
}
