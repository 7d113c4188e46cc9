import { openOutputFile, type OutputFile } from '../document/output-file.ts'
import type { Finding } from './findings.ts'
import { githubReport } from './report/github.ts'
import { jsonReport } from './report/json.ts'
import { junitReport } from './report/junit.ts'
import { ndjsonReport } from './report/ndjson.ts'
import type { Report, ReportFormat, ReportFrame, ReportSums, Write } from './report/report.ts'
import { sarifReport } from './report/sarif.ts'
import { textReport } from './report/text.ts'
import type { Terminal } from './terminal.ts'

/** A report on its way to a file; like any output it appears whole or not at all. */
export interface ReportFile {
  add(finding: Finding): void
  commit(sums: ReportSums): void
  discard(): void
}

/**
 * `open`: what writes it, where that is not the usual one of its format.
 *
 * @throws OutputError
 */
export function openReport(
  path: string,
  format: ReportFormat,
  frame: ReportFrame,
  terminal: Terminal,
  open: OpenReport = OPEN[format],
): ReportFile {
  const file: OutputFile = path === '-' ? terminal.stdout() : openOutputFile(path)
  const report = open((text) => file.write(text), frame)
  return {
    add: (finding) => report.add(finding),
    commit(sums) {
      report.end(sums)
      file.commit()
    },
    discard: () => file.discard(),
  }
}

type OpenReport = (write: Write, frame: ReportFrame) => Report

/** The format that a file name stands for. */
export function formatOf(path: string): ReportFormat {
  if (path.endsWith('.sarif') || path.endsWith('.sarif.json')) return 'sarif'
  if (path.endsWith('.xml')) return 'junit'
  if (path.endsWith('.ndjson') || path.endsWith('.jsonl')) return 'ndjson'
  return path.endsWith('.json') ? 'json' : 'text'
}

const OPEN: Readonly<Record<ReportFormat, OpenReport>> = {
  text: textReport,
  json: jsonReport,
  ndjson: ndjsonReport,
  github: githubReport,
  sarif: sarifReport,
  junit: junitReport,
}
