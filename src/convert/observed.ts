import type { StixObject } from '../stix/types.ts'
import { isLater, isSameMoment } from '../stix/timestamp.ts'
import type { MispRecord } from '../misp/types.ts'
import { namedCodec } from '../mapping/codecs.ts'
import { writeRecord } from '../mapping/record.ts'
import type { EventScope } from './scope.ts'

/** An Observed Data over observables of one element. Its times are first and last seen, else the element's own. */
export function observedData(
  scope: EventScope,
  record: MispRecord,
  uuid: string,
  modified: string,
  objects: readonly StixObject[],
): StixObject {
  const carrier = scope.start('observed-data', uuid, modified)
  writeRecord(scope.mappings.envelope('observed'), record, carrier)
  const first = seen.encode(record['first_seen']) as string | undefined
  const last = seen.encode(record['last_seen']) as string | undefined
  const [from, to] = observedTimes(first, last, carrier['modified'] as string)
  carrier['first_observed'] = from
  carrier['last_observed'] = to
  carrier['number_observed'] = 1
  carrier['object_refs'] = objects.map(({ id }) => id)
  return carrier
}

const seen = namedCodec('seen', {}) as NonNullable<ReturnType<typeof namedCodec>>

/** STIX requires both times, the first not after the last (section 4.14). */
function observedTimes(first: string | undefined, last: string | undefined, modified: string): [string, string] {
  const from = first ?? (last !== undefined && isLater(modified, last) ? last : modified)
  const to = last ?? (isLater(from, modified) ? from : modified)
  return isLater(from, to) ? [modified, modified] : [from, to]
}

/** `first_seen` and `last_seen`, where they are not only the element's own time. */
export function readSeen(carrier: StixObject, record: MispRecord): void {
  if (carrier.type !== 'observed-data') return
  const { first_observed: from, last_observed: to, modified } = carrier
  if (from === modified && to === modified) return
  if (from !== undefined && !isSameMoment(from, modified)) record['first_seen'] = seen.decode(from)
  if (to !== undefined && !isSameMoment(to, modified)) record['last_seen'] = seen.decode(to)
}
