import { validate } from '../unbroken.ts'
import type { ValidateOptions } from '../../../src/validate.ts'

/** A code, a document, and where that rule speaks of it; in a list of objects with the number of the object before the path. */
export type PathCase = readonly [code: string, document: unknown, paths: readonly string[], options?: Partial<ValidateOptions>]

/** Where one rule speaks of a document. Rules that are optional are asked. */
export function pathsOf(code: string, document: unknown, options: Partial<ValidateOptions> = {}): string[] {
  return validate(document, { ...options, enable: [code] })
    .violations.filter((violation) => violation.code === code)
    .map(({ path, index }) => (Array.isArray(document) ? `${index} ${path}` : path))
}
