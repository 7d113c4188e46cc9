import type { Marking } from '../stix/marking.ts'
import { printString } from '../stix/pattern/print-literal.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind, Resolve } from '../mapping/binding.ts'
import { writeJoined } from '../mapping/join.ts'
import type { Element, Joined } from '../mapping/join.ts'
import { writeRecord } from '../mapping/record.ts'
import { joinPatterns, printRowPattern } from '../mapping/row-pattern.ts'
import { writeRow } from '../mapping/row.ts'
import type { Fill, Row } from '../mapping/row.ts'
import { writeChildren } from './children.ts'
import { readEmbedded } from './embedded.ts'
import { basedOn, genericPatternType, isPattern, startIndicator } from './indicator.ts'
import type { AttributeReading, Piece } from './object-pieces.ts'
import { readObject } from './object-reader.ts'
import { objectResidue, writeInner } from './object-residue.ts'
import type { ObjectResidue } from './object-residue.ts'
import { observedData } from './observed.ts'
import { definitionIn, envelopeOf, labelled, withoutIds } from './parts.ts'
import type { Parts, ReadScope } from './parts.ts'
import { isWithheldByProfile, tagsFor } from './profile-filter.ts'
import { difference } from './residue.ts'
import { carry, declareCustom } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'
import { readTags, splitTags, strictest } from './tags.ts'
import type { SplitTags } from './tags.ts'
import { templateFacts } from './template.ts'
import { asText, isTrue } from './text.ts'

/** The attributes of an object that the profile writes. */
function releasedIn(scope: EventScope, record: MispRecord): MispRecord[] {
  return recordsIn(record['Attribute']).filter((attribute) => !isWithheldByProfile(scope.bundle, attribute))
}

/** Writes a MISP object. */
export function writeObject(scope: EventScope, record: MispRecord): void {
  const uuid = scope.uuidFor('element', record)
  const attributes = releasedIn(scope, record)
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

type Placed = ReadonlyMap<number, { bind: Bind | undefined; occurrence: number }>

interface ObjectParts extends Parts {
  /** Position of an attribute -> where it stands. */
  placed: Placed
  /** Objects that were written into the same observable. */
  inside?: readonly Inside[]
}

/** An object inside the observable of another one. */
interface Inside {
  record: MispRecord
  attributes: readonly MispRecord[]
  placed: Placed
}

/** The values of an object's attributes under their relations; an attached file stands under `<relation>.data`. */
function fillsOf(attributes: readonly MispRecord[]): Fill[] {
  return attributes.flatMap((attribute, index) => {
    const { object_relation: relation, value, data, deleted } = attribute
    if (typeof relation !== 'string' || typeof value !== 'string' || isTrue(deleted)) return []
    const fill = { name: relation, value, index }
    return typeof data === 'string' ? [fill, { name: `${relation}.data`, value: data, index }] : [fill]
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
    const [main] = written.objects as [StixObject]
    carrier = { ...scope.start(main.type, uuid, modified), ...withoutIds(main) }
    writeRecord(scope.mappings.envelope(envelopeOf(carrier, row)), record, carrier)
  } else {
    scope.observe(written.objects, markings)
    carrier = observedData(scope, record, uuid, modified, written.objects)
  }
  const indicator = pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags)
  return { carrier, indicator, placed: written.placed }
}

/**
 * Writes an object and others that its observable holds (a file with its `pe` and `pe-section` objects) as one element. `false`
 * when they do not fit together: then each is written by itself.
 */
export function writeJoinedObject(scope: EventScope, record: MispRecord, inside: readonly MispRecord[]): boolean {
  const all = [record, ...inside]
  const attributes = all.map((each) => releasedIn(scope, each))
  const rows = all.map((each) => scope.mappings.object(String(each['name'])))
  for (const row of rows[0] ?? []) {
    const elements: Element[] = attributes.map((list, at) => ({
      row: at === 0 ? row : (rows[at]?.[0] as Row),
      fills: fillsOf(list),
    }))
    const [main, ...embedded] = elements
    if (main === undefined) return false
    const joined = row.form === 'sco' ? writeJoined(main, embedded) : undefined
    if (joined === undefined || !readsApart(scope, row, joined, embedded)) continue
    const uuid = scope.uuidFor('element', record)
    const tags = joinTags(attributes.flat().map(({ Tag }) => splitTags(tagsFor(scope.bundle, Tag))))
    const markings = strictest(scope.markings, tags.markings)
    scope.observe(joined.objects, markings)
    const modified = scope.timeOf(record['timestamp'])
    const carrier = observedData(scope, record, uuid, modified, joined.objects)
    const patterns = elements.map((each, at) => printRowPattern(each.row, marked(each.fills, attributes[at] ?? [])))
    const pattern = joinPatterns(patterns.filter((each) => each !== undefined))
    const indicator = pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags)
    const [placed = new Map(), ...rest] = joined.placed
    const within = inside.map((each, at) => ({ record: each, attributes: attributes[at + 1] ?? [], placed: rest[at] as Placed }))
    finishObject(scope, { carrier, indicator, placed, inside: within }, record, attributes[0] ?? [], uuid, tags, markings)
    return true
  }
  return false
}

/** Does the shared object read as just these elements? */
function readsApart(scope: EventScope, row: Row, { objects }: Joined, embedded: readonly Element[]): boolean {
  const resolve: Resolve = (id) => objects.find((object) => object.id === id)
  const [, ...parts] = readEmbedded(scope.mappings, row, objects[0] as StixObject, resolve)
  return parts.length === embedded.length && parts.every((part, at) => part.row.name === embedded[at]?.row.name)
}

function marked(fills: readonly Fill[], attributes: readonly MispRecord[]): Fill[] {
  return fills.filter(({ index }) => isTrue(attributes[index]?.['to_ids']))
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
  const placed = new Map<number, { bind: Bind | undefined; occurrence: number }>([
    [rule.index, { bind: undefined, occurrence: 0 }],
  ])
  const written = writeRow(row, fills, () => carrier.id)
  if (written !== undefined) {
    Object.assign(carrier, withoutIds(written.objects[0] as StixObject))
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
  const detected = marked(fills, attributes)
  if (detected.length === 0) return undefined
  const native = row === undefined || row.form === 'sdo' ? undefined : printRowPattern(row, detected)
  if (native !== undefined || !scope.profile.customTypes) return native
  const generic = detected.filter(({ value }) => value !== '' && String(value).isWellFormed())
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
  const placed = new Map<number, { bind: Bind | undefined; occurrence: number }>()
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
  const { carrier, indicator, placed, inside = [] } = parts
  const all = objectLabels(record, tags)
  const labels = scope.profile.labels ? all : tags.labels
  if (labels.length > 0) {
    carrier['labels'] = labels
    if (indicator !== undefined && indicator !== carrier) indicator['labels'] = labels
  }
  if (markings.length > 0) carrier['object_marking_refs'] = markings.map(({ id }) => id)
  const read: ReadScope = { mappings: scope.mappings, resolve: (id) => scope.bundle.kept(id), inherited: scope.markingIds }
  const reading = readObject(read, scope.profile.labels ? parts : labelled(parts, all))
  const names = readTags(carrier, scope.markingIds, definitionIn(markings))
  const parent = { uuid, carrier, indicator, markings }
  const own = writeWhole(scope, record, attributes, parent, placed, reading.attributes, names)
  const embedded = inside.map((each, at) => writeInside(scope, each, parent, reading.inside[at] as Piece, names))
  carry(scope, carrier, 'object', own.original, reading.record, [], own.skip, {
    ...own.extra,
    ...(indicator !== undefined && { indicated: true }),
    ...(embedded.length > 0 && { embedded }),
  })
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

/** Writes what hangs on an object and its attributes, and finds what travels beside it. */
function writeWhole(
  scope: EventScope,
  record: MispRecord,
  attributes: readonly MispRecord[],
  parent: Parent,
  placed: Placed,
  readings: readonly AttributeReading[],
  names: readonly string[],
  of?: string,
): ObjectResidue {
  const uuid = of ?? parent.uuid
  scope.carriers.set(uuid, parent.carrier.id)
  scope.remember(uuid, record)
  for (const reference of scope.isSearch ? [] : recordsIn(record['ObjectReference'])) {
    scope.wanted.add(String(reference['referenced_uuid']).toLowerCase())
    scope.later.push({ list: 'ObjectReference', record: reference, parent, of: uuid })
  }
  const left = writeChildren(scope, record, parent, of)
  const readAt = new Map(readings.toReversed().map((reading) => [placeKey(reading), reading]))
  const inner = attributes.map((attribute, index) => {
    const place = placed.get(index)
    // An attribute is bound only where it reads back
    return writeInner(scope, attribute, parent, place && readAt.get(placeKey(place)))
  })
  return objectResidue(scope, record, readings, left, inner, names)
}

/** The same for the place where an attribute was written and the one where it was read. */
function placeKey({ bind, occurrence }: Pick<AttributeReading, 'bind' | 'occurrence'>): string {
  return `${occurrence} ${bind?.path ?? ''}`
}

/** The residue of an object that stands inside the observable of another one. */
function writeInside(
  scope: EventScope,
  { record, attributes, placed }: Inside,
  parent: Parent,
  piece: Piece,
  names: readonly string[],
): Record<string, unknown> {
  const uuid = scope.uuidFor('element', record, parent.uuid)
  const { original, skip, extra } = writeWhole(scope, record, attributes, parent, placed, piece.attributes, names, uuid)
  return { ...difference(original, templateFacts(piece.row), skip), ...extra, ...(record['uuid'] !== uuid && { own: uuid }) }
}

/** What a note is about: the elements that its object refers to, else the event. */
function aboutOf(scope: EventScope, record: MispRecord): string[] {
  const about = recordsIn(record['ObjectReference']).flatMap(
    (reference) => scope.carriers.get(String(reference['referenced_uuid']).toLowerCase()) ?? [],
  )
  return about.length > 0 ? [...new Set(about)] : [scope.containerId]
}

function objectLabels(record: MispRecord, tags: SplitTags): string[] {
  const labels = [`misp:name="${String(record['name'])}"`]
  const meta = record['meta-category']
  if (typeof meta === 'string' && meta !== '') labels.push(`misp:meta-category="${meta}"`)
  return [...labels, ...tags.labels]
}
