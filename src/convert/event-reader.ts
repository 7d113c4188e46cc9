import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispEvent, MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readAnalystData } from './analyst.ts'
import { readAttribute } from './attribute-reader.ts'
import { roleOf } from './bundle-index.ts'
import type { BundleIndex } from './bundle-index.ts'
import { readContainer, TOOL_LABEL } from './container.ts'
import type { Diagnostic } from './diagnostic.ts'
import { groupClusters, restoreCluster } from './cluster-reader.ts'
import type { ClusterReading } from './cluster-reader.ts'
import { labelsOf, mispLabels } from './labels.ts'
import { restoreObject } from './object-reader.ts'
import type { Parts, ReadScope } from './parts.ts'
import { readReference, restoreCopies } from './references.ts'
import { readReport } from './reports.ts'
import { isRecord, recordsIn, residueOf, restore } from './residue.ts'
import type { Residue } from './residue.ts'
import { readExpiry, readSighting } from './sightings.ts'
import { readTags, restoreTags, tagResidue } from './tags.ts'

/** What reading one bundle needs throughout. */
export interface ReadContext {
  mappings: Mappings
  index: BundleIndex
  report: (diagnostic: Diagnostic) => void
}

/** Everything that is being put together of one event. */
interface Assembly {
  context: ReadContext
  scope: ReadScope
  event: MispRecord
  eventUuid: string
  /** STIX id of whatever stands for an element -> its record. */
  byId: Map<string, MispRecord>
  /** UUID under which an element was written -> its record. */
  byUuid: Map<string, MispRecord>
  clusters: Map<MispRecord, ClusterReading[]>
  /** Clusters that some element is linked to. */
  linked: Set<string>
  used: Set<string>
}

/** Reads one event from its container and the objects that belong to it. */
export function readEvent(context: ReadContext, container: StixObject, members: readonly StixObject[]): MispEvent {
  const assembly = open(context, container)
  const { event } = assembly
  assembly.byId.set(container.id, event)
  assembly.byUuid.set(assembly.eventUuid, event)
  readElements(assembly, members)
  const texts = openTexts(assembly, members)
  readRelations(assembly, members)
  hangTexts(assembly, texts)
  readEventClusters(assembly, container, members)
  for (const [record, readings] of assembly.clusters) {
    const existing = recordsIn(record['Galaxy'])
    record['Galaxy'] = [...groupClusters(readings), ...existing]
  }
  attachAdrift(assembly, residueOf(container)?.['adrift'])
  finishEvent(assembly, container)
  reportUnused(assembly, members)
  return event
}

/** Reads the results of a search: elements without an event. */
export function readSearch(
  context: ReadContext,
  objects: readonly StixObject[],
): { Attribute: MispRecord[]; Object: MispRecord[] } {
  const assembly = open(context, undefined)
  readElements(assembly, objects)
  const texts = openTexts(assembly, objects)
  readRelations(assembly, objects)
  hangTexts(assembly, texts)
  for (const [record, readings] of assembly.clusters)
    record['Galaxy'] = [...groupClusters(readings), ...recordsIn(record['Galaxy'])]
  return { Attribute: recordsIn(assembly.event['Attribute']), Object: recordsIn(assembly.event['Object']) }
}

function open(context: ReadContext, container: StixObject | undefined): Assembly {
  const { index, mappings } = context
  const marks = container?.['object_marking_refs']
  const inherited = new Set<string>(Array.isArray(marks) ? marks.filter((id): id is string => typeof id === 'string') : [])
  return {
    context,
    scope: { mappings, resolve: index.resolve, inherited },
    event: {},
    eventUuid: container === undefined ? '' : uuidOf(container.id),
    byId: new Map(),
    byUuid: new Map(),
    clusters: new Map(),
    linked: new Set(),
    used: new Set(),
  }
}

// --- attributes and objects ---

function readElements(assembly: Assembly, members: readonly StixObject[]): void {
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

function definitionsOf(assembly: Assembly): (id: string) => StixObject | undefined {
  return assembly.context.index.resolve
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

// --- reports, notes, opinions, sightings ---

interface Text {
  object: StixObject
  record: MispRecord
  list: string
}

/** Reads them, so that others can hang on them. */
function openTexts(assembly: Assembly, members: readonly StixObject[]): Text[] {
  const { mappings } = assembly.context
  const texts: Text[] = []
  for (const object of members) {
    const role = roleOf(object)
    if (isPlaceholder(object)) assembly.used.add(object.id)
    if (role === 'report') texts.push({ object, record: readReport(mappings, object), list: 'EventReport' })
    else if (role === 'note' && !isPlaceholder(object))
      texts.push({ object, record: readAnalystData(mappings, 'analyst-note', object), list: 'Note' })
    else if (role === 'opinion')
      texts.push({ object, record: readAnalystData(mappings, 'analyst-opinion', object), list: 'Opinion' })
    else if (role === 'sighting')
      texts.push({ object, record: readSighting(mappings, object, assembly.context.index.resolve), list: 'Sighting' })
    else continue
    assembly.used.add(object.id)
  }
  for (const { object, record } of texts) {
    assembly.byId.set(object.id, record)
    assembly.byUuid.set(uuidOf(object.id), record)
  }
  return texts
}

function hangTexts(assembly: Assembly, texts: readonly Text[]): void {
  for (const { object, record, list } of texts) {
    if (list === 'EventReport') attach(assembly.event, list, record)
    else hang(assembly, object, record, list)
    const residue = residueOf(object)
    if (residue !== undefined) restore(record, residue)
  }
}

/** The note by which a container that holds nothing is kept legal. */
function isPlaceholder(object: StixObject): boolean {
  return (
    labelsOf(object).includes('misp:data-layer="Empty Event"') ||
    object['content'] === 'This MISP Event is empty and contains no attribute, object, galaxy or tag.'
  )
}

/** Puts a record onto the element that it is about. */
function hang(assembly: Assembly, object: StixObject, record: MispRecord, list: string): void {
  const refs = object['object_refs']
  const about =
    list === 'Sighting' && object.type === 'sighting'
      ? object['sighting_of_ref']
      : Array.isArray(refs)
        ? refs[0]
        : object['source_ref']
  const named = residueOf(object)?.['parent']
  const parent = (typeof named === 'string' ? assembly.byUuid.get(named) : undefined) ?? assembly.byId.get(String(about))
  if (list === 'Sighting') record['attribute_uuid'] = uuidOf(String(about))
  if (parent === undefined) {
    report(assembly, 'nothing-to-hang-on', object, 'what it is about is not in the bundle; it is hung on the event')
    attach(assembly.event, list, record)
    return
  }
  attach(list === 'Sighting' ? sightable(parent) : parent, list, record)
}

/** MISP sights attributes: of an object, the first that is to_ids, else its first. */
function sightable(parent: MispRecord): MispRecord {
  const inner = parent['type'] === undefined ? recordsIn(parent['Attribute']) : []
  return inner.find(({ to_ids: toIds }) => toIds === true) ?? inner[0] ?? parent
}

// --- relationships ---

function readRelations(assembly: Assembly, members: readonly StixObject[]): void {
  for (const object of members) {
    if (object.type !== 'relationship') continue
    const residue = residueOf(object)
    const { source_ref: source, target_ref: target, relationship_type: type } = object
    const from = assembly.byId.get(String(source))
    const cluster = assembly.context.index.resolve(String(target))
    assembly.used.add(object.id)
    if (cluster !== undefined && roleOf(cluster) === 'cluster' && residue?.['element'] !== 'reference') {
      linkCluster(assembly, object, from, cluster)
    } else if (residue?.['element'] === undefined && (type === 'based-on' || isOwnPair(source, target))) {
      continue
    } else if (from !== undefined && assembly.byId.has(String(target))) {
      readRelation(assembly, object, from, residue?.['element'])
    } else {
      assembly.used.delete(object.id)
    }
  }
}

/** The Indicator and the SDO of one element. */
function isOwnPair(source: unknown, target: unknown): boolean {
  return uuidOf(String(source)) === uuidOf(String(target))
}

function linkCluster(assembly: Assembly, object: StixObject, from: MispRecord | undefined, cluster: StixObject): void {
  assembly.linked.add(cluster.id)
  assembly.used.add(cluster.id)
  const residue = residueOf(object)
  const named = residue?.['parent']
  const element = (typeof named === 'string' ? assembly.byUuid.get(named) : undefined) ?? from
  if (element === undefined) return
  addCluster(assembly, element, cluster, residue)
}

function addCluster(
  assembly: Assembly,
  element: MispRecord,
  object: StixObject,
  facts: Record<string, unknown> | undefined,
): void {
  const reading = restoreCluster(assembly.context.mappings, object)
  if (facts !== undefined) restore(reading.cluster, facts)
  const known = assembly.clusters.get(element)
  if (known === undefined) assembly.clusters.set(element, [reading])
  else known.push(reading)
}

function readRelation(assembly: Assembly, object: StixObject, from: MispRecord, element: unknown): void {
  const { mappings } = assembly.context
  const isObject = from['type'] === undefined && from['name'] !== undefined && element !== 'relationship'
  const reference = element === 'reference' || (element === undefined && isObject)
  const record = reference ? readReference(mappings, object) : readAnalystData(mappings, 'analyst-relationship', object)
  if (!reference) record['related_object_uuid'] = uuidOf(String(object['target_ref']))
  const residue = residueOf(object)
  assembly.byId.set(object.id, record)
  assembly.byUuid.set(uuidOf(object.id), record)
  const named = residue?.['parent']
  const parent = (typeof named === 'string' ? assembly.byUuid.get(named) : undefined) ?? from
  if (residue !== undefined) restore(record, residue)
  restoreCopies(record, residue?.['copied'], targetOf(assembly, record, object))
  attach(parent, reference ? 'ObjectReference' : 'Relationship', record)
}

function targetOf(assembly: Assembly, record: MispRecord, object: StixObject): MispRecord | undefined {
  const named = record['referenced_uuid']
  return (
    (typeof named === 'string' ? assembly.byUuid.get(named.toLowerCase()) : undefined) ??
    assembly.byId.get(String(object['target_ref']))
  )
}

// --- the event itself ---

function readEventClusters(assembly: Assembly, container: StixObject, members: readonly StixObject[]): void {
  const listed = residueOf(container)?.['clusters']
  const own = new Map(recordsIn(listed).map((entry) => [String(entry['ref']), entry]))
  for (const object of members) {
    if (roleOf(object) !== 'cluster') continue
    assembly.used.add(object.id)
    const entry = own.get(object.id)
    if (entry !== undefined) addCluster(assembly, assembly.event, object, entry)
    else if (!assembly.linked.has(object.id)) addCluster(assembly, assembly.event, object, undefined)
  }
}

/** Elements that point out of the event. */
function attachAdrift(assembly: Assembly, text: unknown): void {
  if (typeof text !== 'string') return
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    return
  }
  for (const { of, list: key, record } of recordsIn(list)) {
    const element = assembly.byUuid.get(String(of))
    if (element !== undefined && typeof key === 'string' && isRecord(record)) attach(element, key, record)
  }
}

function finishEvent(assembly: Assembly, container: StixObject): void {
  const { event, context } = assembly
  const predicted = readContainer(context.mappings, container, context.index.resolve)
  const residue = residueOf(container)
  const names = readTags(container, new Set(), definitionsOf(assembly)).filter(
    (name) => name !== TOOL_LABEL && (residue !== undefined || !isToolLabel(name)),
  )
  const tags = names.length === 0 ? [] : restoreTags(names, tagResidue(residue))
  for (const key of Object.keys(predicted)) event[key] = predicted[key]
  if (tags.length > 0) event['Tag'] = tags
  if (residue !== undefined) restore(event, residue)
}

/** What misp-stix writes on its containers for its own use. */
function isToolLabel(name: string): boolean {
  return name === 'Threat-Report' || name.startsWith('misp:tool=')
}

function reportUnused(assembly: Assembly, members: readonly StixObject[]): void {
  for (const object of members) {
    const role = roleOf(object)
    if (assembly.used.has(object.id) || role === 'observable' || role === 'definition' || role === 'identity') continue
    report(assembly, 'not-mapped', object, 'it has no place in a MISP event yet')
  }
}

function attach(parent: MispRecord, key: string, record: MispRecord): void {
  const list = parent[key]
  if (Array.isArray(list)) list.push(record)
  else parent[key] = [record]
}

function report(assembly: Assembly, code: string, object: StixObject, message: string): void {
  assembly.context.report({
    code,
    severity: 'warning',
    message: `${object.type}: ${message}`,
    id: object.id,
    event: assembly.eventUuid,
  })
}
