import type { StixObject } from '../stix/types.ts'
import { uuidOf } from '../stix/id.ts'
import { printString } from '../stix/pattern/print-literal.ts'
import type { Marking } from '../stix/marking.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind } from '../mapping/binding.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import { printRowPattern, readRowPattern } from '../mapping/row-pattern.ts'
import type { PatternReading } from '../mapping/row-pattern.ts'
import { readRow, writeRow } from '../mapping/row.ts'
import type { Fill, Row } from '../mapping/row.ts'
import {
  basedOn, definitionIn, envelopeOf, genericPatternType, isLive, mainObjects, mispLabels, observedData, readSeen, startIndicator,
} from './attributes.ts'
import type { Parts, ReadScope } from './attributes.ts'
import { writeChildren } from './children.ts'
import { residueOf } from './galaxies.ts'
import { difference, isRecord, recordsIn, restore, shortHash } from './residue.ts'
import type { Residue } from './residue.ts'
import { tagsFor } from './profile-filter.ts'
import { carry, declareCustom, isTrue } from './scope.ts'
import type { EventScope } from './scope.ts'
import { readTags, restoreTags, splitTags, strictest, tagDifference } from './tags.ts'
import type { SplitTags, TagResidue } from './tags.ts'

/** An attribute as an object's carrier reads: the bind and the how-many-eth value of it, or its place in `x_misp_attributes`. */
interface AttributeReading {
  bind: Bind | undefined
  occurrence: number
  record: MispRecord
}

/** Writes a MISP object. */
export function writeObject(scope: EventScope, record: MispRecord): void {
  const uuid = scope.uuidFor('element', record)
  const attributes = recordsIn(record['Attribute'])
  const split = attributes.map(({ Tag }) => splitTags(tagsFor(scope.bundle, Tag)))
  const tags = joinTags(split)
  const markings = strictest(scope.markings, tags.markings)
  const parts = writeNativeObject(scope, record, attributes, uuid, tags, markings) ?? writeGenericObject(scope, record, attributes, uuid, tags)
  if (parts === undefined) return
  finishObject(scope, parts, record, attributes, uuid, tags, markings)
}

function joinTags(split: readonly SplitTags[]): SplitTags {
  const tagged = split.filter(({ markings, labels, confidence }) => markings.length > 0 || labels.length > 0 || confidence !== undefined)
  const [only] = tagged
  if (only === undefined) return { markings: [], labels: [], confidence: undefined }
  const confidences = tagged.flatMap(({ confidence }) => confidence ?? [])
  return {
    markings: [...strictest(...tagged.map(({ markings }) => markings))],
    labels: [...new Set(tagged.flatMap(({ labels }) => labels))],
    confidence: confidences.length > 0 ? Math.min(...confidences) : undefined,
  }
}

interface ObjectParts extends Parts {
  /** Position of an attribute -> where it stands. */
  placed: Map<number, { bind: Bind | undefined; occurrence: number }>
}

function fillsOf(attributes: readonly MispRecord[]): Fill[] {
  return attributes.flatMap((attribute, index) => {
    const { object_relation: relation, value, deleted } = attribute
    return typeof relation === 'string' && typeof value === 'string' && !isTrue(deleted) ? [{ name: relation, value, index }] : []
  })
}

function writeNativeObject(
  scope: EventScope,
  record: MispRecord,
  attributes: readonly MispRecord[],
  uuid: string,
  tags: SplitTags,
  markings: readonly Marking[],
): ObjectParts | undefined {
  const fills = fillsOf(attributes)
  for (const row of scope.mappings.object(String(record['name']))) {
    if (row.form === 'generic' || !row.when.every(([relation, value]) => fills.some((fill) => fill.name === relation && fill.value === value))) continue
    const parts = row.form === 'rule' ? writeRuleObject(scope, row, record, fills, uuid, tags) : writeRowObject(scope, row, record, attributes, fills, uuid, tags, markings)
    if (parts !== undefined) return parts
  }
  return undefined
}

function writeRowObject(
  scope: EventScope,
  row: Row,
  record: MispRecord,
  attributes: readonly MispRecord[],
  fills: readonly Fill[],
  uuid: string,
  tags: SplitTags,
  markings: readonly Marking[],
): ObjectParts | undefined {
  const written = writeRow(row, fills, row.form === 'sdo' ? () => `${row.type}--${uuid}` : undefined)
  if (written === undefined) return undefined
  const modified = scope.timeOf(record['timestamp'])
  const pattern = objectPattern(scope, row, attributes, fills)
  let carrier: StixObject
  if (row.form === 'sdo') {
    const [{ type, id: _id, spec_version: _version, ...content }] = written.objects as [StixObject]
    carrier = { ...scope.start(type, uuid, modified), ...content }
    writeRecord(scope.mappings.envelope(envelopeOf(carrier, row)), record, carrier)
  } else {
    scope.observe(written.objects, markings)
    carrier = observedData(scope, record, uuid, modified, written.objects)
  }
  const indicator = pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags)
  return { carrier, indicator, placed: written.placed }
}

/** An object that is a rule: the Indicator is the whole of it. */
function writeRuleObject(scope: EventScope, row: Row, record: MispRecord, fills: readonly Fill[], uuid: string, tags: SplitTags): ObjectParts | undefined {
  const rule = fills.find(({ name }) => name === row.raw['rule-relation'])
  if (rule === undefined || rule.value === '' || !String(rule.value).isWellFormed() || (row.type === 'stix' && !readable(row, String(rule.value)))) return undefined
  const carrier = startIndicator(scope, { ...record, comment: undefined }, uuid, scope.timeOf(record['timestamp']), String(rule.value), tags)
  carrier['pattern_type'] = row.type
  delete carrier['pattern_version']
  const placed: ObjectParts['placed'] = new Map([[rule.index, { bind: undefined, occurrence: 0 }]])
  const written = writeRow(row, fills, () => carrier.id)
  if (written !== undefined) {
    const [{ type: _type, id: _id, spec_version: _version, ...content }] = written.objects as [StixObject]
    Object.assign(carrier, content)
    for (const [index, place] of written.placed) placed.set(index, place)
  }
  return { carrier, indicator: carrier, placed }
}

function readable(row: Row, pattern: string): boolean {
  try {
    readRowPattern(row, pattern)
    return true
  } catch {
    return false
  }
}

/** AND over the places of the to_ids attributes; where none has a place, their types without one stand in. */
function objectPattern(scope: EventScope, row: Row | undefined, attributes: readonly MispRecord[], fills: readonly Fill[]): string | undefined {
  const marked = fills.filter(({ index }) => isTrue(attributes[index]?.['to_ids']))
  if (marked.length === 0) return undefined
  const native = row === undefined || row.form === 'sdo' ? undefined : printRowPattern(row, marked)
  if (native !== undefined || !scope.profile.customTypes) return native
  const generic = marked.filter(({ value }) => value !== '' && String(value).isWellFormed())
  const comparisons = generic.map(({ index, value }) => `[${genericPatternType(String(attributes[index]?.['type']))}:value = ${printString(String(value))}]`)
  return comparisons.length === 0 ? undefined : [...new Set(comparisons)].join(' AND ')
}

function writeGenericObject(scope: EventScope, record: MispRecord, attributes: readonly MispRecord[], uuid: string, tags: SplitTags): ObjectParts | undefined {
  if (!scope.profile.customTypes) {
    scope.bundle.announce('no-place-in-stix', `elements that STIX has no place for are left out of the profile ${scope.profile.name}`)
    return undefined
  }
  const modified = scope.timeOf(record['timestamp'])
  const carrier = scope.start('x-misp-object', uuid, modified)
  declareCustom(carrier)
  writeRecord(scope.mappings.envelope('generic-object'), record, carrier)
  carrier['x_misp_name'] ??= String(record['name'] ?? '').toWellFormed()
  const placed: ObjectParts['placed'] = new Map()
  const entries: MispRecord[] = []
  for (const [index, attribute] of attributes.entries()) {
    if (isTrue(attribute['deleted'])) continue
    const entry = genericEntry(attribute)
    if (entry === undefined) continue
    placed.set(index, { bind: undefined, occurrence: entries.length })
    entries.push(entry)
  }
  if (entries.length > 0) carrier['x_misp_attributes'] = entries
  const pattern = objectPattern(scope, undefined, attributes, fillsOf(attributes))
  return { carrier, indicator: pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags), placed }
}

const ENTRY_KEYS = ['type', 'object_relation', 'value', 'category', 'comment', 'uuid', 'data'] as const

/** An attribute inside `x_misp_attributes`, as misp-stix writes it. */
function genericEntry(attribute: MispRecord): MispRecord | undefined {
  if (typeof attribute['value'] !== 'string' || typeof attribute['type'] !== 'string') return undefined
  const entry: MispRecord = {}
  for (const key of ENTRY_KEYS) {
    const value = attribute[key]
    if (typeof value === 'string' && value !== '' && value.isWellFormed()) entry[key] = value
  }
  if (entry['value'] === undefined) return undefined
  entry['to_ids'] = isTrue(attribute['to_ids'])
  return entry
}

function finishObject(
  scope: EventScope,
  parts: ObjectParts,
  record: MispRecord,
  attributes: readonly MispRecord[],
  uuid: string,
  tags: SplitTags,
  markings: readonly Marking[],
): void {
  const { carrier, indicator, placed } = parts
  const labels = objectLabels(scope, record, tags)
  if (labels.length > 0) {
    carrier['labels'] = labels
    if (indicator !== undefined && indicator !== carrier) indicator['labels'] = labels
  }
  if (markings.length > 0) carrier['object_marking_refs'] = markings.map(({ id }) => id)
  scope.carriers.set(uuid, carrier.id)
  const parent = { uuid, carrier, indicator, markings }
  const references = record['ObjectReference']
  for (const reference of recordsIn(references)) scope.later.push({ list: 'ObjectReference', record: reference, parent, of: uuid })
  const left = writeChildren(scope, record, parent)
  const inner = attributes.map((attribute, index) => {
    const own = placed.has(index) ? scope.uuidFor('element', attribute, uuid) : undefined
    if (own !== undefined) scope.carriers.set(own, carrier.id)
    return { own, left: own === undefined ? undefined : writeChildren(scope, attribute, parent, own) }
  })
  if (scope.profile.residue) carryObject(scope, parts, record, attributes, left, inner, markings)
  if (carrier.type === 'note') {
    scope.atEnd.push(() => {
      carrier['object_refs'] = aboutOf(scope, record)
      scope.write(carrier, markings)
    })
  } else {
    scope.write(carrier, markings)
  }
  if (indicator !== undefined && indicator !== carrier) {
    scope.write(indicator, markings)
    scope.write(basedOn(scope, indicator, carrier), markings)
  }
}

/** What a note is about: the elements that its object refers to, else the event. */
function aboutOf(scope: EventScope, record: MispRecord): string[] {
  const about = recordsIn(record['ObjectReference']).flatMap((reference) => scope.carriers.get(String(reference['referenced_uuid']).toLowerCase()) ?? [])
  return about.length > 0 ? [...new Set(about)] : [scope.containerId]
}

function objectLabels(scope: EventScope, record: MispRecord, tags: SplitTags): string[] {
  if (!scope.profile.labels) return tags.labels
  const labels = [`misp:name="${String(record['name'])}"`]
  const meta = record['meta-category']
  if (typeof meta === 'string' && meta !== '') labels.push(`misp:meta-category="${meta}"`)
  return [...labels, ...tags.labels]
}

type Left = ReturnType<typeof writeChildren>

function carryObject(
  scope: EventScope,
  { carrier, indicator, placed }: ObjectParts,
  record: MispRecord,
  attributes: readonly MispRecord[],
  left: Left,
  inner: readonly { own: string | undefined; left: Left | undefined }[],
  markings: readonly Marking[],
): void {
  const read: ReadScope = { mappings: scope.mappings, resolve: (id) => scope.bundle.kept(id), inherited: scope.markingIds }
  const { record: predicted, attributes: readings } = readObject(read, { carrier, indicator })
  const names = readTags(carrier, scope.markingIds, definitionIn(markings))
  const entries: Record<string, unknown>[] = []
  const loose: unknown[] = []
  const phantoms = new Set(readings)
  for (const [index, attribute] of attributes.entries()) {
    const place = placed.get(index)
    const reading = place && readings.find(({ bind, occurrence }) => bind === place.bind && occurrence === place.occurrence)
    if (reading === undefined) {
      loose.push(attribute)
      continue
    }
    phantoms.delete(reading)
    const { own, left: leftover } = inner[index] as { own: string; left: Left }
    entries.push(attributeEntry(leftover, reading.record, names, own))
  }
  const all = record['Attribute']
  const original: MispRecord = { ...left.record }
  if (Array.isArray(all)) original['Attribute'] = [...loose, ...all.filter((attribute) => !isRecord(attribute))]
  const skip = new Set([...(left.skip ?? []), 'ObjectReference'])
  if (loose.length === 0 && entries.length > 0) skip.add('Attribute')
  const references = record['ObjectReference']
  if (!Array.isArray(references) || references.length === 0) skip.delete('ObjectReference')
  carry(scope, carrier, 'object', original, predicted, [], skip, {
    ...left.extra,
    ...(entries.length > 0 && { attributes: entries }),
    ...(phantoms.size > 0 && { phantoms: [...phantoms].map(({ record }) => entryKey(record)) }),
    ...(indicator !== undefined && { indicated: true }),
  })
}

/** Facts of an attribute of the object, found again by relation and value. */
function attributeEntry(left: Left, reading: MispRecord, names: readonly string[], own: string): Record<string, unknown> {
  const { Tag } = left.record
  const entry: Record<string, unknown> = { key: entryKey(reading) }
  let record = left.record
  let { skip } = left
  if (names.length > 0) {
    // The labels of the object are those of all its attributes: say which this one has
    const { tags, loose, extra } = tagDifference(Array.isArray(Tag) ? Tag : [], names)
    if (tags !== undefined) entry['tags'] = tags
    if (extra !== undefined) entry['untagged'] = extra
    if (loose !== undefined) record = { ...record, Tag: loose }
    else if (Array.isArray(Tag) && Tag.length > 0) skip = new Set([...(skip ?? []), 'Tag'])
  }
  Object.assign(entry, difference(record, reading, skip), left.extra)
  if (record['uuid'] !== own) entry['own'] = own
  return entry
}

function entryKey({ object_relation: relation, value }: MispRecord): string {
  return `${String(relation)} ${shortHash(String(value))}`
}

/** Reads an object back from its parts; attributes apart, so that each can be told from the others. */
export function readObject(scope: ReadScope, { carrier, indicator }: Parts): { record: MispRecord; attributes: AttributeReading[]; row: Row | undefined } {
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
  const row = rows.find(({ form, type }) => (form === 'rule' ? carrier.type === 'indicator' : carrier.type === type)) ?? rows.find(({ form }) => form === 'sco') ?? rows[0]
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
  if (indicator === undefined || indicator['description'] === undefined || (indicator === carrier && record['comment'] !== undefined)) return
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
    found.push({ bind: undefined, occurrence: 0, record: { ...facts(rule, unbracket(row, carrier['pattern'])), to_ids: isLive(indicator) } })
  }
  const counts = new Map<Bind, number>()
  for (const main of mainObjects(scope, carrier)) {
    if (row.form === 'sco' && main.type !== row.type) continue
    for (const { bind, filler, value } of readRow(row, main, scope.resolve)) {
      const occurrence = counts.get(bind) ?? 0
      counts.set(bind, occurrence + 1)
      found.push({ bind, occurrence, record: facts(filler.name, value) })
    }
    found.push(...readCustom(row, main).map((record, occurrence) => ({ bind: undefined, occurrence: 1000 + occurrence, record: { ...facts(String(record['object_relation']), ''), ...record } })))
    if (row.form === 'sco') break
  }
  if (row.form !== 'rule' && isLive(indicator) && indicator !== undefined) markPattern(row, indicator, found, carrier.type === 'indicator', facts)
  return found
}

function unbracket(row: Row, pattern: string): string {
  return row.type !== 'stix' && pattern.startsWith('[') && pattern.endsWith(']') ? pattern.slice(1, -1) : pattern
}

/** `x_misp_<relation>` properties, which misp-stix writes for relations without a place. */
function readCustom(row: Row, main: StixObject): MispRecord[] {
  const found: MispRecord[] = []
  for (const key of Object.keys(main)) {
    if (!key.startsWith('x_misp_')) continue
    const relation = row.customNames.get(key.toLowerCase().replaceAll(/[^a-z0-9]/g, '_'))
    if (relation === undefined) continue
    for (const each of [main[key]].flat()) {
      if (isRecord(each)) found.push({ object_relation: relation, value: each['value'] ?? each['filename'], ...(each['data'] !== undefined && { data: each['data'] }) })
      else if (each !== null && each !== undefined) found.push({ object_relation: relation, value: String(each) })
    }
  }
  return found
}

/** Sets to_ids on what the Indicator's pattern names; an Indicator without Observed Data is read for its values too. */
function markPattern(row: Row, indicator: StixObject, found: AttributeReading[], alone: boolean, facts: (relation: string, value: unknown) => MispRecord): void {
  let readings: PatternReading[] | undefined
  try {
    readings = readRowPattern(row, String(indicator['pattern']))
  } catch {
    return
  }
  for (const { bind, name, value } of readings ?? []) {
    const same = found.find((each) => (bind === undefined ? each.record['object_relation'] === name : each.bind === bind) && each.record['value'] === value)
    if (same !== undefined) same.record['to_ids'] = true
    else if (alone) found.push({ bind, occurrence: found.length + 2000, record: { ...facts(name, value), to_ids: true } })
  }
}

/** Reads an object with everything that travelled beside it. */
export function restoreObject(scope: ReadScope, parts: Parts, definitionOf: (id: string) => StixObject | undefined): { record: MispRecord; own: Map<string, MispRecord> } {
  const { record, attributes } = readObject(scope, parts)
  const residue = residueOf(parts.carrier)
  const names = readTags(parts.carrier, scope.inherited, definitionOf)
  const own = new Map<string, MispRecord>()
  const entries = Array.isArray(residue?.['attributes']) ? recordsIn(residue['attributes']) : []
  const restored = restoreAttributes(withoutPhantoms(attributes, residue?.['phantoms']), entries, names, own)
  const switchedOff = residue?.['indicated'] === true && !isLive(parts.indicator)
  if (restored.length > 0) record['Attribute'] = restored
  if (residue !== undefined) restore(record, residue)
  if (switchedOff) for (const attribute of recordsIn(record['Attribute'])) if (isTrue(attribute['to_ids'])) attribute['to_ids'] = false
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
    restore(record, entry as Residue)
    const uuid = entry['own'] ?? record['uuid']
    if (typeof uuid === 'string') own.set(uuid, record)
    return record
  })
}

function tagResidue(entry: MispRecord | undefined): TagResidue {
  const { tags, untagged } = entry ?? {}
  return {
    ...(isRecord(tags) && { tags: tags as Record<string, Residue> }),
    ...(Array.isArray(untagged) && { extra: untagged.map(String) }),
  }
}
