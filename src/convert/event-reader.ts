import { tagOfMarking } from '../stix/marking.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { attach, definitionsOf, enterAll, openAssembly, standFor } from './assembly.ts'
import type { Assembly, ReadContext } from './assembly.ts'
import type { Container, Member } from './bundle-index.ts'
import { addCluster, placeClusters, tagClustered } from './cluster-reader.ts'
import { readContainer, TOOL_LABEL } from './container.ts'
import { readContainerTexts } from './container-texts.ts'
import { readElements } from './element-reader.ts'
import { tagName } from './foreign/foreign-cluster.ts'
import { dressEvent } from './foreign/dress-event.ts'
import { labelsOf } from './labels.ts'
import { Inventory } from './original/inventory.ts'
import { readRelations } from './relation-reader.ts'
import { isAuthored, residueOf, restore } from './residue.ts'
import { readTags, restoreTags, tagResidue } from './tags.ts'
import { hangTexts, openTexts } from './text-reader.ts'

/** Reads one event from its container and the objects that belong to it. */
export function readEvent(context: ReadContext, container: Container, members: readonly Member[]): Assembly {
  const assembly = openAssembly(context, container.object)
  const { event } = assembly
  const { object } = container
  enterAll(assembly, members)
  standFor(assembly, object.id, event)
  assembly.byUuid.set(assembly.eventUuid, event)
  readElements(assembly, members)
  const texts = openTexts(assembly, members)
  readRelations(assembly, members)
  hangTexts(assembly, texts)
  readEventClusters(assembly, object, members)
  placeClusters(assembly)
  attachAdrift(assembly, residueOf(object)?.['adrift'])
  finishEvent(assembly, container)
  tagClustered(assembly)
  restoreForeign(assembly, object, members)
  removeGone(event, residueOf(object)?.['gone'])
  noteMapped(assembly, object, members)
  return assembly
}

/** What MISP made of the elements of foreign objects, and STIX has no place for, stands beside the objects, or the container. */
function restoreForeign(assembly: Assembly, container: StixObject, members: readonly Member[]): void {
  restoreElements(assembly, container)
  if (!assembly.context.index.isExtended) return
  for (const { object } of members) if (object['extensions'] !== undefined) restoreElements(assembly, object)
}

function restoreElements(assembly: Assembly, object: StixObject): void {
  const elements = residueOf(object)?.['elements']
  if (!isRecord(elements)) return
  for (const [uuid, residue] of Object.entries(elements)) {
    const record = assembly.byUuid.get(uuid)
    if (record !== undefined && isRecord(residue)) restoreElement(record, residue)
  }
}

/** Reads the results of a search: elements without an event. */
export function readSearch(context: ReadContext, members: readonly Member[]): { Attribute: MispRecord[]; Object: MispRecord[] } {
  const assembly = openAssembly(context, undefined)
  enterAll(assembly, members)
  readElements(assembly, members)
  const texts = openTexts(assembly, members)
  readRelations(assembly, members)
  hangTexts(assembly, texts)
  placeClusters(assembly)
  noteMapped(assembly, undefined, members)
  return { Attribute: recordsIn(assembly.event['Attribute']), Object: recordsIn(assembly.event['Object']) }
}

/** Takes out what objects still say, and an analyst deleted in MISP (`inventory.ts` has the keys). */
function removeGone(event: MispRecord, gone: unknown): void {
  if (!Array.isArray(gone) || gone.length === 0) return
  const { entries } = new Inventory(event)
  const removed = new Set<unknown>()
  const shortened = new Map<MispRecord, Set<string>>()
  for (const key of gone) {
    const entry = entries.get(String(key))
    const holder = entry === undefined ? undefined : entries.get(entry.parent)?.record
    if (entry === undefined || holder === undefined) continue
    const { list, record } = entry
    if (list === 'Galaxy') takeOff(holder, record)
    else {
      removed.add(record)
      const lists = shortened.get(holder)
      if (lists === undefined) shortened.set(holder, new Set([list]))
      else lists.add(list)
    }
  }
  for (const [holder, lists] of shortened)
    for (const list of lists) holder[list] = recordsIn(holder[list]).filter((record) => !removed.has(record))
}

/** Takes a cluster off an element, and its tag. */
function takeOff(element: MispRecord, cluster: MispRecord): void {
  const tag = tagName(String(cluster['type']), String(cluster['value']))
  const galaxies = recordsIn(element['Galaxy']).flatMap((galaxy) => {
    const left = recordsIn(galaxy['GalaxyCluster']).filter((each) => each !== cluster)
    return left.length === 0 ? [] : [{ ...galaxy, GalaxyCluster: left }]
  })
  const tags = recordsIn(element['Tag']).filter(({ name }) => name !== tag)
  for (const [key, left] of Object.entries({ Galaxy: galaxies, Tag: tags }))
    if (left.length > 0) element[key] = left
    else delete element[key]
}

/** Attributes that were taken from an object, or added to it, stand beside what it says. */
function restoreElement(record: MispRecord, { without, more, ...residue }: MispRecord): void {
  if (Array.isArray(without)) {
    const gone = new Set<unknown>(without)
    record['Attribute'] = recordsIn(record['Attribute']).filter(({ uuid }) => !gone.has(uuid))
  }
  if (typeof more === 'string') for (const attribute of parsedRecords(more)) attach(record, 'Attribute', attribute)
  restore(record, residue)
}

function parsedRecords(text: string): MispRecord[] {
  try {
    return recordsIn(JSON.parse(text))
  } catch {
    return []
  }
}

function readEventClusters(assembly: Assembly, container: StixObject, members: readonly Member[]): void {
  const listed = residueOf(container)?.['clusters']
  const own = new Map(recordsIn(listed).map((entry) => [String(entry['ref']), entry]))
  for (const member of members) {
    if (member.role !== 'cluster') continue
    const { object } = member
    member.used = true
    const entry = own.get(object.id)
    if (entry !== undefined) addCluster(assembly, assembly.event, object, entry)
    else if (!assembly.linked.has(object.id)) addCluster(assembly, assembly.event, object, undefined)
  }
}

/** Elements that point out of the event. */
function attachAdrift(assembly: Assembly, text: unknown): void {
  if (typeof text !== 'string') return
  for (const { of, list: key, record } of parsedRecords(text)) {
    const element = assembly.byUuid.get(String(of))
    if (element !== undefined && typeof key === 'string' && isRecord(record)) attach(element, key, record)
  }
}

function finishEvent(assembly: Assembly, source: Container): void {
  const { object: container, further } = source
  const { event, context } = assembly
  const predicted = readContainer(context.mappings, container, context.index.resolve)
  const residue = residueOf(container)
  const authored = isAuthored(container)
  const names = readTags(container, new Set(), definitionsOf(assembly)).filter(
    (name) => name !== TOOL_LABEL && (authored || !isToolLabel(name)),
  )
  const tags = names.length === 0 ? [] : restoreTags(names, tagResidue(residue))
  for (const key of Object.keys(predicted)) event[key] = predicted[key]
  for (const each of [container, ...further]) readContainerTexts(event, each)
  if (tags.length > 0) event['Tag'] = tags
  if (!authored && !labelsOf(container).some(isToolLabel)) dressEvent(event, source, context.options)
  if (residue !== undefined) restore(event, residue)
}

/** What misp-stix writes on its containers for its own use. */
function isToolLabel(name: string): boolean {
  return name === 'Threat-Report' || name.startsWith('misp:tool=')
}

/** Notes what has found a place: objects, the marks that became tags, and who made the event. */
function noteMapped({ context, scope }: Assembly, container: StixObject | undefined, members: readonly Member[]): void {
  const { index } = context
  const mapMark = (id: string): void => {
    if (tagOfMarking(id, index.resolve(id)) !== undefined) index.map(id)
  }
  if (container !== undefined) {
    index.map(container.id)
    index.map(container['created_by_ref'])
  }
  for (const id of scope.inherited) mapMark(id)
  for (const member of members) {
    if (!member.used && member.record === undefined) continue
    member.mapped = true
    const { object_marking_refs: marks } = member.object
    if (Array.isArray(marks)) for (const id of marks) mapMark(String(id))
  }
}
