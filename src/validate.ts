/**
 * The validators as a library: STIX 2.1 held against the specification, MISP against what its server takes.
 * Public names only; everything behind them may change.
 */
import { isRecord } from './misp/types.ts'
import { checkManifest, openMispValidation } from './validate/misp.ts'
import { listOf } from './validate/misp-values.ts'
import type { ValidateOptions } from './validate/options.ts'
import { openStixValidation } from './validate/stix.ts'
import type { Violation } from './validate/violation.ts'

export { CATALOGUE as RULES, rulesNamed } from './validate/catalogue.ts'
export { openMispDataTypes, openStixDataTypes } from './validate/data-types.ts'
export { checkManifest, openMispValidation } from './validate/misp.ts'
export type { MispValidation } from './validate/misp-validation.ts'
export { MISP_CATALOGUE as MISP_RULES } from './validate/misp-catalogue.ts'
export type { MispDocumentCheck, MispPlace, MispRecordCheck, MispRule, SpeakAt } from './validate/misp-rule.ts'
export { DEFAULT_VALIDATE_OPTIONS, type ValidateOptions } from './validate/options.ts'
export type { DocumentCheck, ObjectCheck, Rule, Speak, SpeakOf } from './validate/rule.ts'
export { openStixValidation } from './validate/stix.ts'
export type { StixValidation } from './validate/stix-validation.ts'
export type { Severity, Violation } from './validate/violation.ts'

/** What there is to say of a document. */
export interface Validated {
  /** No violation is an error. */
  valid: boolean
  violations: Violation[]
}

/**
 * Holds a STIX 2.1 bundle, a TAXII envelope, a list of objects or a single object against the specification. Any JSON may come:
 * nothing is thrown for what it holds. For documents larger than memory: `openStixValidation`.
 */
export function validate(document: unknown, options: Partial<ValidateOptions> = {}): Validated {
  const violations: Violation[] = []
  const { facts, objects } = partsOf(document)
  const validation = openStixValidation(facts, options, (violation) => violations.push(violation))
  for (const object of objects) validation.object(object)
  validation.end()
  return validated(violations)
}

/** Holds a MISP event (with or without `{ "Event": … }` around it) against what a MISP server takes. */
export function validateEvent(document: unknown, options: Partial<ValidateOptions> = {}): Validated {
  const violations: Violation[] = []
  const event = isRecord(document) && isRecord(document['Event']) ? document['Event'] : document
  const { Attribute: attributes, Object: objects, ...facts } = isRecord(event) ? event : {}
  // What is no list stays where it is, so that the validator sees it
  if (attributes !== undefined && !isList(attributes)) facts['Attribute'] = attributes
  if (objects !== undefined && !isList(objects)) facts['Object'] = objects
  const validation = openMispValidation(isRecord(event) ? facts : event, options, (violation) => violations.push(violation))
  for (const attribute of listOf(attributes)) validation.attribute(attribute)
  for (const object of listOf(objects)) validation.object(object)
  validation.end()
  return validated(violations)
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || isRecord(value)
}

/** Holds the manifest of a MISP feed (`manifest.json`) against what a server reads of it. */
export function validateManifest(document: unknown, options: Partial<ValidateOptions> = {}): Validated {
  const violations: Violation[] = []
  checkManifest(document, options, (violation) => violations.push(violation))
  return validated(violations)
}

function validated(violations: Violation[]): Validated {
  return { valid: !violations.some(({ severity }) => severity === 'error'), violations }
}

function partsOf(document: unknown): { facts: unknown; objects: readonly unknown[] } {
  if (Array.isArray(document)) return { facts: undefined, objects: document }
  if (!isRecord(document)) return { facts: undefined, objects: [document] }
  const { objects, ...facts } = document
  const isContainer = facts['type'] === 'bundle' || (facts['type'] === undefined && Array.isArray(objects))
  if (!isContainer) return { facts: undefined, objects: [document] }
  return Array.isArray(objects) ? { facts: { ...facts, objects: [] }, objects } : { facts: document, objects: [] }
}
