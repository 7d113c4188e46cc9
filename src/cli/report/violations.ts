import { clauseText, counted, inColour, printable, thousands } from '../findings-text.ts'
import type { Finding } from '../findings.ts'
import type { Report, ReportSums, Write } from './report.ts'
import { RuleTable } from './rule-table.ts'

export interface ViolationsTextOptions {
  colour: boolean
  /** Each violation has its block; else, of many of a kind, the first few. */
  all: boolean
  /** One line a violation, and no more. */
  brief: boolean
}

/**
 * Violations for people: what is wrong where, what is allowed, why and what to do, a block each. Of those that repeat themselves the
 * first few of a file are shown, and how many more there are.
 */
export function violationsReport(write: Write, options: ViolationsTextOptions): Report {
  const kinds = new Kinds()
  const table = new RuleTable()
  let input: string | undefined
  const endInput = () => {
    if (input !== undefined) write(kinds.rest(input, options))
  }
  return {
    add(finding) {
      if (finding.input !== input) endInput()
      input = finding.input
      table.add(finding)
      if (options.brief) write(lineOf(finding, options.colour))
      else if (options.all || kinds.isShown(finding)) write(blockOf(finding, options.colour))
    },
    end(sums) {
      endInput()
      if (options.brief) return
      const isLong = kinds.hasHidden || table.count > SHORT
      if (isLong) write(`${table.text(options.colour)}\n`)
      write(sumsText(sums, options.colour))
      if (sums.verdict !== undefined) write(`${sums.verdict}\n`)
      if (isLong) write(HINT)
    },
  }
}

/** How many violations of a rule and severity were not shown. */
interface Hidden extends Pick<Finding, 'code' | 'severity'> {
  count: number
}

/** How often each kind of violation was met: in the input that is being read, and in all. */
class Kinds {
  hasHidden = false
  readonly #inInput = new Map<string, number>()
  readonly #inAll = new Map<string, number>()
  readonly #hidden = new Map<string, Hidden>()

  isShown(finding: Finding): boolean {
    const place = finding.path?.replaceAll(/\/\d+(?=\/|$)/g, '/*')
    const kind = this.#inAll.size < MOST_KINDS ? `${finding.code} ${place ?? ''}` : finding.code
    const here = this.#inInput.get(kind) ?? 0
    this.#inInput.set(kind, here + 1)
    const shown = this.#inAll.get(kind) ?? 0
    if (here < SHOWN && shown < SHOWN_IN_ALL) {
      this.#inAll.set(kind, shown + 1)
      return true
    }
    this.hasHidden = true
    const { code, severity } = finding
    const hidden = this.#hidden.get(`${severity} ${code}`) ?? { code, severity, count: 0 }
    hidden.count++
    this.#hidden.set(`${severity} ${code}`, hidden)
    return false
  }

  /** What was not shown of an input that has ended. */
  rest(input: string, { colour }: ViolationsTextOptions): string {
    const lines = [...this.#hidden.values()].map(({ code, severity, count }) => {
      return `  ${inColour(severity, severity, colour)} ${code}: ${thousands(count)} more\n`
    })
    this.#inInput.clear()
    this.#hidden.clear()
    return lines.length === 0 ? '' : `${bold(printable(input), colour)}: of the same kind (--all shows each)\n${lines.join('')}\n`
  }
}

function blockOf(finding: Finding, colour: boolean): string {
  const { id, uuid, path, excerpt, advice, clause } = finding
  const object = [id ?? uuid ?? '', path ?? ''].filter((part) => part !== '').join(' ')
  const why = [advice, clause === undefined ? undefined : `(${clauseText(clause)})`]
    .filter((part) => part !== undefined)
    .join(' ')
  return [
    lineOf(finding, colour),
    object === '' ? '' : `  ${printable(object)}\n`,
    excerpt === undefined ? '' : excerpt().replaceAll(/^/gm, '  ').trimEnd() + '\n',
    why === '' ? '' : `  ${printable(why)}\n`,
    '\n',
  ].join('')
}

function lineOf({ input, line, column, severity, code, message, count }: Finding, colour: boolean): string {
  const place = [input, line, column].filter((part) => part !== undefined && part !== '').join(':')
  const times = count !== undefined && count > 1 ? ` (${thousands(count)} times)` : ''
  return `${bold(printable(place), colour)}: ${inColour(severity, severity, colour)} ${code}: ${printable(message)}${times}\n`
}

function sumsText({ counts, checked = {} }: ReportSums, colour: boolean): string {
  const looked = NOUNS.flatMap(([key, noun]) => {
    const count = checked[key] ?? 0
    return count > 0 || key === 'documents' ? [counted(count, noun)] : []
  })
  const found = [
    counts.error > 0 ? inColour(counted(counts.error, 'error'), 'error', colour) : '',
    counts.warning > 0 ? inColour(counted(counts.warning, 'warning'), 'warning', colour) : '',
    counts.information > 0 ? inColour(counted(counts.information, 'remark'), 'information', colour) : '',
  ].filter((part) => part !== '')
  const known = (checked['known'] ?? 0) > 0 ? ` (${thousands(checked['known'] ?? 0)} known ones are in the baseline)` : ''
  return `${looked.join(', ')}: ${found.join(', ') || 'nothing to complain of'}${known}\n`
}

const NOUNS: readonly [key: string, noun: string][] = [
  ['documents', 'document'],
  ['objects', 'object'],
  ['attributes', 'attribute'],
]

function bold(text: string, colour: boolean): string {
  return colour ? `\u001b[1m${text}\u001b[0m` : text
}

/** So many are seen at a glance. */
const SHORT = 15
const HINT = '--explain RULE tells more of a rule; --disable RULE and --mode lenient ask for less\n'
/** Of a kind in one input, and in all: enough to see what it is about. */
const SHOWN = 3
const SHOWN_IN_ALL = 30
/** Beyond these, places that were made up by the thousand are not told apart: memory is bounded. */
const MOST_KINDS = 10_000
