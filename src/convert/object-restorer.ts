import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { uuid5, uuidOf } from '../stix/id.ts'
import { attach } from './assembly.ts'
import { contentOf } from './content.ts'
import type { Content } from './content.ts'
import { tieOf } from './embedded.ts'
import type { Piece } from './object-pieces.ts'
import { entryKey, readObject } from './object-reader.ts'
import type { AttributeReading, ObjectReading } from './object-reader.ts'
import { isLive } from './parts.ts'
import type { Parts, ReadScope } from './parts.ts'
import { residueOf, restore } from './residue.ts'
import type { Residue } from './residue.ts'
import { readTags, restoreTags, tagResidue } from './tags.ts'
import { emptyObject, templateFacts } from './template.ts'
import { isTrue } from './text.ts'

/** Takes a UUID for an attribute; `false` when something of the bundle has it already. */
type Claim = (uuid: string) => boolean

/** An object, and what came with it. */
export interface RestoredObject {
  record: MispRecord
  /** UUID under which an attribute of it was written -> the attribute. */
  own: Map<string, MispRecord>
  /** Objects that stood inside its observable; the object refers to them. */
  inside: MispRecord[]
  /** Paths that no row knows: their values are attributes of type `text`. */
  unbound: string[]
  /** Values that the Indicator names, and the observables have others in their place. */
  unsaid: string[]
}

/** Reads an object with everything that travelled beside it. */
export function restoreObject(
  scope: ReadScope,
  parts: Parts,
  definitionOf: (id: string) => StixObject | undefined,
  claim: Claim,
): RestoredObject {
  const residue = residueOf(parts.carrier)
  const reading = readObject(scope, parts, residue === undefined)
  const names = readTags(parts.carrier, scope.inherited, definitionOf)
  if (residue === undefined) return finishForeign(scope, parts, reading, names, claim)
  const { record, attributes } = reading
  const own = new Map<string, MispRecord>()
  restorePiece(record, attributes, residue, names, own)
  const embedded = recordsIn(residue['embedded'])
  const inside = reading.inside.flatMap((piece, at) => {
    const beside = embedded[at]
    if (beside === undefined) return []
    const inner = templateFacts(piece.row)
    restorePiece(inner, piece.attributes, beside, names, own)
    own.set(String(beside['own'] ?? inner['uuid']), inner)
    return [inner]
  })
  if (residue['indicated'] === true && !isLive(parts.indicator)) for (const each of [record, ...inside]) switchOff(each)
  return { record, own, inside, unbound: [], unsaid: [] }
}

/** Puts what travelled beside an object onto what was read of it. */
function restorePiece(
  record: MispRecord,
  attributes: readonly AttributeReading[],
  residue: Residue & MispRecord,
  names: readonly string[],
  own: Map<string, MispRecord>,
): void {
  const entries = recordsIn(residue['attributes'])
  const restored = restoreAttributes(withoutPhantoms(attributes, residue['phantoms']), entries, names, own)
  if (restored.length > 0) record['Attribute'] = restored
  restore(record, residue)
}

/** Without its Indicator nothing of an object is for detection any more. */
function switchOff(record: MispRecord): void {
  for (const attribute of recordsIn(record['Attribute'])) if (isTrue(attribute['to_ids'])) attribute['to_ids'] = false
}

/** What nobody told more of than STIX does: UUIDs follow from where things stand. */
function finishForeign(
  scope: ReadScope,
  parts: Parts,
  { record, attributes, inside, unsaid }: ObjectReading,
  names: readonly string[],
  claim: Claim,
): RestoredObject {
  const restored: RestoredObject = { record, own: new Map(), inside: [], unbound: [], unsaid }
  const uuids = uuidsOfValues(contentOf(scope, parts.carrier), claim)
  finishPiece(attributes, record, uuids, names, restored)
  const byName = new Map([[String(record['name']), record]])
  for (const piece of inside) {
    const { by, to } = tieOf(piece.row?.name ?? '')
    const outer = byName.get(to ?? '') ?? record
    const inner = innerRecord(piece, record)
    attach(outer, 'ObjectReference', referenceTo(inner, outer, by))
    finishPiece(piece.attributes, inner, uuids, names, restored)
    restored.inside.push(inner)
    byName.set(String(inner['name']), inner)
  }
  return restored
}

function finishPiece(
  attributes: readonly AttributeReading[],
  record: MispRecord,
  uuids: Map<string, string>,
  names: readonly string[],
  restored: RestoredObject,
): void {
  const list = attributes.map(({ record: attribute, unbound }, at) => {
    if (unbound !== undefined) restored.unbound.push(unbound)
    attribute['uuid'] ??= takeUuid(uuids, attribute) ?? uuid5(`${String(record['uuid'])} ${entryKey(attribute)} ${at}`)
    if (names.length > 0) attribute['Tag'] = restoreTags(names, {})
    restored.own.set(String(attribute['uuid']), attribute)
    return attribute
  })
  if (list.length > 0) record['Attribute'] = list
}

function innerRecord({ row, key }: Piece, outer: MispRecord): MispRecord {
  return {
    uuid: uuid5(`${String(outer['uuid'])} ${key}`),
    ...emptyObject(row),
    ...(outer['timestamp'] !== undefined && { timestamp: outer['timestamp'] }),
  }
}

function referenceTo({ uuid: target }: MispRecord, { uuid }: MispRecord, by: string): MispRecord {
  return {
    uuid: uuid5(`${String(uuid)} ${by} ${String(target)}`),
    object_uuid: uuid,
    referenced_uuid: target,
    relationship_type: by,
  }
}

/** misp-stix gives the observables inside an object the UUIDs of the attributes that they hold. */
function uuidsOfValues({ objects }: Content, claim: Claim): Map<string, string> {
  const found = new Map<string, string>()
  for (const { id, value } of objects) {
    const uuid = uuidOf(id)
    if (typeof value === 'string' && uuid[14] === '4' && !found.has(value) && claim(uuid)) found.set(value, uuid)
  }
  return found
}

function takeUuid(uuids: Map<string, string>, { value }: MispRecord): string | undefined {
  const uuid = uuids.get(String(value))
  uuids.delete(String(value))
  return uuid
}

/** Leaves out what reads back although the object does not hold it (one STIX place that two relations are read from). */
function withoutPhantoms(readings: readonly AttributeReading[], listed: unknown): readonly AttributeReading[] {
  if (!Array.isArray(listed)) return readings
  const phantoms = listed.map(String)
  return readings.filter(({ record }) => {
    const at = phantoms.lastIndexOf(entryKey(record))
    if (at >= 0) phantoms.splice(at, 1)
    return at < 0
  })
}

/** Pairs what was read with its facts: by relation and value; a single one left over on each side was edited. */
function restoreAttributes(
  readings: readonly AttributeReading[],
  entries: readonly MispRecord[],
  names: readonly string[],
  own: Map<string, MispRecord>,
): MispRecord[] {
  const free = [...entries]
  const pairs = new Map<AttributeReading, MispRecord>()
  const take = (reading: AttributeReading, fits: (entry: MispRecord) => boolean): void => {
    const at = free.findIndex(fits)
    if (at >= 0) pairs.set(reading, free.splice(at, 1)[0] as MispRecord)
  }
  for (const reading of readings) take(reading, (entry) => entry['key'] === entryKey(reading.record))
  const open = readings.filter((reading) => !pairs.has(reading))
  for (const reading of open) {
    const relation = `${String(reading.record['object_relation'])} `
    const rivals = open.filter(({ record }) => record['object_relation'] === reading.record['object_relation'])
    const candidates = free.filter((entry) => String(entry['key']).startsWith(relation))
    if (rivals.length === 1 && candidates.length === 1) take(reading, (entry) => entry === candidates[0])
  }
  return readings.map((reading) => {
    const entry = pairs.get(reading)
    const { record } = reading
    const tags = names.length === 0 ? [] : restoreTags(names, tagResidue(entry))
    if (tags.length > 0) record['Tag'] = tags
    if (entry === undefined) return record
    restore(record, entry)
    const uuid = entry['own'] ?? record['uuid']
    if (typeof uuid === 'string') own.set(uuid, record)
    return record
  })
}
