import type { Result, Results } from './results.ts'

/** What came of a run. */
export interface Outcome {
  command: string
  exitCode: number
  results?: Results | undefined
  differences?: readonly string[]
  /** What was said on standard error. */
  complaints: readonly string[]
}

/** The job's summary in Markdown: the verdict, the kinds of findings with the worst first, and what to do about them. */
export function jobSummary({ command, exitCode, results, differences = [], complaints }: Outcome): string {
  const head = `## tipbridge ${command}`.trimEnd()
  if (results === undefined) return `${head}: could not run (exit code ${exitCode})\n\n${listOf(complaints.slice(-SHOWN))}\n`
  const kinds = kindsOf(results.results)
  return [
    `${head}: ${verdictOf(exitCode, results, differences.length)}\n`,
    ...(differences.length === 0 ? [] : [`${listOf(differences.slice(0, SHOWN))}\n`, `${REFRESH}\n`]),
    ...(kinds.length === 0 ? [] : [tableOf(kinds), adviceOf(kinds, results.advice)]),
    '',
  ].join('\n')
}

function verdictOf(exitCode: number, { errors, warnings }: Results, differences: number): string {
  const parts = [
    ...(differences > 0 ? ['not up to date'] : []),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  return `${exitCode === 0 ? 'passed' : 'failed'}${parts.length === 0 ? '' : `, ${parts.join(', ')}`}`
}

/** Findings of one rule and level. */
interface Kind {
  first: Result
  count: number
}

function kindsOf(results: readonly Result[]): Kind[] {
  const kinds = new Map<string, Kind>()
  for (const result of results) {
    const key = `${result.level} ${result.rule}`
    const kind = kinds.get(key)
    if (kind === undefined) kinds.set(key, { first: result, count: result.count })
    else kind.count += result.count
  }
  return [...kinds.values()].sort(
    (one, other) => LEVELS.indexOf(one.first.level) - LEVELS.indexOf(other.first.level) || other.count - one.count,
  )
}

function tableOf(kinds: readonly Kind[]): string {
  const rows = kinds
    .slice(0, SHOWN)
    .map(
      ({ first, count }) =>
        `| ${first.level} | ${cell(first.rule)} | ${count} | ${cell(placeOf(first))} | ${cell(first.message)} |`,
    )
  const more = kinds.length > SHOWN ? `\n… and ${counted(kinds.length - SHOWN, 'more rule')} in the log\n` : ''
  return `| | rule | times | first at | what is wrong |\n|---|---|---:|---|---|\n${rows.join('\n')}\n${more}`
}

function placeOf({ file = '', line, column }: Result): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

function adviceOf(kinds: readonly Kind[], advice: ReadonlyMap<string, string>): string {
  const rules = new Set(kinds.slice(0, SHOWN).map(({ first }) => first.rule))
  const lines = [...rules].flatMap((rule) => {
    const text = advice.get(rule)
    return text === undefined ? [] : [`- ${code(rule)}: ${plain(text)}`]
  })
  return lines.length === 0 ? '' : `### What to do\n\n${lines.join('\n')}\n`
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${code(line)}`).join('\n')
}

/** A code span: what is quoted from the data is no Markdown, no HTML and no link to a malicious host. */
function code(text: string): string {
  const line = shortened(text.replaceAll(/\s+/g, ' ').trim())
  if (line === '') return ''
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${line} ${fence}`
}

/** In a table a vertical bar ends the cell, also within code. */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|')
}

/** Our own text about a rule. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ')
}

function shortened(text: string): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

const REFRESH = 'Run the same conversion without `check` (`tipbridge convert … -o`), look at the difference, and commit it.'
const LEVELS = ['error', 'warning', 'note']
const SHOWN = 20
const WIDTH = 400
