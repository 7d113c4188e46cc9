/** How much a finding matters: an announced omission, a loss with a result, or an object that was set aside. */
export type Severity = 'information' | 'warning' | 'error'

/**
 * One thing that a conversion has to say. Losses are data: nothing is dropped without one of these.
 *
 * `code` is stable and lower-case with hyphens; `path` is a JSON pointer into the input record;
 * `event` and `uuid` are MISP's, `id` is STIX's. `count` stands on announcements that are made once per code.
 */
export interface Diagnostic {
  code: string
  severity: Severity
  message: string
  path?: string
  event?: string
  uuid?: string
  id?: string
  count?: number
}

/** A result together with everything that was lost or set aside on the way. */
export interface Converted<T> {
  value: T
  diagnostics: Diagnostic[]
}

/** The worst severity in a list, or `undefined` for an empty one. */
export function worst(diagnostics: Iterable<Diagnostic>): Severity | undefined {
  let found: Severity | undefined
  for (const { severity } of diagnostics) {
    if (severity === 'error') return 'error'
    if (severity === 'warning' || found === undefined) found = severity
  }
  return found
}
