import { validate } from '../unbroken.ts'
import type { ValidateOptions } from '../../../src/validate.ts'

/** What one rule says of a document: `<path> <message>` each. Rules that are optional are asked. */
export function ask(code: string, document: unknown, options: Partial<ValidateOptions> = {}): string[] {
  return validate(document, { ...options, enable: [code] })
    .violations.filter((violation) => violation.code === code)
    .map(({ path, message }) => `${path} ${message}`)
}

const TIMES = { created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' }

/** A domain object, or one of a custom type. */
export function domainObject(type: string, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { type, spec_version: '2.1', id: `${type}--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f`, ...TIMES, ...more }
}

/** An Indicator with a STIX pattern. */
export function indicator(pattern: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return domainObject('indicator', { pattern, pattern_type: 'stix', valid_from: '2026-01-01T00:00:00Z', ...more })
}

/** A cyber-observable. */
export function observable(type: string, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { type, spec_version: '2.1', id: `${type}--28bb3599-77cd-5a82-a950-b5bc3caf07c4`, ...more }
}

/** The id of an extension definition that nobody has. */
export const DEFINITION = 'extension-definition--d83fce45-ef58-4c6c-a3f4-1fbc32e98c6e'
