import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind } from '../mapping/binding.ts'
import { readRecord } from '../mapping/record.ts'
import { readRowPattern } from '../mapping/row-pattern.ts'
import type { PatternReading } from '../mapping/row-pattern.ts'
import { readRow } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { unbracket } from './attribute-reader.ts'
import { mispLabels } from './labels.ts'
import { readSeen } from './observed.ts'
import { envelopeOf, isLive, mainObjects } from './parts.ts'
import type { Parts, ReadScope } from './parts.ts'
import { isRecord, recordsIn, residueOf, restore, shortHash } from './residue.ts'
import { readTags, restoreTags, tagResidue } from './tags.ts'
import { asText, isTrue } from './text.ts'

/** An attribute as an object's carrier reads: the bind and the how-many-eth value of it, or its place in `x_misp_attributes`. */
export interface AttributeReading {
  bind: Bind | undefined
  occurrence: number
  record: MispRecord
}

/** How facts find their attribute again: by relation and value. */
export function entryKey({ object_relation: relation, value }: MispRecord): string {
  return `${String(relation)} ${shortHash(String(value))}`
}

/** Reads an object back from its parts; attributes apart, so that each can be told from the others. */
export function readObject(
  scope: ReadScope,
  { carrier, indicator }: Parts,
): { record: MispRecord; attributes: AttributeReading[]; row: Row | undefined } {
  const labels = mispLabels(carrier)
  const record: MispRecord = { uuid: uuidOf(carrier.id) }
  if (carrier.type === 'x-misp-object') {
    readRecord(scope.mappings.envelope('generic-object'), carrier, record)
    record['name'] ??= labels.name
    record['meta-category'] ??= labels['meta-category']
    readComment(scope, carrier, indicator, record)
    return { record, attributes: readGenericAttributes(carrier), row: undefined }
  }
  const name = labels.name ?? ''
  const rows = scope.mappings.object(name)
  const row =
    rows.find(({ form, type }) => (form === 'rule' ? carrier.type === 'indicator' : carrier.type === type)) ??
    rows.find(({ form }) => form === 'sco') ??
    rows[0]
  readRecord(scope.mappings.envelope(row?.form === 'rule' ? 'observed' : envelopeOf(carrier, row)), carrier, record)
  record['name'] = name
  const meta = labels['meta-category'] ?? row?.raw['meta-category']
  if (meta !== undefined) record['meta-category'] = meta
  if (row?.raw.uuid !== undefined) record['template_uuid'] = row.raw.uuid
  readSeen(carrier, record)
  if (row?.form !== 'rule') readComment(scope, carrier, indicator, record)
  return { record, attributes: row === undefined ? [] : readAttributes(scope, row, carrier, indicator), row }
}

function readComment(scope: ReadScope, carrier: StixObject, indicator: StixObject | undefined, record: MispRecord): void {
  if (
    indicator === undefined ||
    indicator['description'] === undefined ||
    (indicator === carrier && record['comment'] !== undefined)
  )
    return
  readRecord(scope.mappings.envelope('indicator'), { ...indicator, modified: carrier['modified'] }, record)
}

function readGenericAttributes(carrier: StixObject): AttributeReading[] {
  return recordsIn(carrier['x_misp_attributes']).map((entry, occurrence) => ({
    bind: undefined,
    occurrence,
    record: { ...entry, to_ids: isTrue(entry['to_ids']) },
  }))
}

function readAttributes(scope: ReadScope, row: Row, carrier: StixObject, indicator: StixObject | undefined): AttributeReading[] {
  const found: AttributeReading[] = []
  const facts = (relation: string, value: unknown): MispRecord => {
    const type = row.relations.get(relation) ?? 'text'
    const category = scope.mappings.facts(type)?.category
    return { object_relation: relation, type, value, ...(category !== undefined && { category }), to_ids: false }
  }
  const rule = row.raw['rule-relation']
  if (row.form === 'rule' && rule !== undefined && typeof carrier['pattern'] === 'string') {
    found.push({
      bind: undefined,
      occurrence: 0,
      record: { ...facts(rule, unbracket(row, carrier['pattern'])), to_ids: isLive(indicator) },
    })
  }
  const counts = new Map<Bind, number>()
  for (const main of mainObjects(scope, carrier)) {
    if (row.form === 'sco' && main.type !== row.type) continue
    for (const { bind, filler, value } of readRow(row, main, scope.resolve)) {
      const occurrence = counts.get(bind) ?? 0
      counts.set(bind, occurrence + 1)
      found.push({ bind, occurrence, record: facts(filler.name, value) })
    }
    found.push(
      ...readCustom(row, main).map((record, occurrence) => ({
        bind: undefined,
        occurrence: 1000 + occurrence,
        record: { ...facts(String(record['object_relation']), ''), ...record },
      })),
    )
    if (row.form === 'sco') break
  }
  if (row.form !== 'rule' && isLive(indicator) && indicator !== undefined)
    markPattern(row, indicator, found, carrier.type === 'indicator', facts)
  return found
}

/** `x_misp_<relation>` properties, which misp-stix writes for relations without a place. */
function readCustom(row: Row, main: StixObject): MispRecord[] {
  const found: MispRecord[] = []
  for (const key of Object.keys(main)) {
    if (!key.startsWith('x_misp_')) continue
    const relation = row.customNames.get(key.toLowerCase().replaceAll(/[^a-z0-9]/g, '_'))
    if (relation === undefined) continue
    for (const each of [main[key]].flat()) {
      if (isRecord(each))
        found.push({
          object_relation: relation,
          value: each['value'] ?? each['filename'],
          ...(each['data'] !== undefined && { data: each['data'] }),
        })
      else if (each !== null && each !== undefined) found.push({ object_relation: relation, value: asText(each) })
    }
  }
  return found
}

/** Sets to_ids on what the Indicator's pattern names; an Indicator without Observed Data is read for its values too. */
function markPattern(
  row: Row,
  indicator: StixObject,
  found: AttributeReading[],
  alone: boolean,
  facts: (relation: string, value: unknown) => MispRecord,
): void {
  let readings: PatternReading[] | undefined
  try {
    readings = readRowPattern(row, String(indicator['pattern']))
  } catch {
    return
  }
  for (const { bind, name, value } of readings ?? []) {
    const same = found.find(
      (each) =>
        (bind === undefined ? each.record['object_relation'] === name : each.bind === bind) && each.record['value'] === value,
    )
    if (same !== undefined) same.record['to_ids'] = true
    else if (alone) found.push({ bind, occurrence: found.length + 2000, record: { ...facts(name, value), to_ids: true } })
  }
}

/** Reads an object with everything that travelled beside it. */
export function restoreObject(
  scope: ReadScope,
  parts: Parts,
  definitionOf: (id: string) => StixObject | undefined,
): { record: MispRecord; own: Map<string, MispRecord> } {
  const { record, attributes } = readObject(scope, parts)
  const residue = residueOf(parts.carrier)
  const names = readTags(parts.carrier, scope.inherited, definitionOf)
  const own = new Map<string, MispRecord>()
  const entries = Array.isArray(residue?.['attributes']) ? recordsIn(residue['attributes']) : []
  const restored = restoreAttributes(withoutPhantoms(attributes, residue?.['phantoms']), entries, names, own)
  const switchedOff = residue?.['indicated'] === true && !isLive(parts.indicator)
  if (restored.length > 0) record['Attribute'] = restored
  if (residue !== undefined) restore(record, residue)
  if (switchedOff)
    for (const attribute of recordsIn(record['Attribute'])) if (isTrue(attribute['to_ids'])) attribute['to_ids'] = false
  return { record, own }
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
