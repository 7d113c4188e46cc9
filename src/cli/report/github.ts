import type { Severity } from '../../convert/diagnostic.ts'
import { counted, findingText, placeOf, printable } from '../findings-text.ts'
import type { Finding } from '../findings.ts'
import type { Report, Write } from './report.ts'

/**
 * Workflow commands that GitHub shows as annotations. It shows ten of a type in a step and drops the rest in silence: those beyond
 * are plain lines of the log, and the end says so.
 */
export function githubReport(log: Write): Report {
  // A runner obeys `##[…]` anywhere in a line, and messages quote the data
  const write: Write = (text) => log(text.replaceAll('##[', '## ['))
  const shown: Record<Severity, number> = { error: 0, warning: 0, information: 0 }
  return {
    add(finding) {
      const { severity } = finding
      if (shown[severity]++ < SHOWN) write(annotation(finding))
      else write(`${severity}  ${finding.code}  ${findingText(finding)}\n`)
    },
    end({ counts }) {
      const beyond = Object.values(shown).reduce((sum, count) => sum + Math.max(0, count - SHOWN), 0)
      if (beyond > 0) {
        write(
          `GitHub shows ${SHOWN} annotations of a type in a step: ${counted(beyond, 'more finding')} stand above as plain lines\n`,
        )
      }
      write(
        `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counted(counts.information, 'remark')}\n`,
      )
    },
  }
}

function annotation(finding: Finding): string {
  const { severity, input, line, column, endColumn, code } = finding
  const properties = [
    ['file', input],
    ['line', line],
    ['endLine', line],
    ['col', column],
    ['endColumn', endColumn],
    ['title', code],
  ]
  const named = properties.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${property(String(value))}`]))
  return `::${COMMANDS[severity]} ${named.join(',')}::${data(messageOf(finding))}\n`
}

/** The annotation stands at the place already: it need not be named again. */
function messageOf(finding: Finding): string {
  const { line: _line, ...unplaced } = finding
  const object = placeOf({ ...unplaced, input: '' })
  const advice = finding.advice === undefined ? '' : ` ${finding.advice}`
  return printable(`${object === '' ? '' : `${object}: `}${finding.message}.${advice}`)
}

function data(text: string): string {
  return text.toWellFormed().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

const SHOWN = 10
const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' }
