import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Diagnostic } from '../../src/convert/diagnostic.ts'
import { Findings, type Finding } from '../../src/cli/findings.ts'
import { findingsText, printable } from '../../src/cli/findings-text.ts'
import { githubReport } from '../../src/cli/report/github.ts'
import { jsonReport } from '../../src/cli/report/json.ts'
import { junitReport } from '../../src/cli/report/junit.ts'
import { ndjsonReport } from '../../src/cli/report/ndjson.ts'
import { sarifReport } from '../../src/cli/report/sarif.ts'
import { Occurrences } from '../../src/cli/report/occurrences.ts'
import type { Report, ReportFrame, Write } from '../../src/cli/report/report.ts'
import { violationsReport } from '../../src/cli/report/violations.ts'

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

/** A violation on a line of a file. */
function violation(line: number, about: Partial<Finding> = {}): Finding {
  return {
    input: 'a.json',
    code: 'timestamp-form',
    severity: 'error',
    message: 'created is a time',
    id: 'identity--f431f809-377b-45e0-aa1c-6a4751cae5ff',
    path: '/created',
    line,
    column: 3,
    endColumn: 9,
    clause: '3.2',
    advice: 'Write a time.',
    ...about,
  }
}

function textOf(open: (write: Write, frame: ReportFrame) => Report, about: ReportFrame, findings: readonly Finding[]): string {
  let text = ''
  const report = open((piece) => (text += piece), about)
  for (const finding of findings) report.add(finding)
  report.end({ counts: { error: findings.length, warning: 0, information: 0 } })
  return text
}

describe('reports of violations', () => {
  const rules: ReportFrame = {
    ...frame,
    ruleOf: (code) =>
      code === 'timestamp-form' ? { alias: '7', clause: '3.2', about: 'Times are times.', advice: 'Write a time.' } : undefined,
  }
  const resultsOf = (findings: readonly Finding[]) => JSON.parse(textOf(sarifReport, rules, findings)).runs[0]

  it('as SARIF have regions, rules with help, and fingerprints that stay when lines move', () => {
    const run = resultsOf([violation(4), violation(400), violation(4, { path: '/modified' }), violation(4, { code: 'not-json' })])
    assert.deepEqual(run.results[0].locations[0].physicalLocation.region, {
      startLine: 4,
      startColumn: 3,
      endLine: 4,
      endColumn: 9,
    })
    const fingerprints = run.results.map(
      ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) => partialFingerprints,
    ) as Record<string, string>[]
    const [first, again, other] = fingerprints.map((fingerprint) => fingerprint['primaryLocationLineHash'] ?? '')
    assert.deepEqual(fingerprints[0], { primaryLocationLineHash: first, 'tipbridgeFinding/v1': first })
    assert.match(first ?? '', /^[0-9a-f]{32}:1$/)
    assert.equal(again, first?.replace(/:1$/, ':2'), 'the second of the same is told apart')
    assert.notEqual(first?.split(':')[0], other?.split(':')[0])
    assert.deepEqual(resultsOf([violation(5)]).results[0].partialFingerprints, fingerprints[0])
    const [rule, unknown] = run.tool.driver.rules
    assert.equal(rule.help.text, 'Times are times. Write a time. (STIX 2.1 section 3.2)')
    assert.deepEqual(rule.properties, { clause: '3.2', alias: '7' })
    assert.equal(unknown.shortDescription.text, 'not json')
    assert.ok(!JSON.stringify(run).includes('helpUri'))
  })

  it('as JUnit have a name each, which stays when lines move', () => {
    const other = violation(9, { path: '/modified' })
    const unplaced = { code: 'not-json', severity: 'error', message: 'cut off', input: 'b.json', line: 7, column: 2 } as const
    const text = textOf(junitReport, { ...frame, inputs: [] }, [violation(4), violation(40), other, unplaced])
    const id = 'identity--f431f809-377b-45e0-aa1c-6a4751cae5ff'
    assert.deepEqual(
      [...text.matchAll(/<testcase classname="(.*?)" name="(.*?)"/g)].map(([, file, name]) => `${file}: ${name}`),
      [
        `a.json: timestamp-form /created ${id}`,
        `a.json: timestamp-form /created ${id} (2)`,
        `a.json: timestamp-form /modified ${id}`,
        'b.json: not-json 7:2',
      ],
    )
  })

  it('as GitHub annotations are one line each, with what separates their parts escaped', () => {
    const text = textOf(githubReport, frame, [
      violation(4, { input: 'a,b:c%.json', message: '100% of\r\n::error::it', severity: 'warning' }),
    ])
    assert.equal(
      text.split('\n')[0],
      '::warning file=a%2Cb%3Ac%25.json,line=4,endLine=4,col=3,endColumn=9,title=timestamp-form::' +
        '/created identity--f431f809-377b-45e0-aa1c-6a4751cae5ff: 100%25 of\ufffd\ufffd::error::it. Write a time.',
    )
  })

  it('as GitHub annotations hold no command of the older kind', () => {
    const many = Array.from({ length: 12 }, () => violation(1, { message: 'no ##[stop-commands]x', input: '##[add-mask]y' }))
    assert.doesNotMatch(textOf(githubReport, frame, many), /##\[/)
  })

  it('as GitHub annotations stop where GitHub does, and say so', () => {
    const text = textOf(
      githubReport,
      frame,
      Array.from({ length: 13 }, (_, at) => violation(at + 1, { input: '::error::x' })),
    )
    const lines = text.trimEnd().split('\n')
    assert.equal(lines.filter((line) => line.startsWith('::error ')).length, 10)
    assert.equal(lines.filter((line) => line.trimStart().startsWith('::')).length, 10, 'no input makes a command')
    assert.match(lines.at(-2) ?? '', /^GitHub shows 10 .*: 3 more findings/)
  })

  it('as NDJSON are a line each, and one with the sums', () => {
    const lines = textOf(ndjsonReport, frame, [violation(1), violation(2)])
      .trimEnd()
      .split('\n')
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).line),
      [1, 2, undefined],
    )
    assert.deepEqual(JSON.parse(lines[2] ?? ''), { counts: { error: 2, warning: 0, information: 0 } })
  })

  it('as text show the first of a kind in each file, and count the rest', () => {
    const options = { colour: false, all: false, brief: false }
    const many = Array.from({ length: 50 }, (_, file) =>
      Array.from({ length: 5 }, (__, at) => violation(at + 1, { input: `${file}.json`, path: `/labels/${at}` })),
    ).flat()
    const text = textOf((write) => violationsReport(write, options), frame, many)
    assert.equal(text.match(/: error timestamp-form: created/g)?.length, 30, 'three of a file, thirty in all')
    assert.match(text, /^0\.json: of the same kind \(--all shows each\)\n {2}error timestamp-form: 2 more\n/m)
    assert.match(text, /^49\.json: of the same kind .*\n {2}error timestamp-form: 5 more\n/m)
    const all = textOf((write) => violationsReport(write, { ...options, all: true }), frame, many)
    assert.equal(all.match(/: error timestamp-form: created/g)?.length, 250)
  })

  it('as text end with a table of the rules where they are many, the worst first', () => {
    const options = { colour: false, all: false, brief: false }
    const many = Array.from({ length: 20 }, (_, rule) => violation(1, { code: `rule-${rule}`, severity: 'warning' }))
    const worst = ['a.json', 'a.json', 'b.json'].map((input) => violation(1, { input, code: 'worst' }))
    const lines = textOf((write) => violationsReport(write, options), frame, [...many, ...worst])
      .trimEnd()
      .split('\n')
      .slice(-19)
    assert.equal(lines[0], 'error    worst    3 in 2 files')
    assert.equal(lines[1], 'warning  rule-0   1 in 1 file')
    assert.equal(lines[15], '… and 6 more rules')
    assert.equal(lines[17], '0 documents: 23 errors')
    assert.match(lines[18] ?? '', /^--explain RULE/)
    const few = textOf((write) => violationsReport(write, options), frame, worst)
    assert.doesNotMatch(few, /in 2 files|--explain/)
  })

  it('as text are told apart by their places, of which ten thousand are remembered', () => {
    const places = Array.from({ length: 10_100 }, (_, at) => violation(1, { path: `/x_${at}` }))
    const text = textOf((write) => violationsReport(write, { colour: false, all: false, brief: false }), frame, places)
    assert.equal(text.match(/: error timestamp-form: created/g)?.length, 10_000 + 3)
    assert.match(text, /\n {2}error timestamp-form: 97 more\n/)
  })

  it('as text bring no control characters from the data to the terminal', () => {
    const hostileText = {
      message: '\u001b[2J\u202egnp.exe\u2066',
      path: '/\u001b',
      id: 'a\u0007',
      input: '\u001b]0;x',
      advice: '\u009b',
    }
    const text = textOf((write) => violationsReport(write, { colour: false, all: true, brief: false }), frame, [
      violation(1, hostileText),
    ])
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })
})

describe('what occurs again', () => {
  it('is numbered, in bounded memory', () => {
    const occurrences = new Occurrences()
    assert.deepEqual(
      ['a', 'b', 'a', 'a', 'b'].map((key) => occurrences.of(key)),
      [1, 1, 2, 3, 2],
    )
    for (let key = 0; key < 49_999; key++) occurrences.of(`${key}`)
    assert.equal(occurrences.of('b'), 3)
    assert.equal(occurrences.of('a'), 1, 'the oldest is forgotten')
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

  it('are shown in the order in which it stands', () => {
    for (const control of ['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'])
      assert.equal(printable(`a${control}b`), 'a\ufffdb', JSON.stringify(control))
    assert.equal(printable('\u05d0\u200d \u0645'), '\u05d0\u200d \u0645')
  })
})
