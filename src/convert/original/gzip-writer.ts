import { constants, crc32, deflateRawSync } from 'node:zlib'

/**
 * Packs bytes as `deflateRaw` of `node:zlib` does with these options, while other work goes on, and hands them to `done`. Until then
 * they must not change; that they fail need not be told.
 */
export type DeflateMeanwhile = (bytes: Uint8Array, options: object, done: (packed: Uint8Array) => void) => void

/** Some of the bytes, and what they are packed, as soon as that is known. */
interface Piece {
  bytes: Uint8Array
  packed: Uint8Array | undefined
}

/**
 * Gzips texts as they come (RFC 1952), in pieces that the cache of a processor holds: a whole that is made first and compressed
 * afterwards takes more time, and twice the memory.
 */
export class GzipWriter {
  readonly #deflateMeanwhile: DeflateMeanwhile | undefined
  readonly #pieces: Piece[] = []
  #piece = Buffer.allocUnsafe(SMALLEST)
  #filled = 0
  #crc = 0
  #length = 0

  /** `deflateMeanwhile`: of no use where everything is written in one go. What is not packed in the end is packed then. */
  constructor(deflateMeanwhile?: DeflateMeanwhile) {
    this.#deflateMeanwhile = deflateMeanwhile
  }

  write(text: string): void {
    // A UTF-16 unit takes up to three bytes
    if (text.length * 3 > PIECE) return this.bytes(Buffer.from(text))
    this.#makeRoom(text.length * 3)
    this.#filled += this.#piece.write(text, this.#filled)
  }

  bytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    // They may be lent
    if (bytes.length > PIECE) return this.#take(Buffer.from(bytes))
    this.#piece.set(bytes, this.#filled)
    this.#filled += bytes.length
  }

  /** All that was written. */
  end(): Buffer {
    const last = this.#piece.subarray(0, this.#filled)
    this.#count(last)
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(this.#crc, 0)
    trailer.writeUInt32LE(this.#length % 2 ** 32, 4)
    const pieces = this.#pieces.map(({ bytes, packed }) => packed ?? deflateRawSync(bytes, UNFINISHED))
    return Buffer.concat([HEADER, ...pieces, deflateRawSync(last, OPTIONS), trailer])
  }

  #makeRoom(length: number): void {
    if (length <= this.#piece.length - this.#filled) return
    if (this.#piece.length < PIECE) {
      // Most bundles are small
      const larger = Buffer.allocUnsafe(Math.min(PIECE, 4 * Math.max(this.#piece.length, length)))
      larger.set(this.#piece.subarray(0, this.#filled))
      this.#piece = larger
      return this.#makeRoom(length)
    }
    if (this.#filled === 0) return
    this.#take(this.#piece.subarray(0, this.#filled))
    if (this.#deflateMeanwhile !== undefined) this.#piece = Buffer.allocUnsafe(PIECE)
    this.#filled = 0
  }

  #take(bytes: Uint8Array): void {
    this.#count(bytes)
    if (this.#deflateMeanwhile === undefined) {
      this.#pieces.push({ bytes: NOTHING, packed: deflateRawSync(bytes, UNFINISHED) })
      return
    }
    const piece: Piece = { bytes, packed: undefined }
    this.#pieces.push(piece)
    this.#deflateMeanwhile(bytes, UNFINISHED, (packed) => Object.assign(piece, { bytes: NOTHING, packed }))
  }

  #count(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc)
    this.#length += bytes.length
  }
}

const NOTHING = new Uint8Array(0)

const PIECE = 1024 * 1024
const SMALLEST = 16 * 1024

/** Higher levels take longer, and make texts that are so much alike hardly smaller. */
const OPTIONS = { level: 1, chunkSize: PIECE / 4 }

/** Ends on a whole byte, so that the next piece can stand behind it. */
const UNFINISHED = { ...OPTIONS, finishFlush: constants.Z_SYNC_FLUSH }

/** Deflate without a name or time, made as fast as can be, on Unix. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 3])
