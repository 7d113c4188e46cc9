import { hash } from 'node:crypto'
import { isAbsolute, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Severity } from '../../convert/diagnostic.ts'
import type { Finding } from '../findings.ts'
import { clauseText } from '../findings-text.ts'
import { Occurrences } from './occurrences.ts'
import type { Report, ReportFrame, RuleText, Write } from './report.ts'

/** SARIF 2.1.0, as code scanning services read it. The results come first: the rules are known only at the end. */
export function sarifReport(write: Write, { version, ruleOf = () => undefined }: ReportFrame): Report {
  const rules = new Map<string, Severity>()
  const occurrences = new Occurrences()
  let separator = '\n'
  write('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[')
  return {
    add(finding) {
      if (!rules.has(finding.code)) rules.set(finding.code, finding.severity)
      write(separator + JSON.stringify(resultOf(finding, occurrences)))
      separator = ',\n'
    },
    end: () =>
      write(`\n],"columnKind":"utf16CodeUnits","tool":${JSON.stringify({ driver: driver(version, rules, ruleOf) })}}]}\n`),
  }
}

function resultOf(finding: Finding, occurrences: Occurrences) {
  const { code, severity, message, count } = finding
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [locationOf(finding)],
    ...(finding.line !== undefined && { partialFingerprints: fingerprintsOf(finding, occurrences) }),
    ...(count !== undefined && { occurrenceCount: count }),
  }
}

/** The same finding in the next run, wherever the lines have moved to. GitHub tells findings apart by the first of the names only. */
function fingerprintsOf({ input, code, id, uuid, path }: Finding, occurrences: Occurrences) {
  const same = hash('sha256', JSON.stringify([input, code, id ?? uuid ?? '', path ?? ''])).slice(0, 32)
  const fingerprint = `${same}:${occurrences.of(same)}`
  return { primaryLocationLineHash: fingerprint, 'tipbridgeFinding/v1': fingerprint }
}

function locationOf(finding: Finding) {
  const { input, path, event, uuid, id, line } = finding
  const names = [
    ...(path === undefined || path === '' ? [] : [{ fullyQualifiedName: path, kind: 'element' }]),
    ...[id, uuid, event].flatMap((name) => (name === undefined ? [] : [{ name, kind: 'object' }])),
  ]
  return {
    ...(input !== '' && {
      physicalLocation: { artifactLocation: { uri: uriOf(input) }, ...(line !== undefined && { region: regionOf(finding) }) },
    }),
    ...(names.length > 0 && { logicalLocations: names }),
  }
}

function regionOf({ line, column, endColumn }: Finding) {
  return {
    startLine: line,
    ...(column !== undefined && { startColumn: column }),
    ...(endColumn !== undefined && { endLine: line, endColumn }),
  }
}

/** Relative paths stay relative, so that a service finds the file in its checkout. */
function uriOf(input: string): string {
  if (isAbsolute(input)) return pathToFileURL(input).href
  return input.split(sep).map(encodeURIComponent).join('/')
}

function driver(version: string, rules: ReadonlyMap<string, Severity>, ruleOf: (code: string) => RuleText | undefined) {
  return {
    name: 'tipbridge',
    semanticVersion: version,
    rules: [...rules].map(([id, severity]) => ({
      id,
      ...describe(id, ruleOf(id)),
      defaultConfiguration: { level: LEVELS[severity] },
    })),
  }
}

function describe(code: string, rule: RuleText | undefined) {
  if (rule === undefined) return { shortDescription: { text: code.replaceAll('-', ' ') } }
  const { about, advice, clause, alias } = rule
  const help = `${about} ${advice} (${clauseText(clause)})`
  return {
    shortDescription: { text: about },
    fullDescription: { text: `${about} (${clauseText(clause)})` },
    help: { text: help, markdown: help },
    properties: { clause, ...(alias !== undefined && { alias }) },
  }
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note' }
