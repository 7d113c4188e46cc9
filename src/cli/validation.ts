import type { Severity } from '../convert/diagnostic.ts'
import type { InputError } from '../document/input-error.ts'
import { listInputs, type Input } from '../document/inputs.ts'
import { OutputError } from '../document/output-error.ts'
import { BYTE_ORDER_MARK } from '../document/positions.ts'
import type { ByteSource } from '../document/source.ts'
import { DEFAULT_VALIDATE_OPTIONS, type ValidateOptions } from '../validate/options.ts'
import { Baseline } from './baseline.ts'
import { validateDocument } from './document-validation.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { counted, thousands } from './findings-text.ts'
import type { Finding } from './findings.ts'
import { guardTemporaries } from './interruption.ts'
import { formatOf, openReport, type ReportFile } from './output.ts'
import { refuseOverwriting, usesOf, withoutOwn } from './overwriting.ts'
import { Places } from './places.ts'
import { Progress } from './progress.ts'
import type { ReportFormat, ReportFrame, ReportSums, RuleText } from './report/report.ts'
import { violationsReport, type ViolationsTextOptions } from './report/violations.ts'
import { ALL_RULES, chooseRules, type RuleChoice } from './rule-names.ts'
import { documentsOf, unreadableDiagnostic, type InputDocument } from './run.ts'
import type { Terminal } from './terminal.ts'
import { textViolation } from './text-violation.ts'
import { UsageError } from './usage-error.ts'

/** What the command line asks for. */
export interface ValidationOptions {
  format: ReportFormat
  all: boolean
  report: string | undefined
  reportFormat: ReportFormat | undefined
  failOn: 'error' | 'warning'
  baseline: string | undefined
  writeBaseline: boolean
  strictBaseline: boolean
  /** Named files that are neither STIX nor MISP are a remark, as those found in a directory are. */
  skipUnrecognised: boolean
  quiet: boolean
  version: string
  rules: RuleChoice
  validate: Partial<ValidateOptions>
  log: (message: string) => void
}

/**
 * Runs `tipbridge validate` and tells what came of it.
 *
 * @throws UsageError, OutputError, InputError (a path that is not there)
 */
export async function runValidation(paths: readonly string[], options: ValidationOptions, terminal: Terminal): Promise<ExitCode> {
  refuseContradictions(options)
  const rules: ValidateOptions = { ...DEFAULT_VALIDATE_OPTIONS, ...options.validate, ...withChosen(options) }
  const early: Finding[] = []
  const listed = listInputs(
    paths,
    (directory, diagnostic) => early.push({ ...diagnostic, input: directory }),
    () => terminal.stdin(),
  )
  const inputs = withoutOverwritten(listed, options)
  const baseline = options.baseline === undefined ? undefined : new Baseline(options.baseline, options.writeBaseline)
  guardTemporaries()
  const sinks = openSinks(inputs, options, terminal)
  const run = new ValidationRun(inputs, rules, baseline, options, sinks, new Progress(terminal, options.quiet))
  let code: ExitCode | undefined
  try {
    for (const finding of early) run.tellUnreadable(finding)
    await run.all()
    code = run.end(terminal)
    for (const sink of sinks) sink.commit(run.sums)
    return code
  } catch (error) {
    for (const sink of sinks) sink.discard()
    if (!(error instanceof OutputError) || error.code !== 'closed') throw error
    // A reader that has seen enough is no failure; what was found until then is
    return code ?? (run.hasFailed ? EXIT.findings : EXIT.ok)
  }
}

function refuseContradictions({ report, reportFormat, baseline, writeBaseline, strictBaseline }: ValidationOptions): void {
  if (reportFormat !== undefined && report === undefined) throw new UsageError('--report-format needs --report FILE')
  if (report === '-') throw new UsageError('the result goes to standard output: --format says how; --report names a file')
  if (writeBaseline && baseline === undefined) throw new UsageError('--write-baseline needs --baseline FILE')
  if (strictBaseline && baseline === undefined) throw new UsageError('--strict-baseline needs --baseline FILE')
  if (strictBaseline && writeBaseline)
    throw new UsageError('--write-baseline and --strict-baseline exclude each other: what is written is never stale')
}

/** The inputs, of which none is written over. */
function withoutOverwritten(listed: readonly Input[], { report, baseline, writeBaseline }: ValidationOptions): Input[] {
  const reports = report === undefined ? [] : [{ role: '--report', path: report }]
  const baselines = baseline === undefined ? [] : [{ role: '--baseline', path: baseline }]
  const inputs = withoutOwn(listed, [...reports, ...baselines])
  const sources = usesOf(inputs)
  if (writeBaseline) refuseOverwriting([...reports, ...baselines], sources)
  else refuseOverwriting(reports, [...baselines, ...sources])
  return inputs
}

function withChosen({ rules, validate }: ValidationOptions): Pick<ValidateOptions, 'enable' | 'disable'> {
  const { enable, disable } = chooseRules(rules)
  return { enable: [...enable, ...(validate.enable ?? [])], disable }
}

function openSinks(inputs: readonly Input[], options: ValidationOptions, terminal: Terminal): ReportFile[] {
  const frame: ReportFrame = {
    version: options.version,
    inputs: inputs.map(({ name }) => name),
    strict: options.failOn === 'warning',
    passed: 'valid',
    ruleOf,
  }
  const { report } = options
  const open = (path: string, format: ReportFormat, text: ViolationsTextOptions) =>
    openReport(path, format, frame, terminal, format === 'text' ? (write) => violationsReport(write, text) : undefined)
  const { quiet: brief, all } = options
  const result = open('-', options.format, { colour: terminal.outputHasColour, brief, all })
  if (report === undefined) return [result]
  return [result, open(report, options.reportFormat ?? formatOf(report), { colour: false, brief: false, all: true })]
}

const RULES = new Map(ALL_RULES.map((rule) => [rule.code, rule]))

function ruleOf(code: string): RuleText | undefined {
  return RULES.get(code)
}

/** One run over all inputs. */
class ValidationRun {
  readonly sums: { counts: Record<Severity, number>; checked: Record<string, number> } & ReportSums = {
    counts: { error: 0, warning: 0, information: 0 },
    checked: { documents: 0, objects: 0, attributes: 0, known: 0 },
  }
  readonly #inputs: readonly Input[]
  readonly #rules: ValidateOptions
  readonly #baseline: Baseline | undefined
  readonly #options: ValidationOptions
  readonly #sinks: readonly ReportFile[]
  readonly #progress: Progress
  #isReadable = false
  #unreadable = 0

  constructor(
    inputs: readonly Input[],
    rules: ValidateOptions,
    baseline: Baseline | undefined,
    options: ValidationOptions,
    sinks: readonly ReportFile[],
    progress: Progress,
  ) {
    this.#inputs = inputs
    this.#rules = rules
    this.#baseline = baseline
    this.#options = options
    this.#sinks = sinks
    this.#progress = progress
  }

  async all(): Promise<void> {
    const documents = documentsOf(
      this.#inputs,
      (input, diagnostic) => {
        // Told with both places, as duplicate-keys
        if (diagnostic.code !== 'repeated-key') this.tellUnreadable({ ...withLine(diagnostic), input })
      },
      (input, error) => this.#tellUnusable(input, error),
    )
    let source: ByteSource | undefined
    let places: Places | undefined
    for await (const item of documents) {
      if (item.source !== source || places === undefined) {
        source = item.source
        places = new Places(source)
        this.#lookForMark(item)
      }
      await this.#validate(item, places)
    }
    this.#progress.clear()
  }

  /** Says what the baseline has too much, or writes it, and tells how the run ended. */
  end(terminal: Terminal): ExitCode {
    const names = this.#inputs.map(({ name }) => name)
    const stale = this.#options.writeBaseline ? [] : (this.#baseline?.stale(names) ?? [])
    if (stale.length > 0 && !this.#options.quiet) terminal.error(staleText(stale, this.#options))
    if (this.#options.writeBaseline && this.#isReadable) {
      const { known, elsewhere } = this.#baseline?.write(names) ?? { known: 0, elsewhere: 0 }
      const others = elsewhere > 0 ? `, ${thousands(elsewhere)} of them in files that are not among the inputs` : ''
      if (!this.#options.quiet) terminal.error(`${this.#options.baseline ?? ''}: ${counted(known, 'known violation')}${others}\n`)
    }
    const { code, verdict } = this.#ending(stale.length > 0)
    if (verdict !== undefined) this.sums.verdict = verdict
    return code
  }

  /** Whether anything that counts was found until now. */
  get hasFailed(): boolean {
    const { error, warning } = this.sums.counts
    return error > 0 || (this.#options.failOn === 'warning' && warning > 0)
  }

  /** How the run ended, and what decided it, where there is anything to decide. */
  #ending(isStale: boolean): { code: ExitCode; verdict?: string } {
    const { failOn, skipUnrecognised, strictBaseline } = this.#options
    const { warning, information } = this.sums.counts
    if (!this.#isReadable && !(skipUnrecognised && this.#unreadable === 0))
      return { code: EXIT.input, verdict: 'failed: no input could be read' }
    const counting = `${failOn === 'error' ? 'errors' : 'errors and warnings'} count (--fail-on ${failOn})`
    if (this.hasFailed) return { code: EXIT.findings, verdict: `failed: ${counting}` }
    if (isStale && strictBaseline)
      return { code: EXIT.findings, verdict: 'failed: what is known must still occur (--strict-baseline)' }
    return warning + information > 0 ? { code: EXIT.ok, verdict: `passed: only ${counting}` } : { code: EXIT.ok }
  }

  /** What could not be read is never known beforehand. */
  tellUnreadable(finding: Finding): void {
    if (finding.severity === 'error') this.#unreadable++
    this.#pass(finding)
  }

  #tellUnusable(input: Input, error: InputError): void {
    const found = input.found || this.#options.skipUnrecognised
    const diagnostic = withLine(unreadableDiagnostic({ found }, error))
    // Other JSON in a directory breaks no rule: --fail-on warning has nothing to fail on
    const severity = diagnostic.severity === 'warning' ? 'information' : diagnostic.severity
    this.tellUnreadable({ ...diagnostic, severity, input: input.name })
  }

  async #validate({ input, document }: InputDocument, places: Places): Promise<void> {
    const { checked } = this.sums
    this.#isReadable = true
    checked['documents'] = (checked['documents'] ?? 0) + 1
    const { kind, place } = document
    this.#options.log(`${input.name}: ${kind}${'wrapper' in document ? ` (${document.wrapper})` : ''} on line ${place.line}`)
    const before = (checked['objects'] ?? 0) + (checked['attributes'] ?? 0)
    const looked = await validateDocument(document, {
      places,
      options: this.#rules,
      tell: (finding, isViolation) => {
        if (isViolation) this.#tellViolation({ ...finding, input: input.name })
        else this.tellUnreadable({ ...finding, input: input.name })
      },
      passed: (records) => this.#progress.show(input.name, before + records),
    })
    checked['objects'] = (checked['objects'] ?? 0) + looked.objects
    checked['attributes'] = (checked['attributes'] ?? 0) + looked.attributes
  }

  #lookForMark({ input, source }: InputDocument): void {
    const head = Buffer.alloc(BYTE_ORDER_MARK.length)
    if (source.read(head, 0) < head.length || !head.equals(BYTE_ORDER_MARK)) return
    const message = 'the file begins with a byte order mark, which some readers of JSON refuse'
    const violation = textViolation('byte-order-mark', message, this.#rules)
    if (violation !== undefined) this.#tellViolation({ ...violation, input: input.name, line: 1, column: 1 })
  }

  #tellViolation(finding: Finding): void {
    const alias = RULES.get(finding.code)?.alias
    const told = alias === undefined ? finding : { ...finding, alias }
    const isRemark = finding.severity === 'information'
    if (!isRemark && this.#baseline !== undefined && (this.#baseline.has(told) || this.#options.writeBaseline)) {
      this.sums.checked['known'] = (this.sums.checked['known'] ?? 0) + 1
    } else this.#pass(told)
  }

  #pass(finding: Finding): void {
    this.sums.counts[finding.severity] += finding.count ?? 1
    const { quiet, failOn } = this.#options
    const isFailure = finding.severity === 'error' || (failOn === 'warning' && finding.severity === 'warning')
    this.#progress.clear()
    const [result, report] = this.#sinks
    if (!quiet || isFailure) result?.add(finding)
    report?.add(finding)
  }
}

/** Readers of JSON name the line in their message, and may name the column; here these are a part of the place. */
function withLine<T extends { message: string }>(diagnostic: T): T & { line?: number; column?: number } {
  const [whole, line, column] = /^line (\d+)(?:, column (\d+))?: /.exec(diagnostic.message) ?? []
  if (whole === undefined) return diagnostic
  const message = diagnostic.message.slice(whole.length)
  return { ...diagnostic, message, line: Number(line), ...(column !== undefined && { column: Number(column) }) }
}

function staleText(stale: ReturnType<Baseline['stale']>, { baseline = '', strictBaseline }: ValidationOptions): string {
  const lines = stale
    .slice(0, 10)
    .map(
      ({ file, object, code, path, count }) =>
        `  ${[file, object, path, code].filter((part) => part !== '').join(' ')}: ${count}\n`,
    )
  const more = stale.length > 10 ? `  … and ${stale.length - 10} more\n` : ''
  const verdict = strictBaseline ? 'these no longer occur and must go' : 'these no longer occur and can go'
  return `${baseline}: ${verdict} (--write-baseline removes them)\n${lines.join('')}${more}`
}
