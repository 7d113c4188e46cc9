import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind, Reading, Resolve } from '../mapping/binding.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { JoinedReading } from '../mapping/join.ts'
import { readRow, readsType } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { mainsOf } from './content.ts'
import type { Content } from './content.ts'
import { ownerOf, readEmbedded } from './embedded.ts'
import { describesPayload, payloadName, payloadsOf } from './payload.ts'
import { asText } from './text.ts'
import { isAttachment, relationOfCustom, unboundIn } from './unbound.ts'
import type { Unbound } from './unbound.ts'

/** An attribute as an object's carrier reads: the bind and the how-many-eth value of it, or its place in `x_misp_attributes`. */
export interface AttributeReading {
  bind: Bind | undefined
  occurrence: number
  record: MispRecord
  /** Where it stands, if no row knows the place. */
  unbound?: string
}

/** What one template reads of an element: the object itself, or one that was written into its observable. */
export interface Piece {
  row: Row | undefined
  /** Tells it from the other pieces of the element. */
  key: string
  attributes: AttributeReading[]
}

/**
 * Reads the attributes of an object, and of those inside it after it. `whole`: also what no row knows, `x_misp_…` of misp-stix
 * among it; what we wrote needs no more than the rows.
 */
export function readPieces(mappings: Mappings, row: Row | undefined, content: Content, whole: boolean): [Piece, ...Piece[]] {
  const own: Piece = { row, key: '', attributes: [] }
  const pieces: [Piece, ...Piece[]] = [own]
  const owners = new Map<JoinedReading, Piece>()
  const parts: JoinedReading[] = []
  for (const main of row === undefined ? [] : mainsOf(row, content)) {
    for (const [at, part] of readEmbedded(mappings, row as Row, main, content.resolve).entries()) {
      const piece = at === 0 ? own : { row: part.row, key: `${part.row.name} ${pieces.length}`, attributes: [] }
      if (at > 0) pieces.push(piece)
      owners.set(part, piece)
      parts.push(part)
      addReadings(mappings, piece, part, main, content.resolve)
    }
  }
  if (!whole) return pieces
  if (row !== undefined) parts.push(...addElsewhere(mappings, row, content, own))
  const carriesPayload = row !== undefined && replacePayloads(mappings, row, content, own)
  for (const unbound of unboundIn(parts, content)) {
    if (carriesPayload && describesPayload(unbound)) continue
    const owner = ownerOf(unbound, parts)
    const piece = owner === undefined ? own : (owners.get(owner) ?? own)
    piece.attributes.push(readUnbound(mappings, piece, unbound))
  }
  return pieces
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
function addElsewhere(mappings: Mappings, row: Row, content: Content, own: Piece): JoinedReading[] {
  const types = new Set([...row.respelled.values()].flat().map(({ type }) => type))
  const parts: JoinedReading[] = []
  for (const object of content.objects) {
    if (!types.has(object.type) || readsType(row, object.type)) continue
    const readings = readRow(row, object, content.resolve).filter(
      ({ filler }) => !own.attributes.some(({ record }) => record['object_relation'] === filler.name),
    )
    if (readings.length === 0) continue
    const part = { row, readings }
    parts.push(part)
    addReadings(mappings, own, part, object, content.resolve)
  }
  return parts
}

function addReadings(
  mappings: Mappings,
  { row, attributes }: Piece,
  { readings }: JoinedReading,
  main: StixObject,
  resolve: Resolve,
): void {
  const before = [...attributes]
  const counts = new Map<Bind, number>()
  for (const { bind } of attributes) if (bind !== undefined) counts.set(bind, (counts.get(bind) ?? 0) + 1)
  for (const reading of readings) {
    const record = recordOf(mappings, row, reading, main, resolve)
    if (before.some((known) => isSame(known.record, record))) continue // two observables of the object point at it
    const occurrence = counts.get(reading.bind) ?? 0
    counts.set(reading.bind, occurrence + 1)
    attributes.push({ bind: reading.bind, occurrence, record })
  }
}

/** Do two readings say the same attribute? */
export function isSame(a: MispRecord, b: MispRecord): boolean {
  return a['object_relation'] === b['object_relation'] && a['value'] === b['value'] && a['data'] === b['data']
}

const PAYLOAD = /^(.+)\.data$/s

function recordOf(
  mappings: Mappings,
  row: Row | undefined,
  { bind, filler, value }: Reading,
  main: StixObject,
  resolve: Resolve,
): MispRecord {
  const relation = PAYLOAD.exec(filler.name)?.[1]
  if (relation === undefined || row?.relations.has(relation) !== true) return factsOf(mappings, row, filler.name, value)
  const name = payloadName(bind, row.relations.get(relation) === 'malware-sample', main, resolve)
  return { ...factsOf(mappings, row, relation, name), data: value }
}

/** An attribute of a relation, as its template and MISP itself describe it. */
export function factsOf(mappings: Mappings, row: Row | undefined, relation: string, value: unknown): MispRecord {
  const type = row?.relations.get(relation) ?? 'text'
  const category = mappings.facts(type)?.category
  return { object_relation: relation, type, value, ...(category !== undefined && { category }), to_ids: false }
}

/** What stands in no place of the rows, under the relation that its name says. */
function readUnbound(mappings: Mappings, { row, attributes }: Piece, { path, name, value }: Unbound): AttributeReading {
  const relation = relationAt(row, path) ?? relationOfCustom(row, name) ?? relationOfName(row, name)
  const occurrence = 1000 + attributes.length
  const place = row?.relations.has(relation) === true ? {} : { unbound: path }
  if (!isAttachment(value))
    return { bind: undefined, occurrence, record: factsOf(mappings, row, relation, asText(value)), ...place }
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
