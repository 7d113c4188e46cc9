import type { Diagnostic } from '../convert/diagnostic.ts'
import { isRecord } from '../misp/types.ts'
import { isObservableType } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import type { StixValidation } from '../validate/stix-validation.ts'
import type { Violation } from '../validate/violation.ts'
import { clauseText } from './findings-text.ts'

/** How closely a conversion looks at what it reads and writes: every rule, the data types only, or not at all. */
export type GateLevel = 'full' | 'fast' | 'none'

/** Looks at the STIX objects that pass, and tells of each that breaks a rule what the first is. Nothing is kept back. */
export interface Gate {
  object(object: unknown): void
  end(): void
}

type Report = (diagnostic: Diagnostic) => void

/** The gates of a run. */
export interface Gates {
  level: GateLevel
  /** For the objects that are written. What returns as it came may be as invalid as it came: so it is a warning. */
  output(report: Report): Gate
  /** For the objects that are read. STIX 2.0 passes unseen, and what real data gets wrong without harm. */
  input(report: Report): Gate
}

/** Loads the rules that a level asks, and no others. */
export async function openGates(level: GateLevel): Promise<Gates> {
  if (level === 'none') return { level, output: () => OPEN, input: () => OPEN }
  const open = level === 'full' ? await everyRule() : await dataTypes()
  return {
    level,
    output: (report) => openGate('invalid-output', open, report),
    input(report) {
      const gate = openGate('invalid-input', open, report)
      return { ...gate, object: (object) => (isStix21(object) ? gate.object(object) : undefined) }
    },
  }
}

const OPEN: Gate = { object: () => {}, end: () => {} }

type OpenValidation = (report: (violation: Violation) => void) => StixValidation

async function everyRule(): Promise<OpenValidation> {
  const { openStixValidation } = await import('../validate/stix.ts')
  return (report) => openStixValidation(undefined, { mode: 'lenient' }, report)
}

async function dataTypes(): Promise<OpenValidation> {
  const { openDataTypeValidation } = await import('../validate/data-types.ts')
  return (report) => openDataTypeValidation(undefined, report)
}

function openGate(code: 'invalid-input' | 'invalid-output', open: OpenValidation, report: Report): Gate {
  const found: Violation[] = []
  const tell = (type: string): void => {
    const [first] = found
    if (first === undefined) return
    const { message, path, id, clause } = first
    const more = found.length === 1 ? '' : ` (and ${found.length - 1} more)`
    report({
      code,
      severity: 'warning',
      message: `${type}: ${message} (${clauseText(clause)})${more}`,
      ...(path !== '' && { path }),
      ...(id !== undefined && { id }),
    })
    found.length = 0
  }
  const validation = open((violation) => {
    if (violation.severity === 'error') found.push(violation)
  })
  return {
    object(object) {
      validation.object(object)
      if (found.length > 0) tell((object as StixObject).type)
    },
    end() {
      validation.end()
      if (found.length > 0) tell('bundle')
    },
  }
}

/** What is no object at all is told by the conversion itself. */
function isStix21(object: unknown): boolean {
  if (!isRecord(object) || typeof object['type'] !== 'string' || typeof object['id'] !== 'string') return false
  return object['spec_version'] === '2.1' || (object['spec_version'] === undefined && isObservableType(object['type']))
}
