import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import { writeChildren } from './children.ts'
import { carry } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'

const MENTION = /@\[(?:attribute|object)\]\(([0-9a-fA-F-]{36})\)/g

/** Writes an event report as a note about the elements that its text mentions, else about the event. */
export function writeReport(scope: EventScope, report: MispRecord, parent: Parent): boolean {
  const { content } = report
  if (typeof content !== 'string' || content === '' || !content.isWellFormed()) return false
  const row = scope.mappings.envelope('event-report')
  const object = scope.start('note', scope.uuidFor('note', report), scope.timeOf(report['timestamp']))
  writeRecord(row, report, object)
  const mentioned = new Set<string>()
  for (const [, uuid] of content.matchAll(MENTION)) {
    const carrier = scope.carriers.get((uuid as string).toLowerCase())
    if (carrier !== undefined) mentioned.add(carrier)
  }
  object['object_refs'] = mentioned.size > 0 ? [...mentioned] : [parent.carrier.id]
  if (scope.profile.labels && typeof row.raw.label === 'string') object['labels'] = [row.raw.label]
  const uuid = uuidOf(object.id)
  scope.carriers.set(uuid, object.id)
  const left = writeChildren(scope, report, { uuid, carrier: object, indicator: undefined, markings: parent.markings })
  carry(scope, object, 'report', left.record, readReport(scope.mappings, object), [], left.skip, left.extra)
  scope.write(object, parent.markings)
  return true
}

/** Reads an event report back, residue not included. */
export function readReport(mappings: Mappings, object: StixObject): MispRecord {
  return readRecord(mappings.envelope('event-report'), object, { uuid: uuidOf(object.id) })
}
