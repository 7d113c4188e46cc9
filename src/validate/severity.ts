import type { ValidateOptions } from './options.ts'
import type { Severity } from './violation.ts'

/** How much breaking a rule matters in a mode. */
export function severityOf(
  { severity, lenient = severity }: { readonly severity: Severity; readonly lenient?: Severity | 'off' },
  mode: ValidateOptions['mode'],
): Severity | 'off' {
  if (mode === 'lenient') return lenient
  return mode === 'strict' && severity === 'warning' ? 'error' : severity
}
