import type { ValidateOptions } from './options.ts'
import type { Violation } from './violation.ts'

/** MISP data that is being validated: the attributes and objects of an event, or of a search, go in one by one, in their order. */
export interface MispValidation {
  attribute(record: unknown): void
  object(record: unknown): void
  end(): void
}

/**
 * `facts`: the event without its `Attribute` and `Object`; `undefined` for the results of a search. Violations have no `index`; their
 * path begins at the event (`/Attribute/3/value`). Never throws for what the data holds.
 */
export function openMispValidation(
  _facts: unknown,
  _options: Partial<ValidateOptions>,
  _report: (violation: Violation) => void,
): MispValidation {
  return { attribute: () => {}, object: () => {}, end: () => {} }
}
