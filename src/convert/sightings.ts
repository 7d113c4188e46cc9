import type { StixObject } from '../stix/types.ts'
import { uuidOf } from '../stix/id.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { namedCodec } from '../mapping/codecs.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import { readOrganisation } from './organisation.ts'
import { difference } from './residue.ts'
import { carry } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'
import { asText } from './text.ts'

const epoch = namedCodec('epoch', {}) as NonNullable<ReturnType<typeof namedCodec>>

/**
 * Writes sightings of the types seen (0) and false positive (1) on carriers of their own. An expiration (2) whose moment the
 * Indicator's `valid_until` says goes into `extra`; what cannot be written is given back.
 */
export function writeSightings(
  scope: EventScope,
  list: unknown,
  parent: Parent,
  extra: Record<string, unknown>,
  of?: string,
): unknown[] {
  const left: unknown[] = []
  for (const sighting of Array.isArray(list) ? (list as unknown[]) : []) {
    if (!isRecord(sighting) || epoch.encode(sighting['date_sighting']) === undefined) left.push(sighting)
    else if (asText(sighting['type'] ?? '0') === '0') writeSighting(scope, sighting, parent, of)
    else if (String(sighting['type']) === '1') writeFalsePositive(scope, sighting, parent, of)
    else if (String(sighting['type']) === '2' && expires(sighting, parent) && extra['expired'] === undefined)
      extra['expired'] = difference(sighting, expiry(parent)) ?? {}
    else left.push(sighting)
  }
  return left
}

function expires(sighting: MispRecord, parent: Parent): boolean {
  const until = parent.indicator?.['valid_until']
  return until !== undefined && epoch.encode(sighting['date_sighting']) === until
}

function expiry({ indicator }: Pick<Parent, 'indicator'>): MispRecord {
  return { type: '2', date_sighting: epoch.decode(indicator?.['valid_until']) }
}

/** The expiration sighting that an Indicator's `valid_until` stands for; `undefined` when it has none. */
export function readExpiry(indicator: StixObject | undefined): MispRecord | undefined {
  return indicator?.['valid_until'] === undefined ? undefined : expiry({ indicator })
}

function writeSighting(scope: EventScope, sighting: MispRecord, parent: Parent, of: string | undefined): void {
  const modified = epoch.encode(sighting['date_sighting']) as string
  const object = scope.start('sighting', scope.uuidFor('sighting', sighting, parent.uuid), modified, modified)
  writeRecord(scope.mappings.envelope('sighting'), sighting, object)
  object['first_seen'] = modified
  object['last_seen'] = modified
  object['count'] = 1
  object['sighting_of_ref'] = parent.indicator?.id ?? parent.carrier.id
  if (parent.carrier.type === 'observed-data') object['observed_data_refs'] = [parent.carrier.id]
  const { Organisation: organisation } = sighting
  const where = isRecord(organisation) ? scope.identity(organisation) : undefined
  if (where !== undefined) object['where_sighted_refs'] = [where]
  finish(scope, object, sighting, parent, of)
}

function writeFalsePositive(scope: EventScope, sighting: MispRecord, parent: Parent, of: string | undefined): void {
  const modified = epoch.encode(sighting['date_sighting']) as string
  const object = scope.start('opinion', scope.uuidFor('opinion', sighting, parent.uuid), modified, modified)
  writeRecord(scope.mappings.envelope('false-positive'), sighting, object)
  object['object_refs'] = [
    parent.carrier.id,
    ...(parent.indicator !== undefined && parent.indicator !== parent.carrier ? [parent.indicator.id] : []),
  ]
  const { Organisation: organisation } = sighting
  if (isRecord(organisation) && typeof organisation['name'] === 'string' && organisation['name'] !== '')
    object['authors'] = [organisation['name']]
  finish(scope, object, sighting, parent, of)
}

function finish(scope: EventScope, object: StixObject, sighting: MispRecord, parent: Parent, of: string | undefined): void {
  const predicted = readSighting(scope.mappings, object, (id) => scope.identities.get(id))
  predicted['attribute_uuid'] = parent.uuid
  carry(scope, object, 'sighting', sighting, predicted, [], undefined, of === undefined ? undefined : { parent: of })
  scope.write(object, parent.markings)
}

/** Reads a sighting back, residue and attribute not included. */
export function readSighting(
  mappings: Mappings,
  object: StixObject,
  identity: (id: string) => StixObject | undefined,
): MispRecord {
  const falsePositive = object.type === 'opinion'
  const record = readRecord(mappings.envelope(falsePositive ? 'false-positive' : 'sighting'), object, { uuid: uuidOf(object.id) })
  record['type'] = falsePositive ? '1' : '0'
  const { where_sighted_refs: where } = object
  const organisation = Array.isArray(where) ? readOrganisation(where[0], identity) : undefined
  if (organisation !== undefined) record['Organisation'] = organisation
  else if (falsePositive && Array.isArray(object['authors'])) record['Organisation'] = { name: object['authors'][0] }
  return record
}
