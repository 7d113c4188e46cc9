import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import type { Parent } from './children.ts'
import { carry } from './scope.ts'
import type { EventScope } from './scope.ts'

/** Writes an object reference as a relationship; `false` when its other end is not in the event. */
export function writeReference(scope: EventScope, record: MispRecord, parent: Parent): boolean {
  const wanted = String(record['referenced_uuid']).toLowerCase()
  const target = scope.carriers.get(wanted)
  if (target === undefined) return false
  const object = scope.start('relationship', scope.uuidFor('relationship', record, parent.uuid), scope.timeOf(record['timestamp']))
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
