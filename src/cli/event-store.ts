import type { MispContent } from '../convert/bundle-to-event.ts'
import type { OutputFile } from '../document/output-file.ts'
import { SpoolStore } from '../document/spool-store.ts'
import { TextSink } from '../document/text-sink.ts'
import { writeEvent, writeResponse, writeSearch, type Layout, type Write } from '../document/write.ts'
import type { MispEvent } from '../misp/types.ts'
import type { Destination } from './destination.ts'
import { EventLedger } from './event-ledger.ts'

/**
 * MISP events until the end of a run: only then it is known how many there are, which decides how they are wrapped,
 * and which of two with one UUID is the newer. They are kept as text, so that memory stays flat.
 */
export class EventStore {
  readonly #ledger = new EventLedger()
  readonly #spool = new SpoolStore()
  readonly #sink: TextSink
  readonly #layout: Layout
  /** What an event passes through on its way from the spool to its file. */
  readonly #buffer = Buffer.allocUnsafe(256 * 1024)
  /** Where each event ends in the spool. */
  #ends = new Float64Array(64)
  readonly #uuids: string[] | undefined
  readonly #single: boolean
  /** Of a single document the first event: where it stays the only one, it goes straight into its file. */
  #first: MispEvent | undefined
  readonly #search: NonNullable<MispContent['search']> = { Attribute: [], Object: [] }
  #searches = 0

  /** `named`: the events' uuids are needed, for files of their own; `single`: all that is added is of one document. */
  constructor(layout: Layout, { named, single }: { named: boolean; single: boolean }) {
    this.#layout = layout
    this.#uuids = named ? [] : undefined
    this.#single = single
    this.#sink = new TextSink((bytes) => this.#spool.write(Buffer.from(bytes)))
  }

  get events(): number {
    return this.#ledger.count - this.#ledger.losers.size
  }

  get searches(): number {
    return this.#searches
  }

  /** Says whether an event with this UUID was there before; the newer one counts. */
  add(event: MispEvent): boolean {
    const number = this.#ledger.count
    const uuid = typeof event['uuid'] === 'string' ? event['uuid'] : `event ${number}`
    const isRepeated = this.#ledger.add(uuid, event['timestamp'])
    this.#uuids?.push(uuid)
    if (this.#single && number === 0) this.#first = event
    else {
      this.#keepFirst()
      this.#keep(event, number)
    }
    return isRepeated
  }

  #keepFirst(): void {
    if (this.#first !== undefined) this.#keep(this.#first, 0)
    this.#first = undefined
  }

  #keep(event: MispEvent, number: number): void {
    writeEvent((text) => this.#sink.write(text), event, this.#layout)
    this.#sink.flush()
    if (number === this.#ends.length) this.#ends = doubled(this.#ends)
    this.#ends[number] = this.#spool.size
  }

  addSearch(search: NonNullable<MispContent['search']>): void {
    this.#keepFirst()
    this.#searches++
    for (const attribute of search.Attribute) this.#search.Attribute.push(attribute)
    for (const object of search.Object) this.#search.Object.push(object)
  }

  /** Everything in one file: an event by itself, several as a response, one a line in the layout `line`. */
  write(file: OutputFile): void {
    const write: Write = (text) => file.write(text)
    const winners = this.#winners()
    if (this.#layout === 'line') {
      for (const number of winners) this.#writeAlone(number, file)
      if (this.#searches > 0) writeSearch(write, this.#search, this.#layout)
    } else if (this.#searches > 0) {
      this.#writeWithSearch(file, winners)
    } else if (winners.length === 1) {
      this.#writeAlone(winners[0] as number, file)
    } else {
      writeResponse(write, this.#items(file, winners), this.#layout)
    }
  }

  /** One file an event. */
  writeEach(destination: Destination): void {
    for (const number of this.#winners()) {
      const file = destination.open(this.#uuids?.[number] ?? String(number))
      this.#writeAlone(number, file)
      file.commit()
    }
    if (this.#searches === 0) return
    const file = destination.open('search')
    writeSearch((text) => file.write(text), this.#search, this.#layout)
    file.commit()
  }

  discard(): void {
    this.#spool.discard()
  }

  #winners(): number[] {
    return Array.from({ length: this.#ledger.count }, (_, number) => number).filter((number) => !this.#ledger.losers.has(number))
  }

  #writeAlone(number: number, file: OutputFile): void {
    if (this.#first === undefined) this.#copy(number, file, (bytes) => bytes)
    else writeEvent((text) => file.write(text), this.#first, this.#layout)
    file.write('\n')
  }

  #writeWithSearch(file: OutputFile, winners: readonly number[]): void {
    const write: Write = (text) => file.write(text)
    if (winners.length === 0) return writeSearch(write, this.#search, this.#layout)
    const records = [
      ...this.#search.Attribute.map((Attribute) => ({ Attribute })),
      ...this.#search.Object.map((Object) => ({ Object })),
    ].map((record) => () => write(JSON.stringify(record)))
    return writeResponse(write, [...this.#items(file, winners), ...records], this.#layout)
  }

  #items(file: OutputFile, winners: readonly number[]): (() => void)[] {
    const deeper = this.#layout === 'pretty' ? indented : (bytes: Buffer) => bytes
    return winners.map((number) => () => this.#copy(number, file, deeper))
  }

  #copy(number: number, file: OutputFile, change: (bytes: Buffer) => Buffer): void {
    const end = this.#ends[number] as number
    const buffer = this.#buffer
    for (let at = number === 0 ? 0 : (this.#ends[number - 1] as number); at < end;) {
      const piece = buffer.subarray(0, Math.min(buffer.length, end - at))
      at += this.#spool.read(piece, at)
      file.bytes(change(piece))
    }
  }
}

/** Two levels deeper. A line feed is always layout: within a JSON string it is escaped. */
function indented(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\n', '\n    '), 'latin1')
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
