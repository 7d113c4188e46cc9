import { CATALOGUE } from '../src/validate/catalogue.ts'
import { MISP_CATALOGUE } from '../src/validate/misp-catalogue.ts'
import type { MispRule } from '../src/validate/misp-rule.ts'
import type { Rule } from '../src/validate/rule.ts'
import { TEXT_RULES } from '../src/validate/text-rules.ts'

const RULES: readonly Rule[] = [...TEXT_RULES, ...CATALOGUE]

/** The page that lists every rule of the validator. */
export function rulesPage(): string {
  const parts = [
    '# Rules of the validator',
    '<!-- Made by `node tools/generate-docs.ts` from src/validate/: do not edit. -->',
    `${RULES.length} rules. An error breaks a MUST of STIX 2.1 (Errata 01), a warning a SHOULD. The number is that of the OASIS validator for the same check: \`--disable\` and \`--enable\` take either name. Clauses are sections of the specification where they name no other text. *Lenient* is the severity with \`--mode lenient\`, where it differs; optional rules speak only when they are enabled.`,
    ...SEVERITIES.flatMap(sectionFor),
    '# Rules about MISP',
    `${MISP_CATALOGUE.length} rules. An error is what a MISP server refuses or loses, a warning what it takes but changes or ignores. Clauses name the part of MISP that says so.`,
    ...SEVERITIES.flatMap(mispSectionFor),
  ]
  return `${parts.join('\n\n')}\n`
}

const SEVERITIES = ['error', 'warning', 'information'] as const

const TITLES = { error: 'Errors', warning: 'Warnings', information: 'Information' } as const

function sectionFor(severity: Rule['severity']): string[] {
  const rules = RULES.filter((rule) => rule.severity === severity).sort((one, other) => (one.code < other.code ? -1 : 1))
  if (rules.length === 0) return []
  const head = ['| Code | OASIS | Clause | What it says | What to do | Lenient |', '|---|---|---|---|---|---|']
  return [`## ${TITLES[severity]}`, [...head, ...rules.map(row)].join('\n')]
}

function mispSectionFor(severity: MispRule['severity']): string[] {
  const rules = MISP_CATALOGUE.filter((rule) => rule.severity === severity).sort((one, other) => (one.code < other.code ? -1 : 1))
  const head = ['| Code | Clause | What it says | What to do | Lenient |', '|---|---|---|---|---|']
  return [`## MISP: ${TITLES[severity].toLowerCase()}`, [...head, ...rules.map(mispRow)].join('\n')]
}

function mispRow({ code, clause, about, advice, lenient }: MispRule): string {
  return tableRow([`\`${code}\``, clause, about, advice, lenient ?? ''])
}

function row({ code, alias = '', clause, about, advice, lenient, optional }: Rule): string {
  const cells = [`\`${code}\`${optional === true ? ' (optional)' : ''}`, alias, clause, about, advice, lenient ?? '']
  return tableRow(cells)
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
