import type { ByteSource } from './source.ts'

/** A place in a text, as an editor shows it: from 1, columns in UTF-16 units. */
export interface Position {
  line: number
  column: number
}

interface Mark extends Position {
  offset: number
}

/**
 * Lines and columns of a source. They are counted forward from the last place that was asked for, so that many questions in the
 * order of the text cost one pass over it; marks along the way keep questions in any other order cheap.
 */
export class Positions {
  readonly #source: ByteSource
  readonly #marks: Mark[]
  #last: Mark
  readonly #bytes = Buffer.allocUnsafe(STRIDE)

  constructor(source: ByteSource) {
    this.#source = source
    const head = Buffer.alloc(3)
    // An editor does not show the byte order mark
    const offset = source.read(head, 0) === 3 && head.equals(BYTE_ORDER_MARK) ? 3 : 0
    this.#last = { offset, line: 1, column: 1 }
    this.#marks = [this.#last]
  }

  at(offset: number): Position {
    let mark = this.#markBefore(offset)
    if (this.#last.offset > mark.offset && this.#last.offset <= offset) mark = this.#last
    while (mark.offset < offset) {
      const count = this.#source.read(this.#bytes.subarray(0, Math.min(STRIDE, offset - mark.offset)), mark.offset)
      if (count === 0) break
      mark = advance(mark, this.#bytes.subarray(0, count))
      if (mark.offset - this.#marks.at(-1)!.offset >= STRIDE) this.#marks.push(mark)
    }
    this.#last = mark
    return { line: mark.line, column: mark.column }
  }

  /** The last mark that is not behind an offset. */
  #markBefore(offset: number): Mark {
    let low = 0
    let high = this.#marks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#marks[middle]!.offset <= offset) low = middle
      else high = middle - 1
    }
    return this.#marks[low]!
  }
}

function advance({ offset, line, column }: Mark, bytes: Buffer): Mark {
  const lastFeed = bytes.lastIndexOf(LINE_FEED)
  let lines = line
  for (let at = 0; at <= lastFeed; at++) if (bytes[at] === LINE_FEED) lines++
  let columns = lastFeed === -1 ? column : 1
  for (let at = lastFeed + 1; at < bytes.length; at++) {
    const byte = bytes[at]!
    if ((byte & 0xc0) !== 0x80) columns += byte >= 0xf0 ? 2 : 1
  }
  return { offset: offset + bytes.length, line: lines, column: columns }
}

const STRIDE = 64 * 1024
const LINE_FEED = 0x0a
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])
