import type { Marking } from '../stix/marking.ts'
import { printString } from '../stix/pattern/print-literal.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind } from '../mapping/binding.ts'
import { writeRecord } from '../mapping/record.ts'
import { printRowPattern } from '../mapping/row-pattern.ts'
import { writeRow } from '../mapping/row.ts'
import type { Fill, Row } from '../mapping/row.ts'
import { writeChildren } from './children.ts'
import type { Left } from './children.ts'
import { basedOn, genericPatternType, isPattern, startIndicator } from './indicator.ts'
import { entryKey, readObject } from './object-reader.ts'
import type { AttributeReading } from './object-reader.ts'
import { observedData } from './observed.ts'
import { definitionIn, envelopeOf } from './parts.ts'
import type { Parts, ReadScope } from './parts.ts'
import { tagsFor } from './profile-filter.ts'
import { difference, isRecord, recordsIn } from './residue.ts'
import { carry, declareCustom } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'
import { readTags, splitTags, strictest, tagDifference } from './tags.ts'
import type { SplitTags } from './tags.ts'
import { asText, isTrue } from './text.ts'

/** Writes a MISP object. */
export function writeObject(scope: EventScope, record: MispRecord): void {
  const uuid = scope.uuidFor('element', record)
  const attributes = recordsIn(record['Attribute'])
  const split = attributes.map(({ Tag }) => splitTags(tagsFor(scope.bundle, Tag)))
  const tags = joinTags(split)
  const markings = strictest(scope.markings, tags.markings)
  const parts =
    writeNativeObject(scope, record, attributes, uuid, tags, markings) ??
    writeGenericObject(scope, record, attributes, uuid, tags)
  if (parts === undefined) return
  finishObject(scope, parts, record, attributes, uuid, tags, markings)
}

function joinTags(split: readonly SplitTags[]): SplitTags {
  const tagged = split.filter(
    ({ markings, labels, confidence }) => markings.length > 0 || labels.length > 0 || confidence !== undefined,
  )
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
    if (
      row.form === 'generic' ||
      !row.when.every(([relation, value]) => fills.some((fill) => fill.name === relation && fill.value === value))
    )
      continue
    const parts =
      row.form === 'rule'
        ? writeRuleObject(scope, row, record, fills, uuid, tags)
        : writeRowObject(scope, row, record, attributes, fills, uuid, tags, markings)
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
function writeRuleObject(
  scope: EventScope,
  row: Row,
  record: MispRecord,
  fills: readonly Fill[],
  uuid: string,
  tags: SplitTags,
): ObjectParts | undefined {
  const rule = fills.find(({ name }) => name === row.raw['rule-relation'])
  if (
    rule === undefined ||
    rule.value === '' ||
    !String(rule.value).isWellFormed() ||
    (row.type === 'stix' && !isPattern(String(rule.value)))
  )
    return undefined
  const carrier = startIndicator(
    scope,
    { ...record, comment: undefined },
    uuid,
    scope.timeOf(record['timestamp']),
    String(rule.value),
    tags,
  )
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

/** AND over the places of the to_ids attributes; where none has a place, their types without one stand in. */
function objectPattern(
  scope: EventScope,
  row: Row | undefined,
  attributes: readonly MispRecord[],
  fills: readonly Fill[],
): string | undefined {
  const marked = fills.filter(({ index }) => isTrue(attributes[index]?.['to_ids']))
  if (marked.length === 0) return undefined
  const native = row === undefined || row.form === 'sdo' ? undefined : printRowPattern(row, marked)
  if (native !== undefined || !scope.profile.customTypes) return native
  const generic = marked.filter(({ value }) => value !== '' && String(value).isWellFormed())
  const comparisons = generic.map(
    ({ index, value }) => `[${genericPatternType(String(attributes[index]?.['type']))}:value = ${printString(String(value))}]`,
  )
  return comparisons.length === 0 ? undefined : [...new Set(comparisons)].join(' AND ')
}

function writeGenericObject(
  scope: EventScope,
  record: MispRecord,
  attributes: readonly MispRecord[],
  uuid: string,
  tags: SplitTags,
): ObjectParts | undefined {
  if (!scope.profile.customTypes) {
    scope.bundle.announce(
      'no-place-in-stix',
      `elements that STIX has no place for are left out of the profile ${scope.profile.name}`,
    )
    return undefined
  }
  const modified = scope.timeOf(record['timestamp'])
  const carrier = scope.start('x-misp-object', uuid, modified)
  declareCustom(carrier)
  writeRecord(scope.mappings.envelope('generic-object'), record, carrier)
  carrier['x_misp_name'] ??= asText(record['name']).toWellFormed()
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
  return {
    carrier,
    indicator: pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags),
    placed,
  }
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
  const { carrier, indicator } = parts
  const labels = objectLabels(scope, record, tags)
  if (labels.length > 0) {
    carrier['labels'] = labels
    if (indicator !== undefined && indicator !== carrier) indicator['labels'] = labels
  }
  if (markings.length > 0) carrier['object_marking_refs'] = markings.map(({ id }) => id)
  scope.carriers.set(uuid, carrier.id)
  const parent = { uuid, carrier, indicator, markings }
  scope.remember(uuid, record)
  for (const reference of scope.isSearch ? [] : recordsIn(record['ObjectReference'])) {
    scope.wanted.add(String(reference['referenced_uuid']).toLowerCase())
    scope.later.push({ list: 'ObjectReference', record: reference, parent, of: uuid })
  }
  const left = writeChildren(scope, record, parent)
  const readings = readBack(scope, parts)
  const inner = attributes.map((attribute, index) => writeInner(scope, attribute, parent, readings.of(index)))
  if (scope.profile.residue) carryObject(scope, parts, record, readings.predicted, readings.all, left, inner, markings)
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
  const about = recordsIn(record['ObjectReference']).flatMap(
    (reference) => scope.carriers.get(String(reference['referenced_uuid']).toLowerCase()) ?? [],
  )
  return about.length > 0 ? [...new Set(about)] : [scope.containerId]
}

function objectLabels(scope: EventScope, record: MispRecord, tags: SplitTags): string[] {
  if (!scope.profile.labels) return tags.labels
  const labels = [`misp:name="${String(record['name'])}"`]
  const meta = record['meta-category']
  if (typeof meta === 'string' && meta !== '') labels.push(`misp:meta-category="${meta}"`)
  return [...labels, ...tags.labels]
}

/** An attribute of the object: how it reads back, and what is left of it when its children are written. */
interface Inner {
  attribute: MispRecord
  /** `undefined`: it does not read back, so it travels whole. */
  reading: AttributeReading | undefined
  own: string
  left: Left
}

/** Runs the reader on the parts: an attribute is bound only where it comes back. */
function readBack(scope: EventScope, { carrier, indicator, placed }: ObjectParts) {
  const read: ReadScope = { mappings: scope.mappings, resolve: (id) => scope.bundle.kept(id), inherited: scope.markingIds }
  const { record: predicted, attributes: all } = readObject(read, { carrier, indicator })
  const of = (index: number): AttributeReading | undefined => {
    const place = placed.get(index)
    return place && all.find(({ bind, occurrence }) => bind?.path === place.bind?.path && occurrence === place.occurrence)
  }
  return { predicted, all, of }
}

/** Writes what hangs on an attribute of the object; it refers to the object's carrier. */
function writeInner(scope: EventScope, attribute: MispRecord, parent: Parent, reading: AttributeReading | undefined): Inner {
  if (reading === undefined)
    return { attribute, reading, own: '', left: { record: attribute, skip: undefined, extra: undefined } }
  const own = scope.uuidFor('element', attribute, parent.uuid)
  scope.carriers.set(own, parent.carrier.id)
  scope.remember(own, attribute)
  return { attribute, reading, own, left: writeChildren(scope, attribute, parent, own) }
}

function carryObject(
  scope: EventScope,
  { carrier, indicator }: ObjectParts,
  record: MispRecord,
  predicted: MispRecord,
  readings: readonly AttributeReading[],
  left: Left,
  inner: readonly Inner[],
  markings: readonly Marking[],
): void {
  const names = readTags(carrier, scope.markingIds, definitionIn(markings))
  const bound = inner.filter((each): each is Inner & { reading: AttributeReading } => each.reading !== undefined)
  const loose = inner.filter(({ reading }) => reading === undefined).map(({ attribute }) => attribute)
  const entries = bound.map((each) => attributeEntry(each.left, each.reading.record, names, each.own))
  const expected = new Set(bound.map(({ reading }) => reading))
  const phantoms = readings.filter((reading) => !expected.has(reading))
  const all = record['Attribute']
  const original: MispRecord = { ...left.record }
  if (Array.isArray(all)) original['Attribute'] = [...loose, ...all.filter((attribute) => !isRecord(attribute))]
  const skip = new Set(left.skip)
  if (loose.length === 0 && entries.length > 0) skip.add('Attribute')
  const references = record['ObjectReference']
  if (Array.isArray(references) && references.length > 0 && !scope.isSearch) {
    const odd = references.filter((reference) => !isRecord(reference))
    if (odd.length > 0) original['ObjectReference'] = odd
    else skip.add('ObjectReference')
  }
  carry(scope, carrier, 'object', original, predicted, [], skip, {
    ...left.extra,
    ...(entries.length > 0 && { attributes: entries }),
    ...(phantoms.length > 0 && { phantoms: phantoms.map((reading) => entryKey(reading.record)) }),
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
