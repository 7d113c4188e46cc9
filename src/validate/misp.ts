import { MISP_CATALOGUE } from './misp-catalogue.ts'
import type { MispRule } from './misp-rule.ts'
import { checkManifestWith, openMispValidationWith, type MispValidation } from './misp-validation.ts'
import { DEFAULT_VALIDATE_OPTIONS, type ValidateOptions } from './options.ts'
import type { Violation } from './violation.ts'

/**
 * `facts`: the event without its `Attribute` and `Object`; `undefined` for the results of a search. Violations have no `index`; their
 * path begins at the event (`/Attribute/3/value`). Never throws for what the data holds.
 *
 * An error is what a MISP server refuses or loses, a warning what it changes or ignores. `mode: 'strict'` also wants the form in which
 * MISP itself writes: numbers as strings, flags as booleans, and the fields that it always writes.
 */
export function openMispValidation(
  facts: unknown,
  options: Partial<ValidateOptions>,
  report: (violation: Violation) => void,
): MispValidation {
  const all = { ...DEFAULT_VALIDATE_OPTIONS, ...options }
  return openMispValidationWith(rulesOf(all), facts, all, report)
}

/** Holds the manifest of a MISP feed against what a server reads of it: event UUID -> entry. */
export function checkManifest(
  manifest: unknown,
  options: Partial<ValidateOptions>,
  report: (violation: Violation) => void,
): void {
  const all = { ...DEFAULT_VALIDATE_OPTIONS, ...options }
  checkManifestWith(rulesOf(all), manifest, all, report)
}

function rulesOf({ enable, disable }: ValidateOptions): readonly MispRule[] {
  return MISP_CATALOGUE.filter(({ code, optional }) => !disable.includes(code) && (optional !== true || enable.includes(code)))
}
