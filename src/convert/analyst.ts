import type { StixObject } from '../stix/types.ts'
import { uuidOf } from '../stix/id.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import type { Left } from './children.ts'
import { withoutIds } from './parts.ts'
import { isWithheldByProfile } from './profile-filter.ts'
import { carry } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'

/** Writes what hangs on a note or opinion in its turn. */
type WriteNested = (scope: EventScope, record: MispRecord, parent: Parent) => Left

/** Writes analyst notes and opinions that hang on an element, with all that hangs on them. Relationships wait until all carriers are known. */
export function writeAnalystData(
  scope: EventScope,
  key: string,
  list: unknown,
  parent: Parent,
  nested: WriteNested,
  of?: string,
): unknown[] {
  const left: unknown[] = []
  for (const record of Array.isArray(list) ? (list as unknown[]) : []) {
    if (!isRecord(record)) left.push(record)
    else if (isWithheldByProfile(scope.bundle, record)) continue
    else if (key === 'Relationship' && scope.isSearch) left.push(record)
    else if (key === 'Relationship') scope.later.push({ list: key, record, parent, of: of ?? parent.uuid })
    else if (!writeText(scope, key === 'Note' ? 'analyst-note' : 'analyst-opinion', record, parent, nested, of)) left.push(record)
  }
  return left
}

function writeText(
  scope: EventScope,
  kind: 'analyst-note' | 'analyst-opinion',
  record: MispRecord,
  parent: Parent,
  nested: WriteNested,
  of: string | undefined,
): boolean {
  const row = scope.mappings.envelope(kind)
  const probe: StixObject = { type: row.type, id: '' }
  writeRecord(row, record, probe)
  if (row.type === 'note' ? probe['content'] === undefined : probe['opinion'] === undefined) return false
  const uuid = scope.uuidFor(row.type, record, parent.uuid)
  const object = { ...scope.start(row.type, uuid, scope.modified), ...withoutIds(probe) }
  orderTimes(object)
  object['object_refs'] = [parent.carrier.id]
  if (scope.profile.labels && typeof row.raw.label === 'string') object['labels'] = [row.raw.label]
  const own = { uuid, carrier: object, indicator: undefined, markings: parent.markings }
  const left = nested(scope, record, own)
  scope.carriers.set(uuid, object.id)
  const predicted = readAnalystData(scope.mappings, kind, object)
  const extra = of === undefined ? left.extra : { ...left.extra, parent: of }
  carry(scope, object, row.type === 'note' ? 'note' : 'opinion', left.record, predicted, [], left.skip, extra)
  scope.write(object, parent.markings)
  return true
}

/** `modified` is never earlier than `created` (section 3.2). */
export function orderTimes(object: StixObject): void {
  const { created, modified } = object
  if (typeof created === 'string' && typeof modified === 'string' && created > modified) object['created'] = modified
}

/** Reads analyst data back, residue not included. */
export function readAnalystData(mappings: Mappings, kind: string, object: StixObject): MispRecord {
  const record = readRecord(mappings.envelope(kind), object, { uuid: uuidOf(object.id) })
  const refs = object['object_refs']
  const about = Array.isArray(refs) ? refs[0] : object['source_ref']
  if (typeof about === 'string') record['object_uuid'] = uuidOf(about)
  if (typeof object['x_misp_opinion'] === 'number') record['opinion'] = String(object['x_misp_opinion'])
  return record
}
