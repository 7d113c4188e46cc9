import { CATALOGUE } from '../src/validate/catalogue.ts'
import type { Rule } from '../src/validate/rule.ts'
import { TEXT_RULES } from '../src/validate/text-rules.ts'

const RULES: readonly Rule[] = [...TEXT_RULES, ...CATALOGUE]

/** The page that lists every rule of the validator. */
export function rulesPage(): string {
  const parts = [
    '# Rules of the validator',
    '<!-- Made by `node tools/generate-docs.ts` from src/validate/: do not edit. -->',
    `${RULES.length} rules. An error breaks a MUST of STIX 2.1 (Errata 01), a warning a SHOULD. The number is that of the OASIS validator for the same check: \`--disable\` and \`--enable\` take either name. Clauses are sections of the specification where they name no other text. *Lenient* is the severity with \`--mode lenient\`, where it differs; optional rules speak only when they are enabled.`,
    ...(['error', 'warning', 'information'] as const).flatMap(sectionFor),
  ]
  return `${parts.join('\n\n')}\n`
}

const TITLES = { error: 'Errors', warning: 'Warnings', information: 'Information' } as const

function sectionFor(severity: Rule['severity']): string[] {
  const rules = RULES.filter((rule) => rule.severity === severity).sort((one, other) => (one.code < other.code ? -1 : 1))
  if (rules.length === 0) return []
  const head = ['| Code | OASIS | Clause | What it says | What to do | Lenient |', '|---|---|---|---|---|---|']
  return [`## ${TITLES[severity]}`, [...head, ...rules.map(row)].join('\n')]
}

function row({ code, alias = '', clause, about, advice, lenient, optional }: Rule): string {
  const cells = [`\`${code}\`${optional === true ? ' (optional)' : ''}`, alias, clause, about, advice, lenient ?? '']
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
