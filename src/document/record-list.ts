import { InputError } from './input-error.ts'
import type { Span } from './locate.ts'
import type { ByteSource } from './source.ts'

/** Where the records of one list stand in the input: eight bytes a record. */
export class RecordList {
  count = 0
  /** Offset of the first byte after the `[`, and of the `]`. */
  readonly start: number
  end: number
  /** JSON pointer to the list. */
  readonly pointer: string
  readonly #input: string
  #borders = new Uint32Array(16)
  #last: number
  #tooDeep: Set<number> | undefined
  /** Where each `MARKED`th record begins. */
  readonly #marks: number[] = []

  constructor(source: ByteSource, start: number, pointer: string) {
    this.#input = source.name
    this.start = start
    this.end = start
    this.pointer = pointer
    this.#last = start
  }

  add(start: number, end: number, tooDeep: boolean): void {
    const gap = start - this.#last
    const length = end - start
    if (gap > MAX || length > MAX)
      throw new InputError('too-large', this.#input, `${this.pointer}/${this.count} is larger than 4 GB`)
    if (this.count * 2 === this.#borders.length) this.#grow()
    if (this.count % MARKED === 0) this.#marks.push(start)
    this.#borders[this.count * 2] = gap
    this.#borders[this.count * 2 + 1] = length
    if (tooDeep) (this.#tooDeep ??= new Set()).add(this.count)
    this.#last = end
    this.count++
  }

  isTooDeep(index: number): boolean {
    return this.#tooDeep?.has(index) ?? false
  }

  /** Where a record stands in the input; `undefined` when there are not so many. */
  spanOf(index: number): Span | undefined {
    if (index < 0 || index >= this.count) return undefined
    let at = index - (index % MARKED)
    let start = this.#marks[at / MARKED]!
    while (at < index) {
      start += this.#borders[at * 2 + 1]! + this.#borders[at * 2 + 2]!
      at++
    }
    return { start, end: start + this.#borders[index * 2 + 1]! }
  }

  /** Groups of neighbouring records of about `bytes` bytes, in order; a larger record stands alone. */
  *stretches(bytes: number): Generator<Stretch> {
    let position = this.start
    for (let first = 0; first < this.count;) {
      const start = position + this.#borders[first * 2]!
      const spans: number[] = []
      let next = first
      while (next < this.count) {
        const from = position + this.#borders[next * 2]!
        const to = from + this.#borders[next * 2 + 1]!
        if (next > first && to - start > bytes) break
        spans.push(from - start, to - start)
        position = to
        next++
      }
      yield { first, start, end: position, spans }
      first = next
    }
  }

  #grow(): void {
    const larger = new Uint32Array(this.#borders.length * 2)
    larger.set(this.#borders)
    this.#borders = larger
  }
}

export interface Stretch {
  /** Number of its first record. */
  first: number
  start: number
  end: number
  /** Start and end of each record, from `start` on. */
  spans: number[]
}

/** So many records are counted through at most to find one of them. */
const MARKED = 256

const MAX = 0xffffffff
