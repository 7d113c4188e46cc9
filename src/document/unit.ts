import type { Scan } from './scan.ts'
import type { Span } from './locate.ts'
import type { ByteSource } from './source.ts'
import { RecordList } from './record-list.ts'

/** An object of the input while it is scanned: where it stands, and where the long lists in it do. */
export class Unit {
  readonly start: number
  end: number
  readonly pointer: string
  readonly line: number
  readonly underResponse: boolean
  /** The last list of each place, by pointer relative to the unit. */
  readonly lists = new Map<string, RecordList>()
  /** Keys that occur twice in the unit or its event. */
  readonly repeated = new Set<string>()
  /** Documents inside of it have been handed out one by one. */
  opened = false
  tooDeep = false
  readonly #keys = new Set<string>()
  /** Stretches of records, which are not part of the unit's own facts. */
  readonly #cuts: number[] = []
  readonly #source: ByteSource

  constructor(source: ByteSource, start: number, pointer: string, line: number, underResponse: boolean) {
    this.#source = source
    this.start = start
    this.end = start
    this.pointer = pointer
    this.line = line
    this.underResponse = underResponse
  }

  /** Other keys of the unit than those that documents came from. */
  get keys(): string[] {
    return [...this.#keys].filter((key) => !key.includes('/')).sort()
  }

  /** A key of the unit (`info`) or of the event in it (`Event/info`). */
  meet(key: string): void {
    if (this.#keys.has(key)) this.repeated.add(key)
    this.#keys.add(key)
  }

  openList(place: string, start: number): RecordList {
    const list = new RecordList(this.#source, start, `${this.pointer}/${place}`)
    this.lists.set(place, list)
    return list
  }

  closeList(list: RecordList, end: number): void {
    list.end = end
    if (list.count > 0) this.#cuts.push(list.start, end)
  }

  /** How many bytes the unit has without its records. */
  get factsSize(): number {
    let size = this.end - this.start
    for (let at = 0; at < this.#cuts.length; at += 2) size -= this.#cuts[at + 1]! - this.#cuts[at]!
    return size
  }

  /** The unit's bytes without its records. */
  facts(scan: Scan): Buffer {
    const pieces = this.#pieces()
    if (pieces.length === 1) return scan.bytes(this.start, this.end)
    return Buffer.concat(pieces.map(({ start, end }) => scan.bytes(start, end)))
  }

  /** Offset in the input of a byte of `facts`. */
  offsetOf(at: number): number {
    let before = 0
    for (const { start, end } of this.#pieces()) {
      if (at < before + end - start) return start + at - before
      before += end - start
    }
    return this.end
  }

  /** Where the bytes of `facts` stand. */
  #pieces(): Span[] {
    const pieces: Span[] = []
    let start = this.start
    for (let at = 0; at < this.#cuts.length; at += 2) {
      pieces.push({ start, end: this.#cuts[at]! })
      start = this.#cuts[at + 1]!
    }
    pieces.push({ start, end: this.end })
    return pieces
  }
}
