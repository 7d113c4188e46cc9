import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readAnalystData } from './analyst.ts'
import { attach, kindOf, memberOf, namedParent, recordOf, report } from './assembly.ts'
import type { Assembly } from './assembly.ts'
import type { Member } from './bundle-index.ts'
import { isOfMisp, labelsOf } from './labels.ts'
import { readReport } from './reports.ts'
import { isAuthored, residueOf, restore } from './residue.ts'
import { readSighting } from './sightings.ts'

/** A report, note, opinion or sighting as it was read, before it hangs on what it is about. */
export interface Text {
  object: StixObject
  record: MispRecord
  list: string
}

/** Reads what is said about elements, so that others can hang on them. */
export function openTexts(assembly: Assembly, members: readonly Member[]): Text[] {
  const { mappings } = assembly.context
  const texts: Text[] = []
  for (const member of members) {
    const { object, role } = member
    if (object.type === 'note' && isPlaceholder(object)) member.used = true
    if (role === 'report') texts.push({ object, record: readReport(mappings, object), list: 'EventReport' })
    else if (role === 'note' && !isPlaceholder(object))
      texts.push({ object, record: readAnalystData(mappings, 'analyst-note', object), list: 'Note' })
    else if (role === 'opinion')
      texts.push({ object, record: readAnalystData(mappings, 'analyst-opinion', object), list: 'Opinion' })
    else if (role === 'sighting')
      texts.push({ object, record: readSighting(mappings, object, assembly.context.index.resolve), list: 'Sighting' })
    else continue
    member.used = true
    member.record = texts.at(-1)?.record
  }
  for (const { object, record } of texts) {
    assembly.byUuid.set(uuidOf(object.id), record)
  }
  return texts
}

/** Puts each of them onto what it is about. */
export function hangTexts(assembly: Assembly, texts: readonly Text[]): void {
  for (const { object, record, list } of texts) {
    if (list === 'EventReport') attach(assembly.event, list, record)
    else hang(assembly, object, record, list)
    const residue = residueOf(object)
    if (residue !== undefined) restore(record, residue)
  }
}

/** The note by which a container that holds nothing is kept legal. */
export function isPlaceholder(object: StixObject): boolean {
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
        ? (refs.find((id) => recordOf(assembly, id) !== undefined) ?? refs[0])
        : object['source_ref']
  const parent = namedParent(assembly, object) ?? recordOf(assembly, about) ?? assembly.byUuid.get(uuidOf(String(about))) // its type may have changed in the upgrade from 2.0
  if (list === 'Sighting') record['attribute_uuid'] = uuidOf(String(about))
  if (!isAuthored(object) && !isOfMisp(object)) {
    hangForeign(assembly, object, record, list, parent)
    return
  }
  if (parent === undefined) {
    report(assembly, 'nothing-to-hang-on', object, 'what it is about is not in the bundle; it is hung on the event')
    attach(assembly.event, list, record)
    return
  }
  attach(list === 'Sighting' ? sightable(parent) : parent, list, record)
}

/** What others say: MISP knows by UUID and kind what it is about. It has sightings of attributes only. */
function hangForeign(
  assembly: Assembly,
  object: StixObject,
  record: MispRecord,
  list: string,
  about: MispRecord | undefined,
): void {
  const parent = list === 'Sighting' && about !== undefined ? sightable(about) : (about ?? assembly.event)
  if (list === 'Sighting' && (parent['type'] === undefined || parent['value'] === undefined)) {
    const member = memberOf(assembly, object.id)
    if (member === undefined) return
    member.used = false
    member.record = undefined
    return
  }
  if (list === 'Sighting') record['attribute_uuid'] = parent['uuid']
  else Object.assign(record, { object_uuid: parent['uuid'], object_type: kindOf(assembly, parent) })
  attach(parent, list, record)
}

/** MISP sights attributes: of an object, the first that is to_ids, else its first. */
function sightable(parent: MispRecord): MispRecord {
  const inner = parent['type'] === undefined ? recordsIn(parent['Attribute']) : []
  return inner.find(({ to_ids: toIds }) => toIds === true) ?? inner[0] ?? parent
}
