import type { Diagnostic } from '../convert/diagnostic.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispEvent } from '../misp/types.ts'
import { isObservableType } from '../stix/model.ts'
import { openMispValidation } from '../validate/misp.ts'
import type { MispValidation } from '../validate/misp.ts'
import { openStixValidation } from '../validate/stix.ts'
import type { StixValidation } from '../validate/stix.ts'
import type { Violation } from '../validate/violation.ts'
import { clauseText } from './findings-text.ts'

/** How closely a conversion looks at what it reads and writes: every rule, the data types only, or not at all. */
export type GateLevel = 'full' | 'fast' | 'none'

/** Looks at the STIX objects that pass, and tells of each that breaks a rule what the first is. Nothing is kept back. */
export type StixGate = Pick<StixValidation, 'object' | 'end'>

type Code = 'invalid-input' | 'invalid-output'
type Report = (diagnostic: Diagnostic) => void

/** For the objects that are written. What returns as it came may be as invalid as it came: so it is a warning. */
export function stixOutputGate(level: GateLevel, report: Report): StixGate {
  return level === 'none' ? OPEN : openStixGate('invalid-output', level, report)
}

/** For the objects that are read. STIX 2.0 passes unseen, and what real data gets wrong without harm. */
export function stixInputGate(level: GateLevel, report: Report): StixGate {
  if (level === 'none') return OPEN
  const gate = openStixGate('invalid-input', level, report)
  return { ...gate, object: (object) => (isStix21(object) ? gate.object(object) : undefined) }
}

/** For the records that are read. `facts`: as for `openMispValidation`. */
export function mispInputGate(level: GateLevel, facts: unknown, report: Report): MispValidation {
  return level === 'none' ? OPEN : openMispGate('invalid-input', level, facts, report)
}

/** For an event that is written. */
export function passMispEvent(
  level: GateLevel,
  { Attribute: attributes, Object: objects, ...facts }: MispEvent,
  report: Report,
): void {
  if (level === 'none') return
  const gate = openMispGate('invalid-output', level, facts, report)
  for (const attribute of recordsIn(attributes)) gate.attribute(attribute)
  for (const object of recordsIn(objects)) gate.object(object)
  gate.end()
}

const OPEN: StixGate & MispValidation = { attribute: () => {}, object: () => {}, end: () => {} }

function openStixGate(code: Code, level: GateLevel, report: Report): StixGate {
  const teller = new Teller(code, report)
  const validation = openStixValidation(undefined, optionsOf(level), (violation) => teller.hear(violation))
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

function openMispGate(code: Code, level: GateLevel, facts: unknown, report: Report): MispValidation {
  const teller = new Teller(code, report)
  const validation = openMispValidation(facts, optionsOf(level), (violation) => teller.hear(violation))
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

function optionsOf(level: GateLevel) {
  return level === 'full' ? ({ mode: 'lenient' } as const) : ({ only: 'data-types' } as const)
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
