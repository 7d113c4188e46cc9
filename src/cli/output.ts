import { openOutputFile, type OutputFile } from '../document/output-file.ts'
import type { Finding, Findings } from './findings.ts'
import { jsonReport } from './report/json.ts'
import { junitReport } from './report/junit.ts'
import type { Report, ReportFormat, ReportFrame, Write } from './report/report.ts'
import { sarifReport } from './report/sarif.ts'
import { textReport } from './report/text.ts'
import type { Terminal } from './terminal.ts'

/** A report on its way to a file; like any output it appears whole or not at all. */
export interface ReportFile {
  add(finding: Finding): void
  commit(findings: Findings): void
  discard(): void
}

/** @throws OutputError */
export function openReport(path: string, format: ReportFormat, frame: ReportFrame, terminal: Terminal): ReportFile {
  const file: OutputFile = path === '-' ? terminal.stdout() : openOutputFile(path)
  const report = OPEN[format]((text) => file.write(text), frame)
  return {
    add: (finding) => report.add(finding),
    commit(findings) {
      report.end(findings)
      file.commit()
    },
    discard: () => file.discard(),
  }
}

/** The format that a file name stands for. */
export function formatOf(path: string): ReportFormat {
  if (path.endsWith('.sarif') || path.endsWith('.sarif.json')) return 'sarif'
  if (path.endsWith('.xml')) return 'junit'
  return path.endsWith('.json') ? 'json' : 'text'
}

const OPEN: Readonly<Record<ReportFormat, (write: Write, frame: ReportFrame) => Report>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
}
