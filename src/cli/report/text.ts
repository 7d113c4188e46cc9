import { counted, findingText } from '../findings-text.ts'
import type { Report, Write } from './report.ts'

/** One finding a line, and the sums. */
export function textReport(write: Write): Report {
  return {
    add: (finding) => write(`${finding.severity}  ${finding.code}  ${findingText(finding)}\n`),
    end: ({ counts }) =>
      write(
        `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counted(counts.information, 'announcement')}\n`,
      ),
  }
}
