import { EXIT, type ExitCode } from './exit-code.ts'
import { clauseText } from './findings-text.ts'
import { ALL_RULES, rulesMeant, type ListedRule } from './rule-names.ts'
import type { Terminal } from './terminal.ts'

/** Prints all rules, one a line, or as JSON. */
export function listRules(format: string, terminal: Terminal): ExitCode {
  const rules = [...ALL_RULES].sort((one, other) => (one.code < other.code ? -1 : 1))
  print(format === 'json' ? `${JSON.stringify(rules.map(described), undefined, 1)}\n` : table(rules), terminal)
  return EXIT.ok
}

/**
 * Prints what there is to know of the rules that a name means.
 *
 * @throws UsageError when there is none
 */
export function explainRule(name: string, terminal: Terminal): ExitCode {
  print(rulesMeant(name).map(explanation).join('\n'), terminal)
  return EXIT.ok
}

function described({ of, code, alias, severity, lenient, clause, about, advice, optional, types, kinds }: ListedRule) {
  return { of, code, alias, severity, lenient, clause, about, advice, optional, types, kinds }
}

function table(rules: readonly ListedRule[]): string {
  const width = Math.max(...rules.map(({ code }) => code.length))
  const aliasWidth = Math.max(...rules.map(({ alias = '' }) => alias.length))
  return rules
    .map(({ of, code, alias = '', severity, clause, about, optional }) => {
      const level = optional === true ? `(${severity})` : severity
      return `${code.padEnd(width)}  ${of}  ${alias.padEnd(aliasWidth)}  ${level.padEnd(13)}  ${about} (${clauseText(clause)})\n`
    })
    .join('')
}

function explanation({ of, code, alias, severity, lenient, clause, about, advice, optional, types, kinds }: ListedRule): string {
  const lines = [
    `${code} (${of}${alias === undefined ? '' : `; ${alias} in the OASIS validator`})`,
    `  ${about}`,
    `  What to do:  ${advice}`,
    `  Rests on:    ${clauseText(clause)}`,
    `  Severity:    ${severity}${lenient === undefined || lenient === severity ? '' : `; --mode lenient: ${lenient}`}`,
    ...(types === undefined && kinds === undefined
      ? []
      : [`  Looks at:    ${(types ?? kinds ?? []).map((type) => type || 'custom types').join(', ')}`]),
    `  Switched:    ${optional === true ? `on by --enable ${code}` : `off by --disable ${code}`}`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function print(text: string, terminal: Terminal): void {
  const stdout = terminal.stdout()
  stdout.write(text)
  stdout.commit()
}
