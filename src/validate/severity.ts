import type { ValidateOptions } from './options.ts'
import type { Rule } from './rule.ts'
import type { Severity } from './violation.ts'

/** What breaking a rule is to those who ask in a mode. */
export function severityOf({ severity, lenient = severity }: Rule, mode: ValidateOptions['mode']): Severity | 'off' {
  if (mode === 'lenient') return lenient
  return mode === 'strict' && severity === 'warning' ? 'error' : severity
}
