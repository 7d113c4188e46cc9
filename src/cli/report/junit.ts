import { SpoolStore } from '../../document/spool-store.ts'
import { findingText } from '../findings-text.ts'
import type { Finding } from '../findings.ts'
import type { Report, ReportFrame, Write } from './report.ts'

/** JUnit XML: a test case a finding, and one for each input without any. Its head needs the sums, so the cases are kept until the end. */
export function junitReport(write: Write, { inputs, strict, passed }: ReportFrame): Report {
  const cases = new SpoolStore()
  const quiet = new Set(inputs)
  const sums = { tests: 0, failures: 0 }
  const add = (text: string) => cases.write(Buffer.from(text))
  return {
    add(finding) {
      quiet.delete(finding.input)
      const isFailure = finding.severity === 'error' || (strict && finding.severity === 'warning')
      sums.tests++
      if (isFailure) sums.failures++
      add(caseOf(finding, isFailure))
    },
    end() {
      for (const input of quiet) {
        sums.tests++
        add(`    <testcase classname="${escaped(input)}" name="${passed}"/>\n`)
      }
      const numbers = `tests="${sums.tests}" failures="${sums.failures}" errors="0"`
      write(
        `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tipbridge" ${numbers}>\n  <testsuite name="tipbridge" ${numbers}>\n`,
      )
      copy(cases, write)
      write('  </testsuite>\n</testsuites>\n')
    },
  }
}

function caseOf(finding: Finding, isFailure: boolean): string {
  const text = escaped(findingText(finding))
  const content = isFailure
    ? `<failure type="${escaped(finding.code)}" message="${text}"/>`
    : `<system-out>${escaped(finding.severity)}: ${text}</system-out>`
  return `    <testcase classname="${escaped(finding.input)}" name="${escaped(finding.code)}">${content}</testcase>\n`
}

/** XML 1.0 has no place for most control characters, escaped or not. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u001f\u007f\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[<>&"']/g, (character) => ENTITIES[character] ?? '')
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' }

function copy(store: SpoolStore, write: Write): void {
  const decoder = new TextDecoder()
  const buffer = Buffer.alloc(64 * 1024)
  for (let at = 0; at < store.size; at += buffer.length) {
    write(decoder.decode(buffer.subarray(0, store.read(buffer, at)), { stream: true }))
  }
  store.discard()
}
