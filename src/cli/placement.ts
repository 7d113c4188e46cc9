import type { Document, FactsText } from '../document/document.ts'
import type { Span } from '../document/locate.ts'
import type { Finding } from './findings.ts'
import type { Piece, Places } from './places.ts'

/** Takes what there is to say of a document, with its place; `isViolation` false: it could not be read. */
export type Tell = (finding: Omit<Finding, 'input'>, isViolation: boolean) => void

/** The lists of records that a document has. */
export type List = 'attributes' | 'objects'

/** A violation on its way to its place. */
export interface Waiting {
  finding: Omit<Finding, 'input'>
  /** JSON pointer into the text of the record, or of the facts. */
  pointer: string
  /** Where it stands in that text, when that is known already. */
  span?: Span
}

export interface Late extends Waiting {
  list: List
  record: number
}

/**
 * Gives what there is to say of a document its places. What is said of a record while its text is at hand is placed at once; what comes
 * after it has passed waits, so that all of it is placed with one walk through its text.
 */
export class Placement {
  readonly #document: Document
  readonly #places: Places
  readonly #tell: Tell
  #ofFacts: Waiting[] = []
  #late: Late[] = []

  constructor(document: Document, places: Places, tell: Tell) {
    this.#document = document
    this.#places = places
    this.#tell = tell
  }

  /** What there is to say of the facts until now. */
  get ofFacts(): Waiting[] {
    return this.#ofFacts
  }

  /** Takes what is said of a record that has passed. */
  add(late: Late): void {
    this.#late.push(late)
    if (this.#late.length >= KEPT) this.placeLate()
  }

  placeFacts(): void {
    const waiting = this.#ofFacts
    this.#ofFacts = []
    if (waiting.length === 0) return
    const { facts } = this.#document.text
    if (facts === undefined) for (const { finding } of waiting) this.#tell({ ...finding, line: this.#document.place.line }, true)
    else this.place(factsPiece(facts), waiting, facts.prefix)
  }

  /** All that waits of one record is placed with one walk through its text. */
  placeLate(): void {
    const late = this.#late
    this.#late = []
    late.sort((one, other) => (one.list === other.list ? one.record - other.record : one.list < other.list ? -1 : 1))
    for (let from = 0, to = 0; from < late.length; from = to) {
      const { list, record } = late[from] as Late
      while (late[to]?.list === list && late[to]?.record === record) to++
      const span = this.#document.text.recordAt(list, record)
      const waiting = late.slice(from, to)
      if (span === undefined) for (const { finding } of waiting) this.#tell(finding, true)
      else this.place(this.#places.read(span), waiting)
    }
  }

  /** Gives each its place in a piece of text, and tells them in the order of the text. */
  place(piece: Piece, waiting: readonly Waiting[], prefix = this.#document.text.recordPrefix): void {
    const found = this.#places.spansOf(
      piece,
      waiting.map(({ pointer }) => prefix + pointer),
    )
    const placed = waiting.map(({ finding, span }, at) => ({ finding, span: span ?? found[at] ?? { start: 0, end: 1 } }))
    placed.sort((one, other) => one.span.start - other.span.start)
    for (const { finding, span } of placed) this.#tell({ ...finding, ...this.#places.at(piece, span) }, true)
  }
}

/** The text of what a document says beside its records. */
export function factsPiece(facts: FactsText): Piece {
  return { bytes: facts.bytes(), offsetOf: (at) => facts.offsetOf(at) }
}

/** So many violations of records that have passed wait for others of the same record. */
const KEPT = 20_000
