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
  #lent = Buffer.alloc(0)

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

  /** Bytes of the source; good until the next token. */
  bytes(start: number, end: number): Buffer {
    return this.#inWindow(start, end) ?? this.#read(Buffer.allocUnsafe(end - start), start)
  }

  /** Bytes of the source, in a buffer that is used again: good until the next call of anything here. */
  lend(start: number, end: number): Buffer {
    const inWindow = this.#inWindow(start, end)
    if (inWindow !== undefined) return inWindow
    const length = end - start
    if (this.#lent.length < length) this.#lent = Buffer.allocUnsafe(Math.max(length, 64 * 1024))
    return this.#read(this.#lent.subarray(0, length), start)
  }

  #inWindow(start: number, end: number): Buffer | undefined {
    if (start < this.#base || end > this.#base + this.#filled) return undefined
    return this.#window.subarray(start - this.#base, end - this.#base)
  }

  #read(into: Buffer, start: number): Buffer {
    return into.subarray(0, this.#source.read(into, start))
  }
}

const WINDOW = 1024 * 1024
