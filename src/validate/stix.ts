import { CATALOGUE, rulesNamed } from './catalogue.ts'
import { DEFAULT_VALIDATE_OPTIONS, type ValidateOptions } from './options.ts'
import type { Rule } from './rule.ts'
import { openStixValidationWith, type StixValidation } from './stix-validation.ts'
import type { Violation } from './violation.ts'

/**
 * Holds a STIX document against the specification. `facts`: the bundle or envelope, with an empty list in the place of its `objects`;
 * `undefined` for a list of objects or a single one. Never throws for what the data holds.
 */
export function openStixValidation(
  facts: unknown,
  options: Partial<ValidateOptions>,
  report: (violation: Violation) => void,
): StixValidation {
  const all = { ...DEFAULT_VALIDATE_OPTIONS, ...options }
  return openStixValidationWith(rulesOf(all), facts, all, report)
}

function rulesOf({ enable, disable }: ValidateOptions): readonly Rule[] {
  const enabled = new Set(enable.flatMap((name) => rulesNamed(name)))
  const disabled = new Set(disable.flatMap((name) => rulesNamed(name)))
  return CATALOGUE.filter((rule) => !disabled.has(rule) && (rule.optional !== true || enabled.has(rule)))
}
