import type { Severity } from '../../convert/diagnostic.ts'
import { counted, inColour, thousands } from '../findings-text.ts'
import type { Finding } from '../findings.ts'

interface Row {
  severity: Severity
  code: string
  count: number
  files: number
  /** The last input that had one: those of an input come together. */
  input: string
}

/** How often each rule was broken, over all inputs. */
export class RuleTable {
  readonly #rows = new Map<string, Row>()
  count = 0
  #first: string | undefined
  #hasFiles = false

  add({ severity, code, input, count = 1 }: Finding): void {
    this.count += count
    this.#first ??= input
    this.#hasFiles ||= input !== this.#first
    const key = `${severity} ${code}`
    const row = this.#rows.get(key)
    if (row === undefined) return void this.#rows.set(key, { severity, code, count, files: 1, input })
    row.count += count
    if (row.input !== input) row.files++
    row.input = input
  }

  /** The worst first, and of a severity the most frequent. */
  text(colour: boolean): string {
    const rows = [...this.#rows.values()].sort(
      (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || other.count - one.count,
    )
    const shown = rows.slice(0, SHOWN)
    const more = rows.length > SHOWN ? `… and ${counted(rows.length - SHOWN, 'more rule')}\n` : ''
    return linesOf(shown, this.#hasFiles, colour).join('') + more
  }
}

function linesOf(rows: readonly Row[], hasFiles: boolean, colour: boolean): string[] {
  const width = (textOf: (row: Row) => string) => Math.max(0, ...rows.map((row) => textOf(row).length))
  const severities = width(({ severity }) => severity)
  const codes = width(({ code }) => code)
  const counts = width(({ count }) => thousands(count))
  return rows.map(({ severity, code, count, files }) => {
    const label = inColour(severity.padEnd(severities), severity, colour)
    const where = hasFiles ? ` in ${counted(files, 'file')}` : ''
    return `${label}  ${code.padEnd(codes)}  ${thousands(count).padStart(counts)}${where}\n`
  })
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information']
const SHOWN = 15
