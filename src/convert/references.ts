import { sameJson } from '../stix/canonical.ts'
import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import { orderTimes, readAnalystData } from './analyst.ts'
import { writeChildren } from './children.ts'
import { isWithheldByProfile } from './profile-filter.ts'
import { withoutServerKeys } from './residue.ts'
import { carry } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'

/** Writes an object reference as a relationship; `false` when its other end is not in the event, or inside the same element. */
export function writeReference(scope: EventScope, record: MispRecord, parent: Parent, of: string): boolean {
  const wanted = String(record['referenced_uuid']).toLowerCase()
  const target = scope.carriers.get(wanted)
  if (isWithheldByProfile(scope.bundle, record)) return true
  if (target === undefined || target === parent.carrier.id) return false
  const object = scope.start(
    'relationship',
    scope.uuidFor('relationship', record, parent.uuid),
    scope.timeOf(record['timestamp']),
  )
  writeRecord(scope.mappings.envelope('object-reference'), record, object)
  object['relationship_type'] ??= 'related-to'
  object['source_ref'] = parent.carrier.id
  object['target_ref'] = target
  const copied = copiesOf(record, scope.facts.get(wanted))
  const skip = copied === undefined ? undefined : new Set(Object.keys(copied))
  const predicted = readReference(scope.mappings, object)
  carry(scope, object, 'reference', record, predicted, [], skip, {
    ...(copied !== undefined && { copied }),
    ...(of !== parent.uuid && { parent: of }),
  })
  scope.write(object, parent.markings)
  return true
}

/** MISP repeats a few facts of the target in each reference: their names are enough to repeat them again. */
function copiesOf(record: MispRecord, facts: MispRecord | undefined): Record<string, string[]> | undefined {
  const copied: Record<string, string[]> = {}
  for (const key of ['Object', 'Attribute']) {
    const copy = withoutServerKeys(record[key])
    if (!isRecord(copy) || facts === undefined) continue
    const names = Object.keys(copy)
    if (names.length > 0 && names.every((name) => sameJson(copy[name], facts[name]))) copied[key] = names
  }
  return Object.keys(copied).length === 0 ? undefined : copied
}

/** Puts the small copies of the target back into a reference. */
export function restoreCopies(record: MispRecord, copied: unknown, target: MispRecord | undefined): void {
  if (!isRecord(copied) || target === undefined) return
  for (const [key, names] of Object.entries(copied)) {
    if (Array.isArray(names)) record[key] = Object.fromEntries(names.map((name) => [String(name), target[String(name)]]))
  }
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
