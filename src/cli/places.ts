import { locate, type Span } from '../document/locate.ts'
import { Positions } from '../document/positions.ts'
import type { ByteSource } from '../document/source.ts'
import { caretText } from './caret.ts'
import type { Finding } from './findings.ts'

/** Where a finding stands, as an editor shows it. */
export type Placed = Pick<Finding, 'line' | 'column' | 'endColumn' | 'excerpt'>

/** A piece of the text of an input. */
export interface Piece {
  bytes: Uint8Array
  /** Offset in the input of a byte of the piece. */
  offsetOf: (at: number) => number
}

/** Finds places in the text of one input. */
export class Places {
  readonly #source: ByteSource
  readonly #positions: Positions

  constructor(source: ByteSource) {
    this.#source = source
    this.#positions = new Positions(source)
  }

  /** `12:7` */
  textAt(offset: number): string {
    const { line, column } = this.#positions.at(offset)
    return `${line}:${column}`
  }

  /** The bytes of a stretch of the input. */
  read({ start, end }: Span): Piece {
    const bytes = Buffer.allocUnsafe(end - start)
    return { bytes: bytes.subarray(0, this.#source.read(bytes, start)), offsetOf: (at) => start + at }
  }

  /** The spans to which JSON pointers lead in a piece; of what is not there, the beginning of what is around it. */
  spansOf(piece: Piece, pointers: readonly string[]): Span[] {
    return locate(piece.bytes, pointers).map(({ start, end, isThere }) => (isThere ? { start, end } : { start, end: start + 1 }))
  }

  /** The place of a span of a piece: of a list or object, that of its bracket. */
  at(piece: Piece, { start, end }: Span): Placed {
    const offset = piece.offsetOf(start)
    const isContainer = piece.bytes[start] === OPEN_OBJECT || piece.bytes[start] === OPEN_ARRAY
    const length = isContainer ? 1 : Math.max(0, Math.min(end - start, LONGEST, piece.bytes.length - start))
    const { line, column } = this.#positions.at(offset)
    const width = Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset + start, length).toString('utf8').length
    const placed = { line, column, endColumn: column + Math.max(1, width) }
    // A bracket alone shows nothing
    return piece.bytes[start] === OPEN_OBJECT ? placed : { ...placed, excerpt: () => this.#excerpt(offset, length) }
  }

  /** The line around a place, read again: it is wanted for the few that are shown. */
  #excerpt(offset: number, length: number): string {
    const from = Math.max(0, offset - AROUND)
    const bytes = Buffer.allocUnsafe(offset - from + Math.min(length, AROUND) + AROUND)
    const filled = this.#source.read(bytes, from)
    const before = bytes.toString('utf8', 0, offset - from)
    const inside = bytes.toString('utf8', offset - from, Math.min(filled, offset - from + length))
    const after = bytes.toString('utf8', Math.min(filled, offset - from + length), filled)
    return caretText(before + inside + after, before.length, before.length + inside.length)
  }
}

/** Of longer values the end is not told. */
const LONGEST = 10_000
/** More than an excerpt shows. */
const AROUND = 512
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
