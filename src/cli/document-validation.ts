import { isUtf8 } from 'node:buffer'
import type { Document, RecordBatch } from '../document/document.ts'
import { hiddenFaults, mayHide, type HiddenFault } from '../document/hidden-faults.ts'
import type { Span } from '../document/locate.ts'
import { walkText } from '../document/text-walk.ts'
import type { MispRecord } from '../misp/types.ts'
import { isObservableType } from '../stix/model.ts'
import { openMispValidation } from '../validate/misp.ts'
import type { ValidateOptions } from '../validate/options.ts'
import { openStixValidation } from '../validate/stix.ts'
import type { Violation } from '../validate/violation.ts'
import type { Piece, Places } from './places.ts'
import { factsPiece, Placement, type Late, type List, type Tell, type Waiting } from './placement.ts'
import { hiddenMessage, textViolation } from './text-violation.ts'

/** How many records of each kind a document had. */
export interface Looked {
  objects: number
  attributes: number
}

/** What a document is validated with. */
export interface ValidationContext {
  places: Places
  options: ValidateOptions
  tell: Tell
  /** Gets now and then how many records have passed. */
  passed: (records: number) => void
  /** What knows the rules; those of tipbridge by default. */
  engines?: Engines
}

interface Engines {
  openStixValidation: typeof openStixValidation
  openMispValidation: typeof openMispValidation
}

/**
 * Holds one document against the rules, record by record. The text of a record is looked at again only when there is something to
 * say of it; what is said only after it has passed waits, to be placed together with what else there is of the same record.
 */
export async function validateDocument(document: Document, context: ValidationContext): Promise<Looked> {
  const run = new DocumentValidation(document, context)
  const looked = { objects: 0, attributes: 0 }
  run.begin()
  for (const list of ['attributes', 'objects'] as const) {
    const open = (document as Partial<Record<List, () => AsyncIterable<RecordBatch>>>)[list]
    if (open === undefined) continue
    for await (const batch of open()) {
      run.take(list, batch)
      looked[list] += batch.records.length
      context.passed(looked.attributes + looked.objects)
    }
  }
  run.end()
  return looked
}

class DocumentValidation {
  readonly #document: Document
  readonly #placement: Placement
  readonly #places: Places
  readonly #options: ValidateOptions
  readonly #tell: Tell
  readonly #engines: Engines
  #validation: (Record<List, (record: unknown) => void> & { skip: (list: List) => void; end: () => void }) | undefined
  /** The record that is being looked at, and what there is to say of it. */
  #list: List = 'objects'
  #record = -1
  #waiting: Waiting[] = []
  #old = 0

  constructor(document: Document, { places, options, tell, engines }: ValidationContext) {
    this.#document = document
    this.#placement = new Placement(document, places, tell)
    this.#places = places
    this.#options = options
    this.#tell = tell
    this.#engines = engines ?? { openStixValidation, openMispValidation }
  }

  begin(): void {
    this.#validation = this.#open()
    const { facts } = this.#document.text
    if (facts !== undefined) this.#lookForHidden(factsPiece(facts), this.#placement.ofFacts)
    this.#placement.placeFacts()
  }

  take(list: List, batch: RecordBatch): void {
    this.#list = list
    for (const [at, entry] of batch.records.entries()) {
      const span = { start: batch.spans[at * 2] ?? 0, end: batch.spans[at * 2 + 1] ?? 0 }
      this.#record = batch.index + at
      if (!('value' in entry)) this.#tellBroken(list, batch, span, entry.diagnostic)
      else if (this.#isOld(entry.value)) this.#skipOld(list)
      else this.#feed(list, entry.value, batch, span)
    }
  }

  end(): void {
    this.#record = -1
    this.#validation?.end()
    if (this.#old > 0) this.#tellOld()
    this.#placement.placeFacts()
    this.#placement.placeLate()
  }

  #open() {
    const document = this.#document
    const report = (violation: Violation) => this.#report(violation)
    if (document.kind === 'stix') {
      const isWrapped = document.wrapper === 'bundle' || document.wrapper === 'envelope'
      // A bundle of STIX 2.0 has other properties: that it is one is said once
      const facts = isWrapped && document.facts['spec_version'] !== '2.0' ? document.facts : undefined
      if (isWrapped && facts === undefined) this.#old++
      const validation = this.#engines.openStixValidation(facts, this.#options, report)
      return {
        attributes: () => {},
        objects: (record: unknown) => validation.object(record),
        skip: () => validation.skip(),
        end: () => validation.end(),
      }
    }
    if (document.kind === 'empty') return undefined
    const validation = this.#engines.openMispValidation(
      document.kind === 'event' ? withoutLists(document.facts) : undefined,
      this.#options,
      report,
    )
    return {
      attributes: (record: unknown) => validation.attribute(record),
      objects: (record: unknown) => validation.object(record),
      skip: (list: List) => validation.skip(list === 'attributes' ? 'attribute' : 'object'),
      end: () => validation.end(),
    }
  }

  /** Whether a record is of STIX 2.0, by its own word or by that of its bundle; 2.0 has no observables of their own. */
  #isOld(value: unknown): boolean {
    if (this.#document.kind !== 'stix') return false
    const { spec_version: version, type } = (value ?? {}) as { spec_version?: unknown; type?: unknown }
    return (
      (version ?? this.#document.facts['spec_version']) === '2.0' && !(version === undefined && isObservableType(type as string))
    )
  }

  #skipOld(list: List): void {
    this.#old++
    this.#validation?.skip(list)
  }

  #feed(list: List, value: unknown, batch: RecordBatch, span: Span): void {
    this.#validation?.[list](value)
    if (mayHide(batch.bytes, span.start, span.end, value)) {
      const piece = pieceOf(batch, span)
      this.#lookForHidden(piece, this.#waiting, value)
    }
    if (this.#waiting.length > 0) this.#placement.place(pieceOf(batch, span), this.#take())
  }

  #take(): Waiting[] {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting
  }

  /** Where a violation belongs: to the facts, to the record that is being looked at, or to an earlier one. */
  #report(violation: Violation): void {
    const { index, path } = violation
    if (index !== undefined) return this.#ofRecord({ finding: violation, pointer: path, list: 'objects', record: index })
    const [, name, number, inner = ''] = this.#document.kind === 'stix' ? [] : (MISP_RECORD.exec(path) ?? [])
    if (number === undefined) return void this.#placement.ofFacts.push({ finding: violation, pointer: path })
    const list = name === 'Attribute' ? 'attributes' : 'objects'
    this.#ofRecord({ finding: violation, pointer: inner, list, record: Number(number) })
  }

  #ofRecord(late: Late): void {
    const isCurrent = late.list === this.#list && late.record === this.#record
    if (isCurrent) this.#waiting.push(late)
    else this.#placement.add(late)
  }

  /** `waiting`: what there is to say of the same text already. Absent `record`: it is that of the facts. */
  #lookForHidden(piece: Piece, waiting: Waiting[], record?: unknown): void {
    // Some of it shows in the value as well: then the text only tells it more exactly
    const said = new Map(waiting.map((each) => [`${each.finding.code} ${each.finding.path ?? ''}`, each]))
    hiddenFaults(piece.bytes, (fault) => {
      const message = hiddenMessage(fault, (at) => this.#places.textAt(piece.offsetOf(at)))
      const path = this.#pathOf(fault, record !== undefined)
      const known = said.get(`${fault.code} ${path}`)
      if (known !== undefined) {
        known.finding = { ...known.finding, message }
        known.span = fault
        return
      }
      // Whether an integer was meant, the engine knows; what is read as no number at all was not
      if (fault.code === 'integer-range' && Number.isFinite(Number(fault.text))) return
      const violation = textViolation(fault.code, message, this.#options)
      const { id, uuid } = (record ?? {}) as { id?: unknown; uuid?: unknown }
      const isStix = this.#document.kind === 'stix'
      const name = isStix ? id : uuid
      const about = {
        path,
        ...this.#indexOf(record !== undefined),
        ...(typeof name === 'string' && { id: name }),
        ...(!isStix && { clause: JSON_CLAUSE }),
      }
      if (violation !== undefined) waiting.push({ finding: { ...violation, ...about }, pointer: '', span: fault })
    })
  }

  /** The path of a fault as violations have it: without the wrapper, and in MISP from the event on. */
  #pathOf({ path }: HiddenFault, isRecord: boolean): string {
    const { facts, recordPrefix } = this.#document.text
    const prefix = isRecord ? recordPrefix : (facts?.prefix ?? '')
    const isInside = path === prefix || path.startsWith(`${prefix}/`)
    return this.#listPath(isRecord) + (isInside ? path.slice(prefix.length) : path)
  }

  #indexOf(isRecord: boolean): { index?: number } {
    return isRecord && this.#document.kind === 'stix' ? { index: this.#record } : {}
  }

  /** What stands before the path of a record: MISP's begin at the event. */
  #listPath(isRecord: boolean): string {
    if (!isRecord || this.#document.kind === 'stix') return ''
    return `/${this.#list === 'attributes' ? 'Attribute' : 'Object'}/${this.#record}`
  }

  #tellBroken(list: List, batch: RecordBatch, span: Span, diagnostic: { code: string; message: string }): void {
    this.#validation?.skip(list)
    const piece = pieceOf(batch, span)
    const { at, problem } = problemOf(piece.bytes, diagnostic)
    const place = this.#places.at(piece, { start: at, end: at + 1 })
    const message = `${problem}; the record is not looked at`
    this.#tell({ ...diagnostic, severity: 'error', message, path: this.#listPath(true), ...this.#indexOf(true), ...place }, false)
  }

  #tellOld(): void {
    const isBundle = this.#document.kind === 'stix' && this.#document.facts['spec_version'] === '2.0'
    const count = this.#old - (isBundle ? 1 : 0)
    const message = `this is STIX 2.0 (${count === 1 ? '1 object' : `${count} objects`}), which is not held against 2.1`
    const violation = textViolation('stix-2.0', message, this.#options)
    if (violation === undefined) return
    const { line } = this.#document.place
    const pointer = isBundle ? '/spec_version' : ''
    if (this.#document.text.facts !== undefined)
      this.#placement.ofFacts.push({ finding: { ...violation, path: pointer }, pointer })
    else this.#tell({ ...violation, path: '', line }, true)
  }
}

function withoutLists(event: MispRecord): MispRecord {
  const { Attribute: _attributes, Object: _objects, ...facts } = event
  return facts
}

function pieceOf({ bytes, offset }: RecordBatch, { start, end }: Span): Piece {
  return { bytes: bytes.subarray(start, end), offsetOf: (at) => offset + start + at }
}

/** What is wrong with a record that could not be read, and where: `JSON.parse` does not always tell. */
function problemOf(bytes: Uint8Array, { code, message }: { code: string; message: string }): { at: number; problem: string } {
  if (code === 'not-utf-8') return { at: wellFormedLength(bytes), problem: 'this is not UTF-8' }
  const fault = code === 'not-json' ? walkText(bytes, { open: () => true, close() {}, key() {}, scalar() {} }) : undefined
  if (fault !== undefined) return { at: fault.at, problem: `this is not JSON: ${fault.problem}` }
  return { at: 0, problem: message.replace(/; it is set aside$/, '') }
}

/** How many bytes at the beginning are UTF-8. */
function wellFormedLength(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) break
    at += length
  }
  return at
}

/** The path of a violation in a record of MISP: its list, its number there, and the path in it. */
const MISP_RECORD = /^\/(Attribute|Object)\/(\d+)(\/.*)?$/s

/** The text of MISP is JSON like any other. */
const JSON_CLAUSE = 'RFC 7493 section 2'
