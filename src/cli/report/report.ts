import type { Severity } from '../../convert/diagnostic.ts'
import type { Finding } from '../findings.ts'

export type ReportFormat = 'text' | 'json' | 'ndjson' | 'sarif' | 'junit' | 'github'
export const REPORT_FORMATS: readonly ReportFormat[] = ['text', 'json', 'ndjson', 'sarif', 'junit', 'github']

/** What a report says beside the findings. */
export interface ReportFrame {
  version: string
  /** All inputs, also those without findings. */
  inputs: readonly string[]
  /** Warnings count as failures. */
  strict: boolean
  /** What a run without findings did to an input: `converted`, `valid`. */
  passed: string
  /** What the rule behind a code says, where there is one. */
  ruleOf?: (code: string) => RuleText | undefined
}

/** A rule as reports describe it. */
export interface RuleText {
  alias?: string
  clause: string
  about: string
  advice: string
}

/** The sums of a run. */
export interface ReportSums {
  counts: Readonly<Record<Severity, number>>
  /** What was looked at, where that is told. */
  checked?: Readonly<Record<string, number>>
  /** For people: whether the run failed, and what counts. */
  verdict?: string
}

/** A report that grows with the findings: none of them is held in memory. */
export interface Report {
  add(finding: Finding): void
  end(sums: ReportSums): void
}

export type Write = (text: string) => void
