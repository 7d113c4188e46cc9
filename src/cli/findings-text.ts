import type { Severity } from '../convert/diagnostic.ts'
import type { Finding, FindingGroup } from './findings.ts'

export interface FindingsTextOptions {
  colour: boolean
  /** Severities that are shown. */
  severities: readonly Severity[]
  /** All findings are in a report: the reader is referred to it. */
  reported: boolean
}

/** Findings for people: one a line, of each kind the first few, then how many more there are. */
export function findingsText(groups: readonly FindingGroup[], options: FindingsTextOptions): string {
  const shown = groups.filter(({ severity }) => options.severities.includes(severity))
  const width = Math.max(0, ...shown.map(({ code }) => code.length))
  return shown.flatMap((group) => groupLines(group, width, options)).join('')
}

function groupLines(group: FindingGroup, width: number, options: FindingsTextOptions): string[] {
  const lead = `${coloured(group.severity, options.colour)}  ${group.code.padEnd(width)}  `
  // An announcement is made for each event: together they are one fact
  const first = group.severity === 'information' ? group.first.slice(0, 1) : group.first
  const lines = first.map((finding) => `${lead}${findingText(finding)}\n`)
  const named = first.reduce((sum, { count }) => sum + (count ?? 1), 0)
  if (group.count > named)
    lines.push(`${lead}… and ${thousands(group.count - named)} more${options.reported ? '' : ' (--report FILE lists all)'}\n`)
  return lines
}

/** `events.json:12:7 /response/0/Event 5c6f…: what is the matter` */
export function findingText(finding: Finding): string {
  const place = placeOf(finding)
  const times = finding.count !== undefined && finding.count > 1 ? ` (${thousands(finding.count)} times)` : ''
  return printable(`${place === '' ? '' : `${place}: `}${finding.message}${times}`)
}

/** Where a finding stands, as far as that is known. */
export function placeOf({ input, line, column, path, event, uuid, id }: Finding): string {
  const file = line === undefined ? input : `${input}:${line}${column === undefined ? '' : `:${column}`}`
  return [file, path ?? '', id ?? uuid ?? event ?? ''].filter((part) => part !== '').join(' ')
}

/** Names come from the data: control characters must not reach the terminal, nor those that turn the order of what is read. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** `2.9` is a section of STIX 2.1; another text is named in the clause itself. */
export function clauseText(clause: string): string {
  return /^\d/.test(clause) ? `STIX 2.1 section ${clause}` : clause
}

/** `1 error`, `2 errors` */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`
}

export function thousands(count: number): string {
  return count.toLocaleString('en-US')
}

/** A word in the colour of a severity. */
export function inColour(text: string, severity: Severity, colour: boolean): string {
  return colour ? `\u001b[${COLOURS[severity]}m${text}\u001b[0m` : text
}

const LABELS: Readonly<Record<Severity, string>> = { error: 'error  ', warning: 'warning', information: 'info   ' }
const COLOURS: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36 }

function coloured(severity: Severity, colour: boolean): string {
  return inColour(LABELS[severity], severity, colour)
}
