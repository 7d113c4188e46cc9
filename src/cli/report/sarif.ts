import { isAbsolute, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Severity } from '../../convert/diagnostic.ts'
import type { Finding } from '../findings.ts'
import type { Report, ReportFrame, Write } from './report.ts'

/** SARIF 2.1.0, as code scanning services read it. The results come first: the rules are known only at the end. */
export function sarifReport(write: Write, { version }: ReportFrame): Report {
  const rules = new Map<string, Severity>()
  let separator = '\n'
  write('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[')
  return {
    add(finding) {
      if (!rules.has(finding.code)) rules.set(finding.code, finding.severity)
      write(separator + JSON.stringify(resultOf(finding)))
      separator = ',\n'
    },
    end: () => write(`\n],"columnKind":"utf16CodeUnits","tool":${JSON.stringify({ driver: driver(version, rules) })}}]}\n`),
  }
}

function resultOf(finding: Finding) {
  const { code, severity, message, count } = finding
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [locationOf(finding)],
    ...(count !== undefined && { occurrenceCount: count }),
  }
}

function locationOf({ input, path, event, uuid, id }: Finding) {
  const names = [
    ...(path === undefined ? [] : [{ fullyQualifiedName: path, kind: 'element' }]),
    ...[id, uuid, event].flatMap((name) => (name === undefined ? [] : [{ name, kind: 'object' }])),
  ]
  return {
    ...(input !== '' && { physicalLocation: { artifactLocation: { uri: uriOf(input) } } }),
    ...(names.length > 0 && { logicalLocations: names }),
  }
}

/** Relative paths stay relative, so that a service finds the file in its checkout. */
function uriOf(input: string): string {
  if (isAbsolute(input)) return pathToFileURL(input).href
  return input.split(sep).map(encodeURIComponent).join('/')
}

function driver(version: string, rules: ReadonlyMap<string, Severity>) {
  return {
    name: 'tipbridge',
    semanticVersion: version,
    rules: [...rules].map(([id, severity]) => ({ id, defaultConfiguration: { level: LEVELS[severity] } })),
  }
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note' }
