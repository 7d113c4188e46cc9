import type { Diagnostic } from '../convert/diagnostic.ts'
import { listInputs } from '../document/inputs.ts'
import { analysePattern } from '../stix/pattern/analysis/analyse.ts'
import type { Finding } from '../stix/pattern/analysis/finding.ts'
import { createMatcher, type MatchResult } from '../stix/pattern/match/matcher.ts'
import { observedDataIn } from '../stix/pattern/match/observed-data.ts'
import type { StixObject } from '../stix/types.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { findingText, printable, thousands } from './findings-text.ts'
import { findingLines, readPattern } from './pattern-reading.ts'
import { documentsOf, unreadableDiagnostic } from './run.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface MatchingOptions {
  grammar: '2.0' | '2.1'
  maxSteps?: number
}

/**
 * Prints which Observed Data of the inputs match a pattern.
 *
 * @throws UsageError for MISP, InputError for a path that is not there, OutputError
 */
export async function matchPattern(
  text: string,
  paths: readonly string[],
  { grammar, maxSteps }: MatchingOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const pattern = readPattern({ name: '', text }, grammar, terminal)
  if (pattern === undefined) return EXIT.usage
  const objects = await readObjects(paths, terminal)
  if (objects === undefined) return EXIT.input
  const observed = observedDataIn(objects)
  const matcher = await createMatcher(pattern, maxSteps === undefined ? {} : { maxSteps })
  const result = matcher.match(observed)
  if (result.outcome === 'not-matched')
    for (const finding of (await analysePattern(pattern)).findings) tellFinding(finding, text, terminal)
  return tell(result, observed.length, text, terminal)
}

/** Why a pattern is refused; or, of one that does not match, why perhaps. */
function tellFinding(finding: Finding, text: string, terminal: Terminal): void {
  terminal.error(findingLines(finding, { name: '', text }))
}

function tell(result: MatchResult, total: number, text: string, terminal: Terminal): ExitCode {
  switch (result.outcome) {
    case 'matched': {
      printObserved(result.observedData, terminal)
      const how = result.together ? 'together, in one of perhaps many ways' : 'each by itself'
      terminal.error(`matched: ${thousands(result.observedData.length)} of ${thousands(total)} Observed Data, ${how}\n`)
      return EXIT.ok
    }
    case 'not-matched':
      terminal.error(`not matched: none of ${thousands(total)} Observed Data\n`)
      return EXIT.findings
    case 'not-evaluable':
      for (const finding of result.findings) tellFinding(finding, text, terminal)
      return EXIT.usage
    case 'budget-exceeded':
  }
  terminal.error('error    it takes too many steps to tell (--max-steps): match fewer Observed Data, or a simpler pattern\n')
  return EXIT.input
}

function printObserved(observedData: readonly StixObject[], terminal: Terminal): void {
  const stdout = terminal.stdout()
  for (const object of observedData) stdout.write(`${printable(`${object.id}  ${timesOf(object)}`)}\n`)
  stdout.commit()
}

/** `2026-11-25T12:00:00Z - 2026-11-25T12:05:00Z  3 times`, in columns that a script can split at two blanks. */
function timesOf(object: StixObject): string {
  const [first, last] = [object['first_observed'], object['last_observed']].map((time) => (typeof time === 'string' ? time : '-'))
  const count = object['number_observed']
  const times = first === last ? first : `${first} to ${last}`
  return typeof count === 'number' && count !== 1 ? `${times}  ${count} times` : `${times}`
}

/** All STIX objects of the inputs; `undefined` when none of those could be read. What is set aside is said on standard error. */
async function readObjects(paths: readonly string[], terminal: Terminal): Promise<unknown[] | undefined> {
  const report = (input: string, diagnostic: Diagnostic): void =>
    terminal.error(`${diagnostic.severity.padEnd(7)}  ${findingText({ ...diagnostic, input })}
`)
  const inputs = listInputs(paths, report, () => terminal.stdin())
  const objects: unknown[] = []
  let isReadable = false
  const documents = documentsOf(inputs, report, (input, error) => report(input.name, unreadableDiagnostic(input, error)))
  for await (const { input, document } of documents) {
    isReadable = true
    if (document.kind === 'empty') continue
    if (document.kind !== 'stix')
      throw new UsageError(`${input.name} holds MISP: patterns match STIX (tipbridge convert makes it)`)
    for await (const { records } of document.objects()) {
      for (const record of records) {
        if ('value' in record) objects.push(record.value)
        else report(input.name, record.diagnostic)
      }
    }
  }
  return isReadable ? objects : undefined
}
