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

type Report = (diagnostic: Diagnostic) => void

/**
 * The gates of a run: each tells of a record that breaks rules what the first is, and keeps nothing back. What breaks a MUST is a
 * warning: nothing is lost for it. What breaks a SHOULD is a remark, under the code of its rule.
 */
export interface Gates {
  level: GateLevel
  /** For objects that are read. STIX 2.0 passes unseen. */
  stixInput(report: Report): StixValidation
  /** For objects that are written. What returns as it came may be as invalid as it came. */
  stixOutput(report: Report): StixValidation
  /** For records that are read. `facts`: as for `openMispValidation`. */
  mispInput(facts: unknown, report: Report): MispValidation
  /** For an event that is written. */
  mispOutput(event: MispEvent, report: Report): void
}

/** Loads the rules that a level asks, and no others. */
export async function openGates(level: GateLevel): Promise<Gates> {
  if (level === 'none') return NO_GATES
  const { openStix, openMisp } = level === 'full' ? await everyRule() : await dataTypes()
  return {
    level,
    stixInput(report) {
      const gate = stixGate('invalid-input', openStix, report)
      return { ...gate, object: (object) => (isStix21(object) ? gate.object(object) : gate.skip()) }
    },
    stixOutput: (report) => stixGate('invalid-output', openStix, report),
    mispInput: (facts, report) => mispGate('invalid-input', openMisp, facts, report),
    mispOutput({ Attribute: attributes, Object: objects, ...facts }, report) {
      const gate = mispGate('invalid-output', openMisp, facts, report)
      for (const attribute of recordsIn(attributes)) gate.attribute(attribute)
      for (const object of recordsIn(objects)) gate.object(object)
      gate.end()
    },
  }
}

const OPEN: StixValidation & MispValidation = { attribute: () => {}, object: () => {}, skip: () => {}, end: () => {} }

const NO_GATES: Gates = {
  level: 'none',
  stixInput: () => OPEN,
  stixOutput: () => OPEN,
  mispInput: () => OPEN,
  mispOutput: () => {},
}

type Hear = (violation: Violation) => void

interface Engines {
  openStix: (hear: Hear) => StixValidation
  openMisp: (facts: unknown, hear: Hear) => MispValidation
}

async function everyRule(): Promise<Engines> {
  const { openMispValidation } = await import('../validate/misp.ts')
  const { openStixValidation } = await import('../validate/stix.ts')
  return {
    openStix: (hear) => openStixValidation(undefined, {}, hear),
    openMisp: (facts, hear) => openMispValidation(facts, {}, hear),
  }
}

async function dataTypes(): Promise<Engines> {
  const { openMispDataTypes, openStixDataTypes } = await import('../validate/data-types.ts')
  return { openStix: (hear) => openStixDataTypes(undefined, hear), openMisp: openMispDataTypes }
}

function stixGate(code: Code, open: Engines['openStix'], report: Report): StixValidation {
  const teller = new Teller(code, report)
  const validation = open((violation) => teller.hear(violation))
  return {
    object(object) {
      validation.object(object)
      teller.tell(() => (isRecord(object) ? String(object['type']) : 'object'))
    },
    skip: () => validation.skip(),
    end() {
      validation.end()
      teller.tell(() => 'bundle')
    },
  }
}

function mispGate(code: Code, open: Engines['openMisp'], facts: unknown, report: Report): MispValidation {
  const teller = new Teller(code, report)
  const validation = open(facts, (violation) => teller.hear(violation))
  teller.tell(() => 'event')
  return {
    attribute(record) {
      validation.attribute(record)
      teller.tell(() => 'attribute')
    },
    object(record) {
      validation.object(record)
      teller.tell(() => 'object')
    },
    skip: (kind) => validation.skip(kind),
    end() {
      validation.end()
      teller.tell(() => 'event')
    },
  }
}

type Code = 'invalid-input' | 'invalid-output'

/** Tells of all that breaks a rule in one element the first, the worst before the others, and how many more there are. */
class Teller {
  readonly #code: Code
  readonly #report: Report
  #first: Violation | undefined
  #count = 0

  constructor(code: Code, report: Report) {
    this.#code = code
    this.#report = report
  }

  hear(violation: Violation): void {
    if (violation.severity === 'information') return
    if (this.#first === undefined || (violation.severity === 'error' && this.#first.severity !== 'error')) this.#first = violation
    this.#count++
  }

  tell(what: () => string): void {
    if (this.#first === undefined) return
    const { code, message, path, id, clause, severity } = this.#first
    const more = this.#count === 1 ? '' : ` (and ${this.#count - 1} more)`
    this.#report({
      ...(severity === 'error' ? { code: this.#code, severity: 'warning' } : { code, severity: 'information' }),
      message: `${what()}: ${message} (${clauseText(clause)})${more}`,
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
