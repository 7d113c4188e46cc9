import type { Report, ReportFrame, Write } from './report.ts'

/** `{ "tool", "version", "diagnostics": [ … ], "counts": { error, warning, information } }` */
export function jsonReport(write: Write, { version }: ReportFrame): Report {
  let separator = '\n'
  write(`{"tool":"tipbridge","version":${JSON.stringify(version)},"diagnostics":[`)
  return {
    add(finding) {
      write(separator + JSON.stringify(finding))
      separator = ',\n'
    },
    end: ({ counts, checked }) =>
      write(`\n],"counts":${JSON.stringify(counts)}${checked === undefined ? '' : `,"checked":${JSON.stringify(checked)}`}}\n`),
  }
}
