import type { Diagnostic } from '../convert/diagnostic.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispEvent } from '../misp/types.ts'
import { isObservableType } from '../stix/model.ts'
import type { MispValidation } from '../validate/misp-validation.ts'
import type { StixValidation } from '../validate/stix-validation.ts'
import type { Violation } from '../validate/violation.ts'
import { clauseText } from './findings-text.ts'

/** How closely a conversion looks at what it reads and writes: every rule, the data types only, or not at all. */
export type GateLevel = 'full' | 'fast' | 'none'

/** Looks at the STIX objects that pass, and tells of each that breaks a rule what the first is. Nothing is kept back. */
export type StixGate = Pick<StixValidation, 'object' | 'end'>

type Code = 'invalid-input' | 'invalid-output'
type Report = (diagnostic: Diagnostic) => void

/** The gates of a run. What returns as it came may be as invalid as it came: so what they tell are warnings. */
export interface Gates {
  level: GateLevel
  /** For the objects that are written. */
  stixOutput(report: Report): StixGate
  /** For the objects that are read. STIX 2.0 passes unseen, and what real data gets wrong without harm. */
  stixInput(report: Report): StixGate
  /** For an event that is written. */
  mispOutput(event: MispEvent, report: Report): void
  /** For the records that are read. `facts`: as for `openMispValidation`. */
  mispInput(facts: unknown, report: Report): MispValidation
}

/** Loads the rules that a level asks, and no others. */
export async function openGates(level: GateLevel): Promise<Gates> {
  if (level === 'none') return { level, stixOutput: () => OPEN, stixInput: () => OPEN, mispOutput() {}, mispInput: () => OPEN }
  const engines = level === 'full' ? await everyRule() : await dataTypes()
  return {
    level,
    stixOutput: (report) => openStixGate('invalid-output', engines, report),
    stixInput(report) {
      const gate = openStixGate('invalid-input', engines, report)
      return { ...gate, object: (object) => (isStix21(object) ? gate.object(object) : undefined) }
    },
    mispOutput: (event, report) => passMispEvent(event, engines, report),
    mispInput: (facts, report) => openMispGate('invalid-input', engines, facts, report),
  }
}

const OPEN: StixGate & MispValidation = { attribute: () => {}, object: () => {}, end: () => {} }

interface Engines {
  openStix(report: Hear): StixValidation
  openMisp(facts: unknown, report: Hear): MispValidation
}

type Hear = (violation: Violation) => void

async function everyRule(): Promise<Engines> {
  const { openStixValidation } = await import('../validate/stix.ts')
  const { openMispValidation } = await import('../validate/misp.ts')
  return {
    openStix: (report) => openStixValidation(undefined, { mode: 'lenient' }, report),
    openMisp: (facts, report) => openMispValidation(facts, { mode: 'lenient' }, report),
  }
}

async function dataTypes(): Promise<Engines> {
  const { openMispDataTypes, openStixDataTypes } = await import('../validate/data-types.ts')
  return { openStix: (report) => openStixDataTypes(undefined, report), openMisp: openMispDataTypes }
}

function openStixGate(code: Code, engines: Engines, report: Report): StixGate {
  const teller = new Teller(code, report)
  const validation = engines.openStix((violation) => teller.hear(violation))
  return {
    object(object) {
      validation.object(object)
      if (teller.hasHeard) teller.tell(isRecord(object) ? String(object['type']) : 'object')
    },
    end() {
      validation.end()
      teller.tell('bundle')
    },
  }
}

function openMispGate(code: Code, engines: Engines, facts: unknown, report: Report): MispValidation {
  const teller = new Teller(code, report)
  const validation = engines.openMisp(facts, (violation) => teller.hear(violation))
  teller.tell('event')
  return {
    attribute(record) {
      validation.attribute(record)
      teller.tell('attribute')
    },
    object(record) {
      validation.object(record)
      teller.tell('object')
    },
    end() {
      validation.end()
      teller.tell('event')
    },
  }
}

function passMispEvent({ Attribute: attributes, Object: objects, ...facts }: MispEvent, engines: Engines, report: Report): void {
  const gate = openMispGate('invalid-output', engines, facts, report)
  for (const attribute of recordsIn(attributes)) gate.attribute(attribute)
  for (const object of recordsIn(objects)) gate.object(object)
  gate.end()
}

/** Tells of all the errors of one element the first, and how many more there are. */
class Teller {
  readonly #code: Code
  readonly #report: Report
  #first: Violation | undefined
  #count = 0

  constructor(code: Code, report: Report) {
    this.#code = code
    this.#report = report
  }

  get hasHeard(): boolean {
    return this.#count > 0
  }

  hear(violation: Violation): void {
    if (violation.severity !== 'error') return
    this.#first ??= violation
    this.#count++
  }

  tell(what: string): void {
    if (this.#first === undefined) return
    const { message, path, id, clause } = this.#first
    const more = this.#count === 1 ? '' : ` (and ${this.#count - 1} more)`
    this.#report({
      code: this.#code,
      severity: 'warning',
      message: `${what}: ${message} (${clauseText(clause)})${more}`,
      ...(path !== '' && { path }),
      ...(id !== undefined && { id }),
    })
    this.#first = undefined
    this.#count = 0
  }
}

/** What is no object at all is told by the conversion itself. */
function isStix21(object: unknown): boolean {
  if (!isRecord(object) || typeof object['type'] !== 'string' || typeof object['id'] !== 'string') return false
  return object['spec_version'] === '2.1' || (object['spec_version'] === undefined && isObservableType(object['type']))
}
