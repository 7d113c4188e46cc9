import { InvalidArgumentError, Option, type Command } from 'commander'
import { DEFAULT_OPTIONS, PROFILES, TLP_LEVELS, type ProfileName, type TlpLevel } from '../../convert/profile.ts'
import type { ExitCode } from '../exit-code.ts'
import type { GateLevel } from '../gate.ts'
import { openLog } from '../log.ts'
import { REPORT_FORMATS, type ReportFormat } from '../report/report.ts'
import type { Terminal } from '../terminal.ts'

interface ConvertFlags {
  to?: 'misp' | 'stix'
  output?: string
  format: 'json' | 'ndjson'
  pretty?: true
  profile: ProfileName
  maxTlp?: TlpLevel
  defaultTlp?: TlpLevel
  ttl?: number
  mappings?: string
  original: boolean
  galaxies?: string
  galaxiesAsTags?: true
  singleEvent?: true
  distribution?: string
  sharingGroup?: string
  title?: string
  producer?: string
  validate: GateLevel | false
  strict?: true
  check?: true
  report?: string
  reportFormat?: ReportFormat
  quiet?: true
  verbose?: true
}

/** Adds `tipbridge convert`. `end` gets its exit code. */
export function addConvert(program: Command, version: string, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('convert')
    .summary('convert MISP to STIX 2.1, or STIX to MISP')
    .description('Converts MISP events to STIX 2.1 bundles, and STIX 2.0 or 2.1 to MISP events. The input tells the direction.')
    .argument('[file...]', 'files or directories; "-" or nothing is standard input')
    .addOption(new Option('--to <format>', 'what to convert to (default: what the input is not)').choices(['stix', 'misp']))
    .option('-o, --output <path>', 'file; or directory (ends with "/" or exists), which gets one file per event')
    .addOption(
      new Option('--format <format>', 'one JSON document, or one bundle or event a line')
        .choices(['json', 'ndjson'])
        .default('json'),
    )
    .option('--pretty', 'indent the JSON')
    .addOption(new Option('--profile <name>', PROFILE_HELP).choices(Object.keys(PROFILES)).default(DEFAULT_OPTIONS.profile))
    .option('--max-tlp <level>', `leave out what is above this level: ${TLP_LEVELS.join(', ')}`, tlpLevel)
    .option(
      '--default-tlp <level>',
      'what counts where there is no TLP tag (red); STIX to MISP: the tag of such events',
      tlpLevel,
    )
    .option('--ttl <days>', 'days after which an indicator is no longer valid', days)
    .option('--mappings <directory>', 'own mapping tables, laid over those of tipbridge')
    .option('--no-original', 'STIX to MISP: do not keep the original STIX in the event')
    .option('--galaxies <directory>', 'STIX to MISP: find domain objects in this copy of misp-galaxy (docs/galaxies.md)')
    .option('--galaxies-as-tags', 'STIX to MISP: galaxy clusters as tags only')
    .option('--single-event', 'STIX to MISP: one event for all reports and groupings of a bundle')
    .option('--distribution <level>', `STIX to MISP: ${DISTRIBUTION_HELP}`, distribution)
    .option('--sharing-group <id>', 'STIX to MISP: the sharing group of distribution 4')
    .option('--title <text>', 'STIX to MISP: in front of the name of an event, or its name')
    .option('--producer <name>', 'STIX to MISP: who made it, as a tag')
    .addOption(
      new Option(
        '--validate <level>',
        'look at what is read and written: every rule (full), the data types (fast), nothing (none)',
      )
        .choices(['full', 'fast', 'none'])
        .default('fast'),
    )
    .option('--no-validate', 'the same as --validate none')
    .option('--strict', 'losses count as failures (exit code 1)')
    .option('--check', 'compare with the file at -o instead of writing it (exit code 1 when they differ)')
    .option('--report <file>', 'write all findings to a file')
    .addOption(new Option('--report-format <format>', 'how (default: by the file name, else text)').choices([...REPORT_FORMATS]))
    .option('-q, --quiet', 'say nothing but errors')
    .option('-v, --verbose', 'say what is being done')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .action(async (paths: string[], flags: ConvertFlags, command: Command) => {
      if (paths.length === 0 && terminal.stdinIsTty) command.help({ error: true })
      const { runConversion } = await import('../conversion.ts')
      end(await runConversion(paths.length === 0 ? ['-'] : paths, await optionsOf(flags, version, terminal), terminal))
    })
}

async function optionsOf(flags: ConvertFlags, version: string, terminal: Terminal) {
  return {
    to: flags.to,
    output: flags.output,
    format: flags.format,
    pretty: flags.pretty === true,
    strict: flags.strict === true,
    check: flags.check === true,
    report: flags.report,
    reportFormat: flags.reportFormat,
    mappings: flags.mappings,
    galaxies: flags.galaxies,
    gate: flags.validate === false ? ('none' as const) : flags.validate,
    quiet: flags.quiet === true,
    version,
    convert: {
      profile: flags.profile,
      maxTlp: flags.maxTlp,
      defaultTlp: flags.defaultTlp,
      ttlDays: flags.ttl,
      original: flags.original,
      events: {
        ...(flags.singleEvent === true && { single: true }),
        ...(flags.galaxiesAsTags === true && { galaxiesAsTags: true }),
        ...(flags.distribution !== undefined && { distribution: flags.distribution }),
        ...(flags.sharingGroup !== undefined && { sharingGroup: flags.sharingGroup }),
        ...(flags.title !== undefined && { title: flags.title }),
        ...(flags.producer !== undefined && { producer: flags.producer }),
      },
    },
    log: await openLog('convert', flags.verbose === true, terminal),
  }
}

function tlpLevel(text: string): TlpLevel {
  const name = text
    .toLowerCase()
    .replace(/^tlp:/, '')
    .replace(/^white$/, 'clear')
  const level = TLP_LEVELS.find((known) => known === name)
  if (level === undefined) throw new InvalidArgumentError(`It is one of ${TLP_LEVELS.join(', ')}.`)
  return level
}

const DISTRIBUTIONS = ['organisation', 'community', 'connected', 'all', 'sharing-group']

const DISTRIBUTION_HELP = `who may see the event: ${DISTRIBUTIONS.map((name, level) => `${level} ${name}`).join(', ')}`

function distribution(text: string): string {
  const level = DISTRIBUTIONS.indexOf(text.toLowerCase())
  if (level >= 0) return String(level)
  if (!/^[0-4]$/.test(text)) throw new InvalidArgumentError(`It is 0 to 4, or one of ${DISTRIBUTIONS.join(', ')}.`)
  return text
}

function days(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 36_500)
    throw new InvalidArgumentError('It is a whole number of days, 1 or more.')
  return count
}

const PROFILE_HELP = 'full: nothing is lost; portable: strict STIX without MISP extras; atomic: one indicator per value'

const EXAMPLES = `Examples:
  $ tipbridge convert event.json > bundle.json
  $ tipbridge convert bundle.json -o event.json
  $ curl -s https://example.org/feed.stix2 | tipbridge convert -o events/
  $ tipbridge convert misp-feed/ --profile portable --max-tlp green -o shared.json
  $ tipbridge convert events/ --format ndjson | gzip > bundles.ndjson.gz
  $ tipbridge convert events/ -o bundles/ --check --report findings.sarif

`

const NOTES = `
Input is detected by content: MISP events, event lists, attribute and object searches, MISP feed directories; STIX
2.0 and 2.1 bundles, object lists, TAXII envelopes; NDJSON of these; gzip of these. Memory stays flat for any number
of events, but for one JSON bundle of many events, which grows with the observables that they share: use
--format ndjson or a directory for very many. Standard input beyond 8 MB waits in the temporary directory.

Exit codes: 0 ok; 1 an object was set aside, a loss under --strict, a difference under --check; 2 usage,
or the output would overwrite an input; 3 no input could be read; 4 output failed; 130 interrupted; 143 terminated.`
