import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import { orderTimes, readAnalystData } from './analyst.ts'
import { writeChildren } from './children.ts'
import { carry } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'

/** Writes an object reference as a relationship; `false` when its other end is not in the event. */
export function writeReference(scope: EventScope, record: MispRecord, parent: Parent): boolean {
  const wanted = String(record['referenced_uuid']).toLowerCase()
  const target = scope.carriers.get(wanted)
  if (target === undefined) return false
  const object = scope.start(
    'relationship',
    scope.uuidFor('relationship', record, parent.uuid),
    scope.timeOf(record['timestamp']),
  )
  writeRecord(scope.mappings.envelope('object-reference'), record, object)
  object['relationship_type'] ??= 'related-to'
  object['source_ref'] = parent.carrier.id
  object['target_ref'] = target
  carry(scope, object, 'reference', record, readReference(scope.mappings, object))
  scope.write(object, parent.markings)
  return true
}

/** Reads an object reference back, residue not included. */
export function readReference(mappings: Mappings, object: StixObject): MispRecord {
  const record = readRecord(mappings.envelope('object-reference'), object, { uuid: uuidOf(object.id) })
  record['referenced_uuid'] = uuidOf(String(object['target_ref']))
  record['object_uuid'] = uuidOf(String(object['source_ref']))
  return record
}

/** Writes an analyst's relationship, or says that its other end is not in the event. */
export function writeAnalystRelationship(scope: EventScope, record: MispRecord, parent: Parent, of: string): boolean {
  const target = scope.carriers.get(String(record['related_object_uuid']).toLowerCase())
  if (target === undefined || target === parent.carrier.id) return false
  const row = scope.mappings.envelope('analyst-relationship')
  const object = scope.start('relationship', scope.uuidFor('relationship', record, parent.uuid), scope.modified)
  writeRecord(row, record, object)
  orderTimes(object)
  object['relationship_type'] ??= 'related-to'
  object['source_ref'] = parent.carrier.id
  object['target_ref'] = target
  const left = writeChildren(scope, record, {
    uuid: uuidOf(object.id),
    carrier: object,
    indicator: undefined,
    markings: parent.markings,
  })
  const predicted = readAnalystData(scope.mappings, 'analyst-relationship', object)
  predicted['related_object_uuid'] = uuidOf(target)
  carry(scope, object, 'relationship', left.record, predicted, [], left.skip, {
    ...left.extra,
    ...(of !== parent.uuid && { parent: of }),
  })
  scope.write(object, parent.markings)
  return true
}
