import type { ByteSource } from './source.ts'
import { Splitter, type Token } from './split.ts'

/** A splitter that runs over a source, with the bytes around it at hand. */
export class Scan {
  readonly splitter: Splitter
  readonly #source: ByteSource
  readonly #window: Buffer
  /** Offset of the window's first byte, and how many bytes it holds. */
  #base: number
  #filled = 0

  constructor(source: ByteSource, from: number, maxDepth?: number) {
    this.#source = source
    this.#base = from
    this.#window = Buffer.allocUnsafe(Math.max(1, Math.min(source.size - from, WINDOW)))
    this.splitter = new Splitter(from, maxDepth)
  }

  next(): Exclude<Token, 'more'> {
    for (;;) {
      const token = this.splitter.next()
      if (token !== 'more') return token
      const offset = this.#base + this.#filled
      const count = offset < this.#source.size ? this.#source.read(this.#window, offset) : 0
      if (count === 0) {
        // The window stays as it is: what a small document consists of need not be read again
        this.splitter.finish()
        continue
      }
      this.#base = offset
      this.#filled = count
      this.splitter.feed(this.#window.subarray(0, count))
    }
  }

  /** Bytes of the source; good until the next call of anything here. */
  bytes(start: number, end: number, slab?: Slab): Buffer {
    if (start >= this.#base && end <= this.#base + this.#filled) {
      return this.#window.subarray(start - this.#base, end - this.#base)
    }
    const into = slab === undefined ? Buffer.allocUnsafe(end - start) : slab.take(end - start)
    const count = this.#source.read(into, start)
    return into.subarray(0, count)
  }
}

/** A buffer that is used again for one read after another. */
export class Slab {
  #buffer = Buffer.alloc(0)

  take(length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafe(Math.max(length, 64 * 1024))
    return this.#buffer.subarray(0, length)
  }
}

const WINDOW = 1024 * 1024
