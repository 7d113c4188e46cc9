import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { attach, definitionsOf, report } from './assembly.ts'
import type { Assembly } from './assembly.ts'
import { readAttribute } from './attribute-reader.ts'
import { roleOf } from './bundle-index.ts'
import { mispLabels } from './labels.ts'
import { restoreObject } from './object-reader.ts'
import type { Parts } from './parts.ts'
import { isRecord, residueOf, restore } from './residue.ts'
import type { Residue } from './residue.ts'
import { readExpiry } from './sightings.ts'
import { readTags, restoreTags, tagResidue } from './tags.ts'

/** Reads the attributes and objects of an event. */
export function readElements(assembly: Assembly, members: readonly StixObject[]): void {
  const observed: StixObject[] = []
  const indicators: StixObject[] = []
  const others: StixObject[] = []
  for (const object of members) {
    const role = roleOf(object)
    if (role === 'observed') observed.push(object)
    else if (role === 'indicator') indicators.push(object)
    else if (role === 'attribute' || role === 'object') others.push(object)
  }
  const pairs = pairIndicators(members, indicators, [...observed, ...others])
  for (const carrier of [...observed, ...others]) readElement(assembly, { carrier, indicator: pairs.get(carrier.id) })
  const taken = new Set([...pairs.values()].map(({ id }) => id))
  for (const indicator of indicators) if (!taken.has(indicator.id)) readElement(assembly, { carrier: indicator, indicator })
}

/** The Indicator and the Observed Data of an element are one: tied by a relationship, or by their UUID. */
function pairIndicators(
  members: readonly StixObject[],
  indicators: readonly StixObject[],
  carriers: readonly StixObject[],
): Map<string, StixObject> {
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))
  const pairs = new Map<string, StixObject>()
  const known = new Set(carriers.map(({ id }) => id))
  const taken = new Set<string>()
  for (const { id } of carriers) {
    const own = byId.get(`indicator--${uuidOf(id)}`)
    if (own === undefined) continue
    pairs.set(id, own)
    taken.add(own.id)
  }
  for (const object of members) {
    if (object.type !== 'relationship' || object['relationship_type'] !== 'based-on') continue
    const { source_ref: source, target_ref: target } = object
    const indicator = typeof source === 'string' ? byId.get(source) : undefined
    if (
      indicator === undefined ||
      typeof target !== 'string' ||
      !known.has(target) ||
      pairs.has(target) ||
      taken.has(indicator.id)
    )
      continue
    pairs.set(target, indicator)
    taken.add(indicator.id)
  }
  return pairs
}

function readElement(assembly: Assembly, parts: Parts): void {
  const { carrier, indicator } = parts
  const labels = mispLabels(carrier)
  const element = residueOf(carrier)?.['element']
  const asObject = element === undefined ? carrier.type === 'x-misp-object' || labels.name !== undefined : element === 'object'
  assembly.used.add(carrier.id)
  if (indicator !== undefined) assembly.used.add(indicator.id)
  for (const id of Array.isArray(carrier['object_refs']) ? carrier['object_refs'] : []) assembly.used.add(String(id))
  const record = asObject ? readWholeObject(assembly, parts) : readWholeAttribute(assembly, parts)
  if (record === undefined) return
  assembly.byId.set(carrier.id, record)
  if (indicator !== undefined) assembly.byId.set(indicator.id, record)
  for (const id of Array.isArray(carrier['object_refs']) ? carrier['object_refs'] : []) {
    if (!assembly.byId.has(String(id))) assembly.byId.set(String(id), record)
  }
  assembly.byUuid.set(uuidOf(carrier.id), record)
  attach(assembly.event, asObject ? 'Object' : 'Attribute', record)
}

function readWholeAttribute(assembly: Assembly, parts: Parts): MispRecord | undefined {
  const record = readAttribute(assembly.scope, parts)
  if (record['value'] === undefined) {
    report(assembly, 'not-mapped', parts.carrier, 'nothing in it is an attribute that MISP has')
    return undefined
  }
  const residue = residueOf(parts.carrier)
  addTags(assembly, parts.carrier, record, residue)
  if (residue === undefined) return record
  restore(record, residue)
  const expiry = isRecord(residue['expired']) ? readExpiry(parts.indicator) : undefined
  if (expiry !== undefined) attach(record, 'Sighting', restore(expiry, residue['expired'] as Residue))
  return record
}

function addTags(
  assembly: Assembly,
  carrier: StixObject,
  record: MispRecord,
  residue: Record<string, unknown> | undefined,
): void {
  const names = readTags(carrier, assembly.scope.inherited, definitionsOf(assembly))
  const tags = names.length === 0 ? [] : restoreTags(names, tagResidue(residue))
  if (tags.length > 0) record['Tag'] = tags
}

function readWholeObject(assembly: Assembly, parts: Parts): MispRecord | undefined {
  const { record, own } = restoreObject(assembly.scope, parts, definitionsOf(assembly))
  for (const [uuid, attribute] of own) if (!assembly.byUuid.has(uuid)) assembly.byUuid.set(uuid, attribute)
  return record
}
