import type { Findings } from './findings.ts'
import { counted, thousands } from './findings-text.ts'
import type { Tally } from './tally.ts'

/** The end of a run in a few lines: what went through, how it is carried, what was lost, and how long it took. */
export function summaryText(target: 'misp' | 'stix', tally: Tally, findings: Findings, milliseconds: number): string {
  const read = `${counted(tally.events, 'event')}, ${counted(tally.attributes, 'attribute')}, ${counted(tally.objects, 'object')}`
  const stix = tally.carriers().map(([carrier, count]) => `${carrier} ${thousands(count)}`)
  const lines = [
    target === 'stix' ? `${read} -> ${stix.join(', ') || 'nothing'}` : `${stix.join(', ') || 'nothing'} -> ${read}`,
    ...lossLines(findings),
    `took ${(milliseconds / 1000).toFixed(1)} s`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function lossLines(findings: Findings): string[] {
  const groups = findings.groups()
  if (groups.length === 0) return ['nothing was lost']
  return [groups.map(({ code, severity, count }) => `${thousands(count)} ${code} (${severity})`).join(', ')]
}
