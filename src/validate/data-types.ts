import { DEFAULT_VALIDATE_OPTIONS } from './options.ts'
import type { Rule } from './rule.ts'
import { SCHEMA_RULES } from './schema-rules.ts'
import { openValidation, type StixValidation } from './stix-validation.ts'
import type { Violation } from './violation.ts'

/**
 * Holds STIX objects against the schemas alone: what must be there, JSON types, forms, ranges and closed lists of words. That costs a
 * fraction of what all rules do, to run and to load. `facts`: as for `openStixValidation`.
 */
export function openDataTypeValidation(facts: unknown, report: (violation: Violation) => void): StixValidation {
  return openValidation(RULES, facts, DEFAULT_VALIDATE_OPTIONS, report)
}

const RULES: readonly Rule[] = Object.entries(SCHEMA_RULES).map(([code, rule]) => ({ code, ...rule }))
