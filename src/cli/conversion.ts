import type { ConvertOptions } from '../convert/profile.ts'
import type { Mappings } from '../mapping/mappings.ts'
import type { Difference } from '../document/comparison.ts'
import { listInputs, type Input } from '../document/inputs.ts'
import type { Layout } from '../document/write.ts'
import { couldWrite, namesDirectory, openDestination } from './destination.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { findingsText } from './findings-text.ts'
import { Findings } from './findings.ts'
import { openGates, type GateLevel } from './gate.ts'
import { readGalaxyDirectory } from './galaxy-directory.ts'
import { guardTemporaries } from './interruption.ts'
import { loadMappings } from './mappings.ts'
import { formatOf, openReport } from './output.ts'
import { nameOf, refuseOverwriting, usesOf, withoutOwn } from './overwriting.ts'
import { Progress } from './progress.ts'
import type { ReportFormat } from './report/report.ts'
import { unreadableDiagnostic, type Run } from './run.ts'
import { summaryText } from './summary.ts'
import { survey, type Survey } from './survey.ts'
import { Tally } from './tally.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** What the command line asks for. */
export interface ConversionOptions {
  to: 'misp' | 'stix' | undefined
  output: string | undefined
  format: 'json' | 'ndjson'
  pretty: boolean
  strict: boolean
  check: boolean
  report: string | undefined
  reportFormat: ReportFormat | undefined
  mappings: string | undefined
  galaxies: string | undefined
  gate: GateLevel
  quiet: boolean
  version: string
  convert: Partial<ConvertOptions>
  log: (message: string) => void
}

/**
 * Runs `tipbridge convert` and tells what came of it.
 *
 * @throws UsageError, OutputError, InputError (a path that is not there), TableError
 */
export async function runConversion(paths: readonly string[], options: ConversionOptions, terminal: Terminal): Promise<ExitCode> {
  refuseContradictions(options)
  const start = performance.now()
  const early: Parameters<Findings['add']>[] = []
  const listed = listInputs(
    paths,
    (directory, diagnostic) => early.push([directory, diagnostic]),
    () => terminal.stdin(),
  )
  const inputs = withoutOverwritten(listed, options)
  if (options.output !== undefined || options.report !== undefined) guardTemporaries()
  const frame = { version: options.version, inputs: inputs.map(({ name }) => name), strict: options.strict, passed: 'converted' }
  const report = options.report === undefined ? undefined : openReport(options.report, reportFormatOf(options), frame, terminal)
  try {
    const findings = new Findings((finding) => report?.add(finding))
    for (const finding of early) findings.add(...finding)
    const tally = new Tally()
    const progress = new Progress(terminal, options.quiet)
    const outcome = await convertInputs({ inputs, findings, tally, progress }, options, terminal)
    progress.clear()
    report?.commit(findings)
    tell(findings, outcome.differences, options, terminal)
    if (!options.quiet && terminal.isWatched && outcome.target !== undefined) {
      terminal.error(summaryText(outcome.target, tally, findings, performance.now() - start))
    }
    return exitCodeOf(findings, outcome, options)
  } catch (error) {
    report?.discard()
    throw error
  }
}

function refuseContradictions(options: ConversionOptions): void {
  const { output, format, check, report, reportFormat } = options
  if (format === 'ndjson' && options.pretty)
    throw new UsageError('--pretty and --format ndjson exclude each other: NDJSON has one document a line')
  if (format === 'ndjson' && output !== undefined && namesDirectory(output)) {
    throw new UsageError('--format ndjson needs a file or standard output; a directory gets one JSON file per event')
  }
  if (check && (output === undefined || output === '-')) throw new UsageError('--check compares with a file: name it with -o')
  if (reportFormat !== undefined && report === undefined) throw new UsageError('--report-format needs --report FILE')
  if (report === '-' && (output === undefined || output === '-')) {
    throw new UsageError('standard output can take the result or the report: name a file with -o or with --report')
  }
}

/** The inputs, of which none is written over. */
function withoutOverwritten(listed: readonly Input[], { output, report, check }: ConversionOptions): Input[] {
  const reports = report === undefined || report === '-' ? [] : [{ role: '--report', path: report }]
  const outputs = output === undefined || output === '-' ? [] : [{ role: '-o', path: output }]
  const inputs = withoutOwn(listed, reports)
  const sources = usesOf(inputs)
  if (check) refuseOverwriting(reports, [...outputs, ...sources])
  else refuseOverwriting([...outputs, ...reports], sources)
  if (output === undefined || check || !namesDirectory(output)) return inputs
  const endangered = sources.find(({ path }) => couldWrite(output, path))
  if (endangered === undefined) return inputs
  throw new UsageError(`-o ${output} would overwrite files such as ${nameOf(endangered)}: name another directory`)
}

function reportFormatOf({ report, reportFormat }: ConversionOptions): ReportFormat {
  return reportFormat ?? formatOf(report ?? '')
}

interface Outcome {
  /** `undefined`: no input could be read. */
  target: 'misp' | 'stix' | undefined
  differences: Difference[]
}

async function convertInputs(
  base: Pick<Run, 'inputs' | 'findings' | 'tally' | 'progress'>,
  options: ConversionOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const found = await survey(base.inputs)
  if (!found.isReadable) {
    for (const { input, error } of found.unreadable) base.findings.add(input.name, unreadableDiagnostic(input, error))
    return { target: undefined, differences: [] }
  }
  const target = targetOf(found, options.to)
  options.log(`${base.inputs.length} inputs, ${found.only === undefined ? 'several documents' : 'one document'}, to ${target}`)
  const differences: Difference[] = []
  const check = options.check ? (difference: Difference) => differences.push(difference) : undefined
  const mappings = await loadMappings(options.mappings)
  const run: Run = {
    ...base,
    only: found.only,
    mappings,
    options: withCatalogue(options, mappings, base.findings),
    layout: layoutOf(options),
    isLines: options.format === 'ndjson',
    gates: await openGates(options.gate),
    destination: openDestination({ output: options.output, check }, terminal),
    log: options.log,
  }
  for (const { input, diagnostic } of found.found) run.findings.add(input, diagnostic)
  if (target === 'stix') await (await import('./to-stix.ts')).convertToStix(run, found.ledger)
  else await (await import('./to-misp.ts')).convertToMisp(run)
  return { target, differences }
}

/** The options of the conversion with the clusters that MISP knows, where a directory holds them. */
function withCatalogue(
  { galaxies, convert }: ConversionOptions,
  mappings: Mappings,
  findings: Findings,
): Partial<ConvertOptions> {
  if (galaxies === undefined) return convert
  const clusters = readGalaxyDirectory(galaxies, mappings, (file, diagnostic) => findings.add(file, diagnostic))
  return { ...convert, events: { ...convert.events, clusters } }
}

function targetOf({ family }: Survey, to: 'misp' | 'stix' | undefined): 'misp' | 'stix' {
  if (family === undefined) {
    if (to !== undefined) return to
    throw new UsageError('the input is empty, and does not tell the direction: say --to stix or --to misp')
  }
  const other = family === 'misp' ? 'stix' : 'misp'
  if (to === family)
    throw new UsageError(`the input is ${family === 'misp' ? 'MISP' : 'STIX'} already; --to ${other} converts it`)
  return other
}

function layoutOf({ format, pretty }: ConversionOptions): Layout {
  return format === 'ndjson' ? 'line' : pretty ? 'pretty' : 'records'
}

function tell(findings: Findings, differences: readonly Difference[], options: ConversionOptions, terminal: Terminal): void {
  const severities = options.quiet ? (['error'] as const) : (['information', 'warning', 'error'] as const)
  terminal.error(
    findingsText(findings.groups(), { colour: terminal.hasColour, severities, reported: options.report !== undefined }),
  )
  for (const { path, message } of differences.slice(0, 20)) terminal.error(`differs  ${path}: ${message}\n`)
  if (differences.length > 20) terminal.error(`differs  … and ${differences.length - 20} more files\n`)
}

function exitCodeOf({ counts }: Findings, { target, differences }: Outcome, { strict }: ConversionOptions): ExitCode {
  if (target === undefined) return EXIT.input
  if (counts.error > 0 || differences.length > 0) return EXIT.findings
  return strict && counts.warning > 0 ? EXIT.findings : EXIT.ok
}
