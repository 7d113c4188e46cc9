import type { Rule } from '../validate/rule.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { clauseText } from './findings-text.ts'
import { ALL_RULES, rulesMeant } from './rule-names.ts'
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

function described({ code, alias, severity, lenient, clause, about, advice, optional, types }: Rule) {
  return { code, alias, severity, lenient, clause, about, advice, optional, types }
}

function table(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ code }) => code.length))
  return rules
    .map(({ code, alias = '', severity, clause, about, optional }) => {
      const level = optional === true ? `(${severity})` : severity
      return `${code.padEnd(width)}  ${alias.padEnd(3)}  ${level.padEnd(13)}  ${clause.padEnd(22)}  ${about}\n`
    })
    .join('')
}

function explanation({ code, alias, severity, lenient, clause, about, advice, optional, types }: Rule): string {
  const lines = [
    code + (alias === undefined ? '' : ` (${alias} in the OASIS validator)`),
    `  ${about}`,
    `  What to do:  ${advice}`,
    `  Rests on:    ${clauseText(clause)}`,
    `  Severity:    ${severity}${lenient === undefined || lenient === severity ? '' : `; --mode lenient: ${lenient}`}`,
    ...(types === undefined ? [] : [`  Looks at:    ${types.join(', ')}`]),
    `  Switched:    ${optional === true ? `on by --enable ${code}` : `off by --disable ${code}`}`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function print(text: string, terminal: Terminal): void {
  const stdout = terminal.stdout()
  stdout.write(text)
  stdout.commit()
}
