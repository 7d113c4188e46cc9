import type { Report, Write } from './report.ts'

/** One finding a line, as JSON; a line with the sums ends it. */
export function ndjsonReport(write: Write): Report {
  return {
    add: (finding) => write(`${JSON.stringify(finding)}\n`),
    end: ({ counts, checked }) => write(`${JSON.stringify({ counts, checked })}\n`),
  }
}
