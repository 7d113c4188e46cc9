import type { Diagnostic } from '../convert/diagnostic.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { ACCEPTED, describe, detect, type Shape } from './detect.ts'
import type { Document, DocumentText, ListWrapper, Place, Records } from './document.ts'
import { InputError, type InputErrorCode } from './input-error.ts'
import { MAX_PIECE, parseJson } from './json.ts'
import { Positions } from './positions.ts'
import type { RecordList } from './record-list.ts'
import { firstRecord, readRecords } from './records.ts'
import { Scan } from './scan.ts'
import type { ByteSource } from './source.ts'
import { startOf } from './start.ts'
import type { Unit } from './unit.ts'
import { Walk, type Step } from './walk.ts'

export interface ReadOptions {
  /** Findings about what was set aside, and about odd but readable input. */
  report?: (diagnostic: Diagnostic) => void
  /** The input is known to hold one value a line (`.ndjson`), so that a broken line costs only itself. */
  lines?: boolean
  /** Levels of nesting that a record or an event may have. Default 200. */
  maxDepth?: number
}

/**
 * Reads MISP or STIX documents of any known shape, one unit of work at a time, in bounded memory:
 * a first scan finds the borders of the records and the facts around them, a second reads the records.
 *
 * @throws InputError when not one document can be read. Once there is one, findings go to `report`.
 */
export async function* readDocuments(source: ByteSource, options: ReadOptions = {}): AsyncGenerator<Document, void> {
  const findings = new Findings(source, options.report ?? (() => {}))
  const scan = new Scan(source, startOf(source), options.maxDepth)
  scan.splitter.lines = options.lines ?? false
  const reader = new Reader(source, scan, findings)
  for (let step = await reader.walk.next(); step.kind !== 'end'; step = await reader.walk.next()) {
    const document = reader.take(step)
    if (document === undefined) continue
    findings.settle()
    yield document
  }
  findings.conclude()
}

type RecordShape = Extract<Shape, { kind: 'record' }>

/** Turns the steps of the walk into documents. */
class Reader {
  readonly walk: Walk
  readonly #source: ByteSource
  readonly #scan: Scan
  readonly #findings: Findings
  /** What the records are that are being gathered, told by the first of them. */
  #gathering: { shape: RecordShape; unit: Unit } | undefined
  #units = 0
  #positions: Positions | undefined

  constructor(source: ByteSource, scan: Scan, findings: Findings) {
    this.#source = source
    this.#scan = scan
    this.#findings = findings
    this.walk = new Walk(source, scan)
  }

  take(step: Exclude<Step, { kind: 'end' }>): Document | undefined {
    switch (step.kind) {
      case 'unit':
        return this.#takeUnit(step.unit)
      case 'wrapper':
        return this.#reportBeside(step.unit)
      case 'gathered':
        return this.#takeGathered(step.list)
      case 'empty':
        return {
          kind: 'empty',
          family: step.pointer.endsWith('/response') || step.pointer.endsWith('/Event') ? 'misp' : undefined,
          place: { input: this.#source.name, pointer: step.pointer, line: step.line },
          alone: false,
          text: { recordAt: () => undefined, recordPrefix: '' },
        }
      case 'stray':
        return this.#refuseStray(step)
      case 'broken':
    }
    return this.#reportBroken(step)
  }

  #takeUnit(unit: Unit): Document | undefined {
    if (this.#units++ === 0) this.#recogniseLines(unit)
    const facts = this.#factsOf(unit)
    if (facts === undefined) return undefined
    const shape = detect(facts, (key) => firstRecord(this.#scan, unit.lists.get(key)))
    for (const key of unit.repeated) this.#reportRepeated(unit, key)
    switch (shape.kind) {
      case 'refused':
        return this.#findings.refuse(shape.code, `found ${shape.found}${shape.code === 'stix-1' ? '' : `. ${ACCEPTED}`}`, unit)
      case 'record':
        this.#gathering = { shape, unit }
        this.walk.gather(unit)
        return undefined
      case 'event':
        return this.#event(unit, facts, shape.inside)
      case 'attributes':
      case 'objects': {
        // Only a search answers with objects under `response`; without it PyMISP means an event of nothing but objects
        if (shape.kind === 'objects' && !unit.underResponse) return this.#event(unit, facts, false)
        const list = unit.lists.get(shape.kind === 'attributes' ? 'Attribute' : 'Object')
        const about = {
          wrapper: unit.underResponse ? 'response' : 'bare',
          place: this.#placeOf(unit),
          alone: this.#isAlone(unit.end),
          text: this.#textOf(unit, '', { [shape.kind]: list }),
        } as const
        return this.#records(shape.kind, list, about)
      }
      case 'bundle':
      case 'envelope':
    }
    const list = listIn(facts, 'objects', unit)
    return {
      kind: 'stix',
      wrapper: shape.kind,
      facts,
      objects: () => this.#read(list),
      place: this.#placeOf(unit),
      alone: this.#isAlone(unit.end),
      text: this.#textOf(unit, '', { objects: list }),
    }
  }

  #event(unit: Unit, facts: Record<string, unknown>, inside: boolean): Document {
    const event = (inside ? facts['Event'] : facts) as MispRecord
    const prefix = inside ? 'Event/' : ''
    const attributes = listIn(event, 'Attribute', unit, prefix) ?? (inside ? listIn(facts, 'Attribute', unit) : undefined)
    const objects = listIn(event, 'Object', unit, prefix) ?? (inside ? listIn(facts, 'Object', unit) : undefined)
    if (inside) this.#takeInSiblings(event, facts, unit)
    return {
      kind: 'event',
      wrapper: unit.underResponse ? 'response' : inside ? 'Event' : 'bare',
      facts: event,
      attributes: () => this.#read(attributes),
      objects: () => this.#read(objects),
      place: { ...this.#placeOf(unit), pointer: unit.pointer + (inside ? '/Event' : '') },
      alone: this.#isAlone(unit.end),
      text: this.#textOf(unit, inside ? '/Event' : '', { attributes, objects }),
    }
  }

  /** MISP 2.3 wrote an event's lists beside it: `{ "Event": { … }, "Attribute": [ … ], "Orgc": { … } }`. */
  #takeInSiblings(event: MispRecord, facts: Record<string, unknown>, unit: Unit): void {
    const others: string[] = []
    for (const [key, value] of Object.entries(facts)) {
      if (key === 'Event' || key === 'Attribute' || key === 'Object') continue
      if (SIBLINGS.has(key) && !Object.hasOwn(event, key)) event[key] = value
      else others.push(key)
    }
    if (others.length > 0) this.#reportIgnored(unit.pointer, others, 'Event')
  }

  #takeGathered(list: RecordList): Document {
    const { shape, unit } = this.#gathering!
    this.#gathering = undefined
    const place = { input: this.#source.name, pointer: list.pointer, line: unit.line }
    const alone = this.#isAlone(this.#scan.splitter.end)
    const isSingle = list.count === 1 && unit.pointer === ''
    const text: DocumentText = {
      recordAt: (_list, index) => list.spanOf(index),
      recordPrefix: shape.under === undefined ? '' : `/${shape.under}`,
    }
    if (shape.of === 'stix') {
      return {
        kind: 'stix',
        wrapper: isSingle ? 'single' : 'list',
        facts: {},
        objects: () => this.#read(list),
        place,
        alone,
        text,
      }
    }
    const wrapper = unit.underResponse ? 'response' : isSingle ? 'single' : 'list'
    return this.#records(shape.of === 'attribute' ? 'attributes' : 'objects', list, { wrapper, place, alone, text }, shape.under)
  }

  #records(
    kind: 'attributes' | 'objects',
    list: RecordList | undefined,
    about: { wrapper: ListWrapper; place: Place; alone: boolean; text: DocumentText },
    under?: string,
  ): Document {
    const read = () => this.#read(list, under)
    return kind === 'attributes' ? { kind, attributes: read, ...about } : { kind, objects: read, ...about }
  }

  #read(list: RecordList | undefined, under?: string): Records {
    return readRecords(this.#scan, list, under)
  }

  #factsOf(unit: Unit): Record<string, unknown> | undefined {
    if (unit.tooDeep) return this.#findings.refuse('too-deep', 'nests deeper than allowed', unit)
    if (unit.factsSize > MAX_PIECE) {
      return this.#findings.refuse('too-large', `holds more than ${MAX_PIECE} bytes beside its attributes and objects`, unit)
    }
    const parsed = parseJson(unit.facts(this.#scan))
    if (parsed.problem !== undefined) return this.#findings.refuse(parsed.code, parsed.problem, unit)
    return parsed.value as Record<string, unknown>
  }

  #textOf(
    unit: Unit,
    prefix: string,
    lists: { attributes?: RecordList | undefined; objects?: RecordList | undefined },
  ): DocumentText {
    return {
      facts: { bytes: () => unit.facts(this.#scan), prefix, offsetOf: (at) => unit.offsetOf(at) },
      recordAt: (list, index) => lists[list]?.spanOf(index),
      recordPrefix: '',
    }
  }

  #placeOf(unit: Unit): Place {
    return { input: this.#source.name, pointer: unit.pointer, line: unit.line }
  }

  /** Whether nothing but closing brackets follows the first unit, which ends here. */
  #isAlone(end: number): boolean {
    if (this.#units !== 1 || this.#source.size - end > 1024) return false
    return /^[\s\]}]*$/.test(this.#scan.bytes(end, this.#source.size).toString('latin1'))
  }

  /** The first of several values, on a line of its own, says that each of the others has its own line as well. */
  #recogniseLines(unit: Unit): void {
    if (unit.pointer !== '' || this.#scan.splitter.line + 1 !== unit.line) return
    const after = this.#scan.bytes(unit.end, Math.min(this.#source.size, unit.end + 256)).toString('latin1')
    if (/^[ \t\r]*\n\s*\{/.test(after)) this.#scan.splitter.lines = true
  }

  #refuseStray(step: Extract<Step, { kind: 'stray' }>): undefined {
    if (step.array) return this.#findings.refuse('not-recognised', `found a list within a list. ${ACCEPTED}`, step)
    const parsed = parseJson(this.#scan.bytes(step.start, Math.min(step.end, step.start + 10_000)))
    if (parsed.problem !== undefined)
      return this.#findings.refuseText(step, this.#scan.bytes(step.start, Math.min(step.start + 30, this.#source.size)))
    return this.#findings.refuse('not-recognised', `found ${describe(parsed.value)}. ${ACCEPTED}`, step)
  }

  #reportBroken(step: Extract<Step, { kind: 'broken' }>): undefined {
    const truncated = step.end >= this.#source.size
    if (truncated)
      return this.#findings.refuse('truncated-input', `the file is cut off: ${step.problem}`, { pointer: '', line: step.line })
    // Of many broken lines each is found from the one before
    const place = (this.#positions ??= new Positions(this.#source)).at(step.end)
    return this.#findings.refuse('not-json', `is not JSON: ${step.problem} (byte ${step.end})`, { pointer: '', ...place })
  }

  #reportBeside(unit: Unit): undefined {
    const beside = unit.keys.filter((key) => key !== 'response' && key !== 'Event')
    if (beside.length > 0) this.#reportIgnored(unit.pointer, beside, 'response')
    return undefined
  }

  #reportIgnored(pointer: string, keys: string[], beside: string): void {
    const names = keys
      .slice(0, 8)
      .map((key) => JSON.stringify(key))
      .join(', ')
    const message = `${names}${keys.length > 8 ? ', …' : ''} beside "${beside}" is not part of an event and is left out`
    this.#findings.add({ code: 'beside-event', severity: 'information', message, path: pointer })
  }

  #reportRepeated(unit: Unit, key: string): void {
    const message = `the key "${key}" occurs more than once; the last one counts`
    this.#findings.add({ code: 'repeated-key', severity: 'warning', message, path: `${unit.pointer}/${key}` })
  }
}

/** Until there is a document, what was refused may turn out to be the reason why there is none. */
class Findings {
  readonly #source: ByteSource
  readonly #report: (diagnostic: Diagnostic) => void
  #unsettled: Diagnostic[] | undefined = []

  constructor(source: ByteSource, report: (diagnostic: Diagnostic) => void) {
    this.#source = source
    this.#report = report
  }

  add(diagnostic: Diagnostic): void {
    if (this.#unsettled === undefined) this.#report(diagnostic)
    else this.#unsettled.push(diagnostic)
  }

  refuse(code: InputErrorCode, message: string, at: { pointer: string; line: number; column?: number }): undefined {
    const place = `line ${at.line}${at.column === undefined ? '' : `, column ${at.column}`}`
    this.add({ code, severity: 'error', message: `${place}: ${message}`, path: at.pointer })
  }

  /** Text that is no JSON: nothing can be expected of the rest of it. */
  refuseText(at: { pointer: string; line: number }, beginning: Buffer): undefined {
    const message = `is not JSON: ${JSON.stringify(beginning.toString('utf8'))}`
    if (this.#unsettled !== undefined) throw new InputError('not-json', this.#source.name, `line ${at.line}: ${message}`)
    this.refuse('not-json', message, at)
  }

  settle(): void {
    const unsettled = this.#unsettled
    this.#unsettled = undefined
    for (const diagnostic of unsettled ?? []) this.#report(diagnostic)
  }

  conclude(): void {
    if (this.#unsettled === undefined) return
    const errors = this.#unsettled.filter(({ severity }) => severity === 'error')
    const [first] = errors
    if (first === undefined) throw new InputError('empty-input', this.#source.name, 'is empty')
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more such findings)` : ''
    throw new InputError(first.code as InputErrorCode, this.#source.name, first.message + more)
  }
}

const SIBLINGS = new Set([
  'Org',
  'Orgc',
  'SharingGroup',
  'Tag',
  'EventTag',
  'Galaxy',
  'ShadowAttribute',
  'RelatedEvent',
  'EventReport',
  'Sighting',
])

/** The records of a list, provided that it is the one that counts. */
function listIn(facts: Record<string, unknown>, key: string, unit: Unit, prefix = ''): RecordList | undefined {
  return isRecord(facts) && Array.isArray(facts[key]) ? unit.lists.get(prefix + key) : undefined
}
