import { hash } from 'node:crypto'
import { SpoolStore } from '../../document/spool-store.ts'
import { findingText, placeOf, printable } from '../findings-text.ts'
import type { Finding } from '../findings.ts'
import { Occurrences } from './occurrences.ts'
import type { Report, ReportFrame, Write } from './report.ts'

/** JUnit XML: a test case a finding, and one for each input without any. Its head needs the sums, so the cases are kept until the end. */
export function junitReport(write: Write, { inputs, strict, passed }: ReportFrame): Report {
  const cases = new SpoolStore()
  const quiet = new Set(inputs)
  const sums = { tests: 0, failures: 0 }
  const occurrences = new Occurrences()
  const add = (text: string) => cases.write(Buffer.from(text))
  return {
    add(finding) {
      quiet.delete(finding.input)
      const isFailure = finding.severity === 'error' || (strict && finding.severity === 'warning')
      sums.tests++
      if (isFailure) sums.failures++
      add(caseOf(finding, nameOf(finding, occurrences), isFailure))
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

function caseOf(finding: Finding, name: string, isFailure: boolean): string {
  const text = escaped(findingText(finding))
  const content = isFailure
    ? `<failure type="${escaped(finding.code)}" message="${text}"/>`
    : `<system-out>${escaped(finding.severity)}: ${text}</system-out>`
  return `    <testcase classname="${escaped(finding.input)}" name="${escaped(name)}">${content}</testcase>\n`
}

/** GitLab shows one of those that have a name in common. Lines move, so they are no part of it where there is anything better. */
function nameOf({ line, ...finding }: Finding, occurrences: Occurrences): string {
  const place = placeOf({ ...finding, input: '' }) || [line, finding.column].filter((part) => part !== undefined).join(':')
  const name = printable(place === '' ? finding.code : `${finding.code} ${place}`)
  const occurrence = occurrences.of(hash('sha256', JSON.stringify([finding.input, name])).slice(0, 32))
  return occurrence === 1 ? name : `${name} (${occurrence})`
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
