import type { ValidateOptions } from './options.ts'
import type { Violation } from './violation.ts'

/** A STIX document that is being validated: its objects go in one by one, in their order; what is wrong is reported as soon as it is known. */
export interface StixValidation {
  /** One item of the bundle's `objects`, whatever it is. */
  object(record: unknown): void
  /** Asks what can only be told when all objects have passed. */
  end(): void
}

/** `facts`: the bundle or envelope without its `objects`; `undefined` for a list of objects or a single one. Never throws for what the data holds. */
export function openStixValidation(
  _facts: unknown,
  _options: Partial<ValidateOptions>,
  _report: (violation: Violation) => void,
): StixValidation {
  return { object: () => {}, end: () => {} }
}
