import { uuid5, uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { attach, definitionsOf, memberOf, report, standFor, use } from './assembly.ts'
import type { Assembly } from './assembly.ts'
import type { Row } from '../mapping/row.ts'
import { readAttribute, readingsIn, valueInPattern } from './attribute-reader.ts'
import type { Member } from './bundle-index.ts'
import { readDomainObjects } from './foreign/domain-reader.ts'
import { readForeignIndicator } from './foreign/indicator-reader.ts'
import { readObservables } from './foreign/observable-reader.ts'
import { mispLabels } from './labels.ts'
import { contentOf } from './content.ts'
import type { Content } from './content.ts'
import { restoreObject } from './object-restorer.ts'
import { unboundIn } from './unbound.ts'
import type { RowReading } from './unbound.ts'
import type { Parts } from './parts.ts'
import { residueOf, restore } from './residue.ts'
import type { Residue } from './residue.ts'
import { readExpiry } from './sightings.ts'
import { readTags, restoreTags, tagResidue } from './tags.ts'
import { asText } from './text.ts'

/** Reads the attributes and objects of an event. */
export function readElements(assembly: Assembly, members: readonly Member[]): void {
  const indicators = members.filter(({ role }) => role === 'indicator')
  const others = members.filter(({ role }) => role === 'attribute' || role === 'object')
  const observed = Map.groupBy(
    members.filter(({ role }) => role === 'observed'),
    isForeign,
  )
  const carriers = [...(observed.get(false) ?? []), ...others] // of MISP's own elements
  pairIndicators(assembly, members, carriers)
  for (const carrier of carriers) readElement(assembly, carrier, carrier.partner)
  for (const indicator of indicators) {
    if (isForeign(indicator)) readForeignIndicator(assembly, indicator)
    else if (indicator.partner === undefined) readElement(assembly, indicator, indicator)
  }
  readObservables(assembly, observed.get(true) ?? [], members)
  readDomainObjects(assembly, members)
  readAnnotations(assembly, others, members)
}

/** Observed Data and Indicators of which neither MISP nor we say what they were there. */
function isForeign({ object, role }: Member): boolean {
  if ((role !== 'observed' && role !== 'indicator') || residueOf(object)?.['element'] !== undefined) return false
  const { type, name } = mispLabels(object)
  return type === undefined && name === undefined
}

/** The Indicator and the Observed Data of an element are one: tied by a relationship, or by their UUID. */
function pairIndicators(assembly: Assembly, members: readonly Member[], carriers: readonly Member[]): void {
  if (carriers.length === 0) return
  for (const carrier of carriers) pair(carrier, memberOf(assembly, `indicator--${uuidOf(carrier.object.id)}`))
  for (const { object } of members) {
    if (object.type !== 'relationship' || object['relationship_type'] !== 'based-on') continue
    const { source_ref: source, target_ref: target } = object
    if (uuidOf(String(source)) === uuidOf(String(target))) continue // seen above
    const indicator = memberOf(assembly, source)
    const carrier = memberOf(assembly, target)
    if (indicator?.partner === undefined && carrier?.partner === undefined) pair(carrier, indicator)
  }
}

function pair(carrier: Member | undefined, indicator: Member | undefined): void {
  if (carrier?.own !== true || !CARRIERS.has(carrier.role) || indicator?.own !== true || indicator.role !== 'indicator') return
  if (isForeign(carrier) || isForeign(indicator) || !isOneElement(carrier.object, indicator.object)) return
  carrier.partner = indicator
  indicator.partner = carrier
}

const CARRIERS: ReadonlySet<string> = new Set(['observed', 'attribute', 'object'])

/** Labels may say that it is not: an attribute and an object can share a UUID. */
function isOneElement(carrier: StixObject, indicator: StixObject): boolean {
  if (haveSameLabels(carrier, indicator)) return true
  const [one, other] = [mispLabels(carrier), mispLabels(indicator)]
  return one.type === other.type && one.name === other.name
}

function haveSameLabels({ labels: some }: StixObject, { labels: others }: StixObject): boolean {
  if (!Array.isArray(some) || !Array.isArray(others) || some.length !== others.length) return false
  return some.every((label, at) => label === others[at])
}

function readElement(assembly: Assembly, member: Member, partner: Member | undefined): void {
  const { object: carrier } = member
  const parts = { carrier, indicator: partner?.object }
  const labels = mispLabels(carrier)
  const element = residueOf(carrier)?.['element']
  const asObject = element === undefined ? carrier.type === 'x-misp-object' || labels.name !== undefined : element === 'object'
  member.used = true
  if (partner !== undefined) partner.used = true
  const { object_refs: refs } = carrier
  const observables = carrier.type === 'observed-data' && Array.isArray(refs) ? refs : []
  for (const id of observables) use(assembly, id)
  const record = asObject ? readWholeObject(assembly, parts) : readWholeAttribute(assembly, parts)
  if (record === undefined) return
  member.record = record
  const inside = assembly.inside.get(record)
  if (inside !== undefined) member.others = new Set(inside)
  if (partner !== undefined) partner.record = record
  for (const id of observables) standFor(assembly, id, record)
  assembly.byUuid.set(uuidOf(carrier.id), record)
  attach(assembly.event, asObject ? 'Object' : 'Attribute', record)
}

function readWholeAttribute(assembly: Assembly, parts: Parts): MispRecord | undefined {
  const record = readAttribute(assembly.scope, parts)
  const residue = residueOf(parts.carrier)
  if (residue === undefined) return readForeignAttribute(assembly, parts, record)
  addTags(assembly, parts.carrier, record, residue)
  restore(record, residue)
  const expiry = isRecord(residue['expired']) ? readExpiry(parts.indicator) : undefined
  if (expiry !== undefined) attach(record, 'Sighting', restore(expiry, residue['expired'] as Residue))
  return record
}

/** An attribute of which nobody told more than STIX does. What its row does not know is said, or taken for its value. */
function readForeignAttribute(assembly: Assembly, parts: Parts, record: MispRecord): MispRecord | undefined {
  const { carrier } = parts
  addTags(assembly, carrier, record, undefined)
  const { type } = mispLabels(carrier)
  if (carrier.type === 'x-misp-attribute' || type === undefined) {
    if (record['value'] !== undefined) return record
    report(assembly, 'not-mapped', carrier, 'nothing in it is an attribute that MISP has')
    return undefined
  }
  const row = assembly.scope.mappings.attribute(type)
  const content = contentOf(assembly.scope, carrier)
  const read =
    row === undefined ? [] : [row, ...(row.atomic === undefined ? [] : [row.atomic])].map((each) => readingOf(each, content))
  const unbound = row?.form === 'rule' ? [] : unboundIn(read, content)
  if (record['value'] !== undefined) {
    const places = unbound.map(({ path }) => path).join(', ')
    if (places !== '') report(assembly, 'place-unknown', carrier, `an attribute of type ${type} has no room for ${places}`)
    sayDisagreement(assembly, parts, row, record)
    return record
  }
  const pattern = parts.indicator?.['pattern']
  if (unbound.length > 0) record['value'] = unbound.map(({ value }) => asText(value)).join('|')
  else if (typeof pattern === 'string') Object.assign(record, { type: 'stix2-pattern', value: pattern })
  else {
    report(assembly, 'nothing-to-read', carrier, `it holds no value for an attribute of type ${type}`, 'error')
    return undefined
  }
  report(assembly, 'read-as-text', carrier, `no row says how an attribute of type ${type} stands there: its texts are the value`)
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

function readWholeObject(assembly: Assembly, parts: Parts): MispRecord {
  const { record, own, inside, unbound, unsaid } = restoreObject(assembly.scope, parts, definitionsOf(assembly), (uuid) =>
    claim(assembly, uuid),
  )
  for (const [uuid, attribute] of own) if (!assembly.byUuid.has(uuid)) assembly.byUuid.set(uuid, attribute)
  for (const inner of inside) attach(assembly.event, 'Object', inner)
  if (inside.length > 0) assembly.inside.set(record, inside)
  if (unbound.length > 0)
    report(assembly, 'place-unknown', parts.carrier, `a ${String(record['name'])} has no relation for ${unbound.join(', ')}`)
  if (unsaid.length > 0)
    report(
      assembly,
      'indicator-disagrees',
      parts.indicator ?? parts.carrier,
      `it asks for ${unsaid.join(', ')}, which was not observed`,
    )
  if (residueOf(parts.carrier) === undefined && recordsIn(record['Attribute']).length === 0)
    rescuePattern(assembly, parts, record)
  return record
}

/** A UUID that no element of the bundle has, once. */
function claim({ claimed, context }: Assembly, uuid: string): boolean {
  const known = ELEMENT_TYPES.some((type) => context.index.members.has(`${type}--${uuid}`)) || claimed.has(uuid)
  claimed.add(uuid)
  return !known
}

const ELEMENT_TYPES = ['observed-data', 'indicator', 'x-misp-attribute', 'x-misp-object']

function readingOf(row: Row, content: Content): RowReading {
  return { row, readings: readingsIn(row, content) }
}

/** Observables win over the Indicator of the same element, unless that was modified later. */
function sayDisagreement(assembly: Assembly, { carrier, indicator }: Parts, row: Row | undefined, record: MispRecord): void {
  if (indicator === undefined || indicator === carrier || row === undefined || row.form === 'rule') return
  const detected = valueInPattern(row, indicator)?.['value']
  if (detected === undefined || detected === record['value']) return
  report(
    assembly,
    'indicator-disagrees',
    indicator,
    `it asks for ${asText(detected)}, but what was observed is ${asText(record['value'])}`,
  )
}

/** An object whose Indicator no row can read keeps the pattern as it is. */
function rescuePattern(assembly: Assembly, { carrier, indicator }: Parts, record: MispRecord): void {
  const pattern = indicator?.['pattern']
  if (typeof pattern !== 'string') return
  const facts = { object_relation: 'stix2-pattern', type: 'stix2-pattern', category: 'Payload installation', to_ids: true }
  attach(record, 'Attribute', { uuid: uuid5(`${String(record['uuid'])} pattern`), ...facts, value: pattern })
  report(
    assembly,
    'read-as-text',
    carrier,
    `its pattern says more than a ${String(record['name'])} has relations for: it is kept as it is`,
  )
}

/** misp-stix writes the references of an annotation as what its note is about. */
function readAnnotations(assembly: Assembly, elements: readonly Member[], members: readonly Member[]): void {
  const annotations = elements.filter(({ object }) => object.type === 'note' && residueOf(object) === undefined)
  if (annotations.length === 0) return
  const tied = new Map<unknown, string[]>(annotations.map(({ object }) => [object.id, []]))
  for (const { object } of members) tied.get(object['source_ref'])?.push(uuidOf(String(object['target_ref'])))
  for (const annotation of annotations) readAnnotation(assembly, annotation, tied.get(annotation.object.id) ?? [])
}

/** `tied`: UUIDs of the elements that relationships tie the note to; they are read from those. */
function readAnnotation(assembly: Assembly, { object: note, record }: Member, tied: readonly string[]): void {
  const { object_refs: refs } = note
  if (record === undefined || !Array.isArray(refs)) return
  const known = new Set([uuidOf(note.id), assembly.eventUuid, ...tied])
  for (const uuid of new Set(refs.map((ref) => uuidOf(String(ref))))) {
    if (known.has(uuid)) continue
    attach(record, 'ObjectReference', {
      uuid: uuid5(`${note.id} annotates ${uuid}`),
      object_uuid: record['uuid'],
      referenced_uuid: uuid,
      relationship_type: 'annotates',
    })
  }
}
