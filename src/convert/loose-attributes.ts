import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { namedCodec } from '../mapping/codecs.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRow, readsType } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { contactsIn } from './contact.ts'
import { mainsOf } from './content.ts'
import type { Content } from './content.ts'
import { ownerOf } from './embedded.ts'
import { addReadings, factsOf, readPieces } from './object-pieces.ts'
import type { AttributeReading, Piece, Pieces, ReadPart } from './object-pieces.ts'
import { describesPayload, payloadsOf } from './payload.ts'
import { asText } from './text.ts'
import { isAttachment, relationOfCustom, unboundIn } from './unbound.ts'
import type { Unbound } from './unbound.ts'

/**
 * Reads an object of which nobody told more than STIX does: what its rows know, relations that misp-stix and MISP before it put
 * elsewhere, `x_misp_…`, payloads with their names, and whatever else is there.
 */
export function readWhole(mappings: Mappings, row: Row | undefined, content: Content): Pieces['pieces'] {
  const { pieces, parts: read } = readPieces(mappings, row, content)
  const [own] = pieces
  const parts = row === undefined ? read : [...read, ...addElsewhere(mappings, row, content, own)]
  const carriesPayload = row !== undefined && replacePayloads(mappings, row, content, own)
  const loose = unboundIn(parts, content).flatMap((unbound) => {
    if (carriesPayload && describesPayload(unbound)) return []
    const { piece } = ownerOf(unbound, parts) ?? { piece: own }
    return [{ piece, attribute: looseAttribute(mappings, piece, unbound) }]
  })
  // Relations of the template first: what stands under a name of its own may only repeat one
  const inOrder = [...loose.filter(isKnown), ...loose.filter((each) => !isKnown(each))]
  for (const { piece, attribute } of inOrder) if (!isHeld(piece, attribute)) piece.attributes.push(attribute)
  if (row !== undefined) own.attributes = own.attributes.flatMap((attribute) => divided(mappings, row, attribute))
  for (const { record } of own.attributes) if (record['data'] !== undefined) record['value'] ??= record['object_relation']
  if (content.objects.some(isOfMispStix)) own.attributes = own.attributes.filter((attribute) => !isVersionOfAll(attribute))
  return pieces
}

function isKnown({ attribute }: { attribute: AttributeReading }): boolean {
  return attribute.unbound === undefined
}

/** Under a name of its own a value says nothing more; what `when` says may stand in `x_misp_…` too. */
function isHeld({ row, attributes }: Piece, { record, unbound }: AttributeReading): boolean {
  return attributes.some(({ bind, record: other }) => {
    if (other['value'] !== record['value'] || record['data'] !== undefined) return false
    const implied = row?.implied.some((each) => each.bind === bind) === true
    return unbound !== undefined || (implied && other['object_relation'] === record['object_relation'])
  })
}

/** misp-stix joins what it knows of ways to reach an identity into one text. */
function divided(mappings: Mappings, row: Row, attribute: AttributeReading): AttributeReading[] {
  const contacts = attribute.bind?.path === 'contact_information' ? contactsIn(row, attribute.record['value']) : undefined
  if (contacts === undefined) return [attribute]
  return contacts.map(([relation, value]) => ({ ...attribute, record: factsOf(mappings, row, relation, value) }))
}

function isOfMispStix({ type, kill_chain_phases: phases }: StixObject): boolean {
  return type === 'indicator' && recordsIn(phases).some(({ kill_chain_name: name }) => name === 'misp-category')
}

/** misp-stix gives the Indicator of any rule the version of STIX patterns. */
function isVersionOfAll({ bind, record }: AttributeReading): boolean {
  return bind?.path === 'pattern_version' && record['value'] === '2.1'
}

/** Reads payloads with what misp-stix says beside them; `false` when there are none. */
function replacePayloads(mappings: Mappings, row: Row, content: Content, own: Piece): boolean {
  const payloads = mainsOf(row, content).flatMap((main) => payloadsOf(row, main, content.resolve))
  if (payloads.length === 0) return false
  own.attributes = own.attributes.filter(({ record }) => record['data'] === undefined)
  for (const [at, { relation, name, ...data }] of payloads.entries()) {
    const record = { ...factsOf(mappings, row, relation, name), ...data }
    own.attributes.push({ bind: undefined, occurrence: 900 + at, record })
  }
  return true
}

/** Relations that stand in an observable of another type, which nothing ties to the main one. */
function addElsewhere(mappings: Mappings, row: Row, content: Content, own: Piece): ReadPart[] {
  const types = new Set([...row.respelled.values()].flat().map(({ type }) => type))
  const parts: ReadPart[] = []
  for (const object of content.objects) {
    if (!types.has(object.type) || readsType(row, object.type)) continue
    const readings = readRow(row, object, content.resolve).filter(
      ({ filler }) => !own.attributes.some(({ record }) => record['object_relation'] === filler.name),
    )
    if (readings.length === 0) continue
    const part = { row, readings, piece: own }
    parts.push(part)
    addReadings(mappings, own, part, object, content.resolve)
  }
  return parts
}

/** What stands in no place of the rows, under the relation that its name says. */
function looseAttribute(mappings: Mappings, { row, attributes }: Piece, { path, name, value }: Unbound): AttributeReading {
  const relation = relationAt(row, path) ?? relationOfCustom(row, name) ?? relationOfName(row, name)
  const occurrence = 1000 + attributes.length
  const place = row?.relations.has(relation) === true ? {} : { unbound: path }
  if (!isAttachment(value))
    return { bind: undefined, occurrence, record: inMispTime(factsOf(mappings, row, relation, asText(value))), ...place }
  const { value: text, filename, data } = value as MispRecord
  return {
    bind: undefined,
    occurrence,
    record: { ...factsOf(mappings, row, relation, asText(text ?? filename)), data },
    ...place,
  }
}

/** Where others put a relation that has no place of its own (`read-from`). */
function relationAt(row: Row | undefined, path: string): string | undefined {
  const places = row?.raw['read-from']
  const place = path.slice(path.indexOf(':') + 1).replaceAll(/\[\d+\]/g, '')
  return places !== undefined && Object.hasOwn(places, place) ? places[place] : undefined
}

function relationOfName(row: Row | undefined, name: string): string {
  const plain = name.replace(/^x_misp_/, '')
  if (row?.relations.has(plain) === true) return plain
  // MISP before misp-stix put the attribute type in front
  const [type = '', ...rest] = plain.split('_')
  const legacy = [rest.join('_'), rest.join('-')].find((relation) => row?.relations.get(relation) === type)
  return legacy ?? plain.replaceAll('_', '-')
}

const timestamp = namedCodec('timestamp', {})

/** Times in the form that MISP has. */
function inMispTime(record: MispRecord): MispRecord {
  const value = record['type'] === 'datetime' ? timestamp?.decode(record['value']) : undefined
  return value === undefined ? record : { ...record, value }
}
