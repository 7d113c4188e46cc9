import { uuidOf } from '../stix/id.ts'
import { isLater } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readRecord } from '../mapping/record.ts'
import { readsType } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { bestShape } from '../mapping/shape.ts'
import { genericValues, unbracket } from './attribute-reader.ts'
import { contentOf, describedBy, mainsOf } from './content.ts'
import type { Content } from './content.ts'
import { genericPatternType } from './indicator.ts'
import { mispLabels } from './labels.ts'
import { readWhole } from './loose-attributes.ts'
import { factsOf, isSame, readPieces } from './object-pieces.ts'
import type { AttributeReading, Piece, Pieces } from './object-pieces.ts'
import { readSeen } from './observed.ts'
import { envelopeOf, isLive } from './parts.ts'
import type { Parts, ReadScope } from './parts.ts'
import { shortHash } from './residue.ts'
import { templateVersion } from './template.ts'
import { asText, isTrue } from './text.ts'

export type { AttributeReading } from './object-pieces.ts'

/** How facts find their attribute again: by relation and value. */
export function entryKey({ object_relation: relation, value }: MispRecord): string {
  return `${String(relation)} ${shortHash(String(value))}`
}

/** An object as its carrier reads: attributes apart, so that each can be told from the others, and the objects inside it. */
export interface ObjectReading {
  record: MispRecord
  attributes: AttributeReading[]
  inside: Piece[]
  /** Values that the Indicator names, and the observables have others in their place. */
  unsaid: string[]
}

/** Reads an object back from its parts. `whole`: also what its row does not know (`readWhole`), and the version of its template. */
export function readObject(scope: ReadScope, { carrier, indicator }: Parts, whole = false): ObjectReading {
  const labels = mispLabels(carrier)
  const record: MispRecord = { uuid: uuidOf(carrier.id) }
  if (carrier.type === 'x-misp-object') {
    readRecord(scope.mappings.envelope('generic-object'), carrier, record)
    record['name'] ??= labels.name
    record['meta-category'] ??= labels['meta-category']
    readComment(scope, carrier, indicator, record)
    return { record, attributes: readGenericAttributes(carrier), inside: [], unsaid: [] }
  }
  const name = labels.name ?? ''
  const { row, content } = rowFor(scope, name, carrier)
  readRecord(scope.mappings.envelope(row?.form === 'rule' ? 'observed' : envelopeOf(carrier, row)), carrier, record)
  record['name'] = name
  const meta = labels['meta-category'] ?? row?.raw['meta-category']
  if (meta !== undefined) record['meta-category'] = meta
  if (row?.raw.uuid !== undefined) record['template_uuid'] = row.raw.uuid
  if (whole) Object.assign(record, templateVersion(row))
  readSeen(carrier, record)
  if (row?.form !== 'rule') readComment(scope, carrier, indicator, record)
  const pieces = piecesOf(scope, row, content, whole)
  const [{ attributes }, ...inside] = pieces
  if (row?.form === 'rule') attributes.unshift(...readRule(scope, row, carrier, indicator))
  else if (indicator === carrier) markAll(pieces, isLive(indicator))
  const separate = row?.form !== 'rule' && indicator !== carrier && isLive(indicator)
  const unsaid = separate ? readDetected(scope, pieces, row, { carrier, indicator }, whole) : []
  return { record, attributes, inside, unsaid }
}

function piecesOf({ mappings }: ReadScope, row: Row | undefined, content: Content, whole: boolean): Pieces['pieces'] {
  return whole ? readWhole(mappings, row, content) : readPieces(mappings, row, content).pieces
}

/** Which form of the template the carrier has, and what it is read from. */
function rowFor(scope: ReadScope, name: string, carrier: StixObject): { row: Row | undefined; content: Content } {
  const rows = scope.mappings.object(name)
  const itself = { objects: [carrier], resolve: scope.resolve }
  const rule = rows.find(({ form }) => form === 'rule')
  if (rule !== undefined && carrier.type === 'indicator') return { row: rule, content: itself }
  const content = contentOf(scope, carrier)
  const fitting = rows.filter((row) => content.objects.some(({ type }) => readsType(row, type)))
  const [first, ...more] = fitting
  if (first === undefined) return { row: rows.find(({ form }) => form === 'sco') ?? rows[0], content }
  const [main] = mainsOf(first, content)
  const best = more.length === 0 || main === undefined ? undefined : bestShape(fitting, main, content.resolve)
  return { row: best?.row ?? first, content }
}

function readRule(scope: ReadScope, row: Row, carrier: StixObject, indicator: StixObject | undefined): AttributeReading[] {
  const relation = row.raw['rule-relation']
  if (relation === undefined || typeof carrier['pattern'] !== 'string') return []
  const record = factsOf(scope.mappings, row, relation, unbracket(row, carrier['pattern']))
  return [{ bind: undefined, occurrence: 0, record: { ...record, to_ids: isLive(indicator) } }]
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

/** Sets to_ids on all there is, where nothing but the Indicator is. */
function markAll(pieces: readonly Piece[], live: boolean): void {
  for (const { attributes } of pieces) for (const { record } of attributes) record['to_ids'] = live
}

/**
 * Sets to_ids on what the Indicator's pattern names. If it was modified later than the rest, its values win. Gives back the values
 * of which the observables say others.
 */
function readDetected(
  scope: ReadScope,
  pieces: readonly Piece[],
  row: Row | undefined,
  { carrier, indicator }: Parts,
  whole: boolean,
): string[] {
  if (indicator === undefined) return []
  for (const { type, value } of genericValues(asText(indicator['pattern']))) markGeneric(pieces, type, value)
  const described = describedBy(indicator)
  if (described === undefined) return []
  const edited = isLater(String(indicator['modified']), String(carrier['modified']))
  const denied: string[] = []
  for (const { key, attributes } of piecesOf(scope, row, described, whole)) {
    const piece = pieces.find((each) => each.key === key)
    const said = attributes.filter(({ bind }) => row?.implied.every((implied) => implied.bind !== bind) !== false)
    const byValue = Map.groupBy(piece?.attributes ?? [], ({ record }) => record['value'])
    const unsaid = said.filter(({ record }) => piece === undefined || !markSame(piece, byValue, record, whole))
    for (const reading of unsaid) {
      if (piece !== undefined && (edited || (whole && !hasRelation(piece, reading)))) takeOver(piece, reading, unsaid)
      else denied.push(`${asText(reading.record['object_relation'])} ${asText(reading.record['value'])}`)
    }
  }
  return denied
}

function hasRelation({ attributes }: Piece, { record }: AttributeReading): boolean {
  return attributes.some((each) => each.record['object_relation'] === record['object_relation'])
}

function markGeneric(pieces: readonly Piece[], type: string, value: string): void {
  for (const { attributes } of pieces) {
    for (const { record } of attributes)
      if (record['value'] === value && genericPatternType(String(record['type'])) === type) record['to_ids'] = true
  }
}

/** `byValue`: the attributes of the piece, which may be thousands. */
function markSame(
  { attributes }: Piece,
  byValue: ReadonlyMap<unknown, readonly AttributeReading[]>,
  record: MispRecord,
  whole: boolean,
): boolean {
  const equal = byValue.get(record['value']) ?? []
  const same =
    equal.find((each) => isSame(each.record, record)) ??
    (record['data'] === undefined ? equal : attributes).find((each) => isSameValue(each.record, record)) ??
    (whole ? onlyOne(equal) : undefined)
  if (same !== undefined) same.record['to_ids'] = true
  return same !== undefined
}

/** One place of STIX can be that of two relations. */
function onlyOne(equal: readonly AttributeReading[]): AttributeReading | undefined {
  return equal.length === 1 ? equal[0] : undefined
}

/** A value that only the pattern has, in the place of the one that only the observables have, if there is no doubt which. */
function takeOver({ attributes }: Piece, reading: AttributeReading, unsaid: readonly AttributeReading[]): void {
  const { record } = reading
  const relation = record['object_relation']
  const rivals = unsaid.filter((each) => each.record['object_relation'] === relation)
  const replaced = attributes.filter((each) => each.record['object_relation'] === relation && each.record['to_ids'] !== true)
  const [only] = replaced
  if (rivals.length === 1 && replaced.length === 1 && only !== undefined) Object.assign(only.record, record, { to_ids: true })
  else attributes.push({ ...reading, record: { ...record, to_ids: true } })
}

/** A pattern leaves payloads out, or names nothing but them. */
function isSameValue(a: MispRecord, b: MispRecord): boolean {
  return (
    a['object_relation'] === b['object_relation'] &&
    (a['value'] === b['value'] || (b['data'] !== undefined && a['data'] === b['data']))
  )
}
