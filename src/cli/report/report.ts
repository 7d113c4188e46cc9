import type { Finding, Findings } from '../findings.ts'

export type ReportFormat = 'text' | 'json' | 'sarif' | 'junit'
export const REPORT_FORMATS: readonly ReportFormat[] = ['text', 'json', 'sarif', 'junit']

/** What a report says beside the findings. */
export interface ReportFrame {
  version: string
  /** All inputs, also those without findings. */
  inputs: readonly string[]
  /** Warnings count as failures. */
  strict: boolean
}

/** A report that grows with the findings: none of them is held in memory. */
export interface Report {
  add(finding: Finding): void
  end(findings: Findings): void
}

export type Write = (text: string) => void
