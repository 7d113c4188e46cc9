import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Diagnostic } from '../../src/convert/diagnostic.ts'
import { Findings } from '../../src/cli/findings.ts'
import { findingsText } from '../../src/cli/findings-text.ts'
import { jsonReport } from '../../src/cli/report/json.ts'
import { junitReport } from '../../src/cli/report/junit.ts'
import { sarifReport } from '../../src/cli/report/sarif.ts'
import type { Report, ReportFrame, Write } from '../../src/cli/report/report.ts'

const frame: ReportFrame = { version: '1.2.3', inputs: ['a.json', 'b & c.json'], strict: false, passed: 'converted' }
const hostile: Diagnostic = {
  code: 'not-json',
  severity: 'error',
  message: 'a <b> & "c" \u0000\u001b[31m\ud800 ]]>',
  path: '/Event/Attribute/0',
}
const loss: Diagnostic = {
  code: 'value-has-no-place',
  severity: 'warning',
  message: 'carried whole',
  uuid: '7d2b0b6e-1f0e-4a0d-9a52-5f3b8f0f1001',
}
const announced: Diagnostic = { code: 'profile-omits', severity: 'information', message: 'left out', count: 1234 }

function reportOf(open: (write: Write, frame: ReportFrame) => Report, about: ReportFrame, diagnostics: Diagnostic[]): string {
  let text = ''
  const report = open((piece) => (text += piece), about)
  const findings = new Findings((finding) => report.add(finding))
  for (const diagnostic of diagnostics) findings.add('a.json', diagnostic)
  report.end(findings)
  return text
}

describe('reports', () => {
  it('as JSON hold every finding and the sums', () => {
    const report = JSON.parse(reportOf(jsonReport, frame, [hostile, loss, announced]))
    assert.deepEqual(
      report.diagnostics,
      [hostile, loss, announced].map((diagnostic) => ({ ...diagnostic, input: 'a.json' })),
    )
    assert.deepEqual(report.counts, { error: 1, warning: 1, information: 1234 })
    assert.deepEqual(JSON.parse(reportOf(jsonReport, frame, [])).diagnostics, [])
  })

  it('as SARIF name rules, levels and places', () => {
    const { version, runs } = JSON.parse(reportOf(sarifReport, frame, [hostile, loss, announced]))
    const [{ results, tool }] = runs
    assert.equal(version, '2.1.0')
    assert.deepEqual(
      tool.driver.rules.map(({ id }: { id: string }) => id),
      ['not-json', 'value-has-no-place', 'profile-omits'],
    )
    assert.deepEqual(
      results.map(({ level }: { level: string }) => level),
      ['error', 'warning', 'note'],
    )
    assert.equal(results[0].locations[0].physicalLocation.artifactLocation.uri, 'a.json')
    assert.equal(results[0].locations[0].logicalLocations[0].fullyQualifiedName, '/Event/Attribute/0')
    assert.equal(results[2].occurrenceCount, 1234)
  })

  it('as JUnit escape what XML cannot hold, and pass inputs without findings', () => {
    const text = reportOf(junitReport, frame, [hostile, loss])
    assert.match(text, /<testsuites name="tipbridge" tests="3" failures="1" errors="0">/)
    assert.match(text, /message="a\.json \/Event\/Attribute\/0: a &lt;b&gt; &amp; &quot;c&quot;/)
    assert.match(text, /classname="b &amp; c\.json" name="converted"\/>/)
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f]|\ud800/)
    assert.match(reportOf(junitReport, { ...frame, strict: true }, [hostile, loss]), /failures="2"/)
  })
})

describe('findings on a terminal', () => {
  const options = { colour: false, severities: ['information', 'warning', 'error'] as const, reported: false }

  it('come a few of each kind, the worst last, with how many more there are', () => {
    const findings = new Findings()
    findings.add('a.json', hostile)
    for (let number = 0; number < 2000; number++) findings.add('a.json', loss)
    findings.add('a.json', announced)
    const lines = findingsText(findings.groups(), options).trimEnd().split('\n')
    assert.equal(lines.length, 8)
    assert.equal(lines[0], 'info     profile-omits       a.json: left out (1,234 times)')
    assert.equal(lines[6], 'warning  value-has-no-place  … and 1,995 more (--report FILE lists all)')
    assert.match(lines[7] ?? '', /^error {4}not-json {12}a\.json \/Event\/Attribute\/0: a <b>/)
  })

  it('bring no control characters from the data to the terminal', () => {
    const findings = new Findings()
    findings.add('a\u001b]0;x.json', hostile)
    assert.ok(!findingsText(findings.groups(), options).includes('\u001b'))
  })
})
