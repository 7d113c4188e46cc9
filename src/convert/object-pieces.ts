import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Bind, Reading, Resolve } from '../mapping/binding.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { JoinedReading } from '../mapping/join.ts'
import type { Row } from '../mapping/row.ts'
import { mainsOf } from './content.ts'
import type { Content } from './content.ts'
import { readEmbedded } from './embedded.ts'
import { payloadName } from './payload.ts'

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

/** What a row read of the content, and the piece that it belongs to. */
export interface ReadPart extends JoinedReading {
  piece: Piece
}

/** The pieces of an element, its own first, and what its rows read of them. */
export interface Pieces {
  pieces: readonly [Piece, ...Piece[]]
  parts: ReadPart[]
}

/** Reads the attributes of an object, and of those inside it after it, as far as rows know them. */
export function readPieces(mappings: Mappings, row: Row | undefined, content: Content): Pieces {
  const own: Piece = { row, key: '', attributes: [] }
  const pieces: [Piece, ...Piece[]] = [own]
  const parts: ReadPart[] = []
  for (const main of row === undefined ? [] : mainsOf(row, content)) {
    for (const [at, part] of readEmbedded(mappings, row as Row, main, content.resolve).entries()) {
      const piece = at === 0 ? own : { row: part.row, key: `${part.row.name} ${pieces.length}`, attributes: [] }
      if (at > 0) pieces.push(piece)
      parts.push({ ...part, piece })
      addReadings(mappings, piece, part, main, content.resolve)
    }
  }
  return { pieces, parts }
}

/** Adds what a row read of an object. */
export function addReadings(
  mappings: Mappings,
  { row, attributes }: Piece,
  { readings }: JoinedReading,
  main: StixObject,
  resolve: Resolve,
): void {
  const before = [...attributes]
  const counts = new Map<Bind, number>()
  for (const { bind } of attributes) if (bind !== undefined) counts.set(bind, (counts.get(bind) ?? 0) + 1)
  const turns = new Map<Bind, number>()
  for (const reading of readings) {
    const occurrence = counts.get(reading.bind) ?? 0
    const turn = turns.get(reading.bind) ?? 0
    turns.set(reading.bind, turn + 1)
    const record = recordOf(mappings, row, inTurn(reading, turn), main, resolve)
    if (before.some((known) => isSame(known.record, record))) continue // two observables of the object point at it
    counts.set(reading.bind, occurrence + 1)
    attributes.push({ bind: reading.bind, occurrence, record })
  }
}

/** A place for one value that holds several: the relations that may stand there, one after the other. */
function inTurn(reading: Reading, turn: number): Reading {
  const { bind, value } = reading
  const filler = bind.many || turn === 0 ? undefined : bind.fillers[turn]
  return filler?.codec.encode(value) === undefined ? reading : { ...reading, filler }
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
  const preferred = row?.raw.categories
  const category =
    preferred !== undefined && Object.hasOwn(preferred, relation) ? preferred[relation] : mappings.facts(type)?.category
  return { object_relation: relation, type, value, ...(category !== undefined && { category }), to_ids: false }
}
