import { shown } from './shown.ts'

/** What a rule that broke off has to say. */
export function brokenOff(error: unknown): string {
  return `a rule broke off, and those behind it were not asked: ${shown(error instanceof Error ? error.message : String(error), 120)}`
}
