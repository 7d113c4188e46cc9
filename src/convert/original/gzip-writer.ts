import { constants, crc32, deflateRawSync } from 'node:zlib'

/**
 * Gzips texts as they come (RFC 1952), in pieces that the cache of a processor holds: a whole that is made first and compressed
 * afterwards takes more time, and twice the memory.
 */
export class GzipWriter {
  readonly #piece = Buffer.allocUnsafe(PIECE)
  readonly #packed: Uint8Array[] = [HEADER]
  #filled = 0
  #crc = 0
  #length = 0

  write(text: string): void {
    // A UTF-16 unit takes up to three bytes
    if (text.length * 3 > PIECE) return this.bytes(Buffer.from(text))
    this.#makeRoom(text.length * 3)
    this.#filled += this.#piece.write(text, this.#filled)
  }

  bytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    if (bytes.length > PIECE) return this.#deflate(bytes)
    this.#piece.set(bytes, this.#filled)
    this.#filled += bytes.length
  }

  /** All that was written. */
  end(): Buffer {
    this.#deflate(this.#piece.subarray(0, this.#filled), OPTIONS)
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(this.#crc, 0)
    trailer.writeUInt32LE(this.#length % 2 ** 32, 4)
    return Buffer.concat([...this.#packed, trailer])
  }

  #makeRoom(length: number): void {
    if (length <= PIECE - this.#filled) return
    this.#deflate(this.#piece.subarray(0, this.#filled))
    this.#filled = 0
  }

  #deflate(bytes: Uint8Array, options: typeof OPTIONS = UNFINISHED): void {
    this.#packed.push(deflateRawSync(bytes, options))
    this.#crc = crc32(bytes, this.#crc)
    this.#length += bytes.length
  }
}

const PIECE = 1024 * 1024

/** Higher levels take longer, and make texts that are so much alike hardly smaller. */
const OPTIONS = { level: 1, chunkSize: PIECE / 4 }

/** Ends on a whole byte, so that the next piece can stand behind it. */
const UNFINISHED = { ...OPTIONS, finishFlush: constants.Z_SYNC_FLUSH }

/** Deflate without a name or time, made as fast as can be, on Unix. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 3])
