import type { MispRule } from './misp-rule.ts'
import { MISP_SCHEMA_RULES } from './misp-schema-rules.ts'
import { openMispValidationWith, type MispValidation } from './misp-validation.ts'
import { DEFAULT_VALIDATE_OPTIONS } from './options.ts'
import type { Rule } from './rule.ts'
import { SCHEMA_RULES } from './schema-rules.ts'
import { openStixValidationWith, type StixValidation } from './stix-validation.ts'
import type { Violation } from './violation.ts'

/**
 * Holds STIX objects against the schemas alone: what must be there, JSON types, forms, ranges and closed lists of words. That costs a
 * fraction of what all rules do, to run and to load. `facts`: as for `openStixValidation`.
 */
export function openStixDataTypes(facts: unknown, report: (violation: Violation) => void): StixValidation {
  return openStixValidationWith(RULES, facts, DEFAULT_VALIDATE_OPTIONS, report)
}

/** The same of MISP records. `facts`: as for `openMispValidation`. */
export function openMispDataTypes(facts: unknown, report: (violation: Violation) => void): MispValidation {
  return openMispValidationWith(MISP_RULES, facts, DEFAULT_VALIDATE_OPTIONS, report)
}

const RULES: readonly Rule[] = Object.entries(SCHEMA_RULES).map(([code, rule]) => ({ code, ...rule }))

const MISP_RULES: readonly MispRule[] = Object.entries(MISP_SCHEMA_RULES).map(([code, rule]) => ({ code, ...rule }))
