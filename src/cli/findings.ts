import type { Diagnostic, Severity } from '../convert/diagnostic.ts'

/** A diagnostic together with the input that it is about; of a validation also where it stands there and what it rests on. */
export interface Finding extends Diagnostic {
  input: string
  /** From 1, the column in UTF-16 units; `endColumn` is that after the last one. */
  line?: number
  column?: number
  endColumn?: number
  /** Number of the STIX object in its document, from 0. */
  index?: number
  /** Section of the specification that the rule rests on. */
  clause?: string
  advice?: string
  /** The number that the OASIS validator has for the rule. */
  alias?: string
  /** The line of the input with carets under the place. */
  excerpt?: () => string
}

/** All findings of one code and severity: how many, and the first of them. */
export interface FindingGroup {
  code: string
  severity: Severity
  count: number
  first: Finding[]
}

/** What a run has to say, in bounded memory: all is counted and passed on, a few of each kind are kept. */
export class Findings {
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, information: 0 }
  readonly #groups = new Map<string, FindingGroup>()
  readonly #pass: (finding: Finding) => void

  /** `pass` gets each finding as it comes. */
  constructor(pass: (finding: Finding) => void = () => {}) {
    this.#pass = pass
  }

  add(input: string, diagnostic: Diagnostic): void {
    const finding: Finding = { ...diagnostic, input }
    const { code, severity, count = 1 } = diagnostic
    this.counts[severity] += count
    const key = `${severity} ${code}`
    let group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, (group = { code, severity, count: 0, first: [] }))
    group.count += count
    if (group.first.length < KEPT) group.first.push(finding)
    this.#pass(finding)
  }

  /** The worst come last, where a reader of a terminal looks first. */
  groups(): FindingGroup[] {
    const order: Severity[] = ['information', 'warning', 'error']
    return [...this.#groups.values()].sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity))
  }
}

/** Enough to see what it is about. */
const KEPT = 5
