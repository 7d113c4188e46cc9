import { Option, type Command } from 'commander'
import type { ExitCode } from '../exit-code.ts'
import { openLog } from '../log.ts'
import { REPORT_FORMATS, type ReportFormat } from '../report/report.ts'
import type { Terminal } from '../terminal.ts'

interface ValidateFlags {
  format: ReportFormat
  all?: true
  report?: string
  reportFormat?: ReportFormat
  failOn: 'error' | 'warning'
  baseline?: string
  writeBaseline?: true
  strictBaseline?: true
  mode?: 'strict' | 'default' | 'lenient'
  strict?: true
  edition: 'errata01' | 'os'
  interop?: true
  enable?: string[]
  disable?: string[]
  ignore?: string[]
  select?: string[]
  strictTypes?: true
  strictProperties?: true
  enforceRefs?: true
  listRules?: true
  explain?: string
  skipUnrecognised?: true
  quiet?: true
  verbose?: true
}

/** Adds `tipbridge validate`. `end` gets its exit code. */
export function addValidate(program: Command, version: string, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('validate')
    .summary('hold STIX 2.1 against its specification, MISP against what its server takes')
    .description('Tells what is wrong with STIX 2.1 and with MISP events, where, and what to do about it.')
    .argument('[file...]', 'files or directories; "-" or nothing is standard input')
    .addOption(new Option('--format <format>', 'of the result on standard output').choices([...REPORT_FORMATS]).default('text'))
    .option('--all', 'show each violation, not only the first few of a kind')
    .option('--report <file>', 'write all violations to a file as well')
    .addOption(new Option('--report-format <format>', 'how (default: by the file name, else text)').choices([...REPORT_FORMATS]))
    .addOption(new Option('--fail-on <severity>', 'what counts as a failure').choices(['error', 'warning']).default('error'))
    .option('--baseline <file>', 'violations that are known and do not count')
    .option('--write-baseline', 'write what is found to the baseline, and drop what no longer occurs')
    .option('--strict-baseline', 'a known violation that no longer occurs is a failure')
    .addOption(new Option('--mode <mode>', MODE_HELP).choices(['strict', 'default', 'lenient']))
    .option('--strict', 'the same as --mode strict')
    .addOption(
      new Option('--edition <edition>', 'of STIX 2.1: of 2025 or of 2021').choices(['errata01', 'os']).default('errata01'),
    )
    .option('--interop', 'ask what the interoperability profile of OASIS demands as well')
    .option('-d, --disable <rules>', 'do not ask these rules: codes, and numbers or groups of stix2-validator', names)
    .addOption(new Option('--ignore <rules>', 'the same as --disable').argParser(names).hideHelp())
    .option('-e, --enable <rules>', 'ask these optional rules as well', names)
    .option('--select <rules>', 'of the rules that are no MUST, ask only these', names)
    .option('--strict-types', 'types that the specification does not have are errors')
    .option('--strict-properties', 'properties that the specification does not have are errors')
    .option('--enforce-refs', 'both ends of a relationship must be in the bundle')
    .option('--list-rules', 'list all rules, and end')
    .option('--explain <rule>', 'tell what there is to know of a rule, and end')
    .option('--skip-unrecognised', 'pass over files that are JSON, but neither STIX nor MISP, also those that are named')
    .option('-q, --quiet', 'one line a failure, and nothing else')
    .option('-v, --verbose', 'say what is being done')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .action(async (paths: string[], flags: ValidateFlags, command: Command) => {
      if (flags.strict === true && flags.mode !== undefined && flags.mode !== 'strict')
        command.error(`error: --strict and --mode ${flags.mode} exclude each other`)
      if (flags.listRules === true || flags.explain !== undefined) return end(await tellRules(flags, terminal))
      if (paths.length === 0 && terminal.stdinIsTty) command.help({ error: true })
      const { runValidation } = await import('../validation.ts')
      end(await runValidation(paths.length === 0 ? ['-'] : paths, await optionsOf(flags, version, terminal), terminal))
    })
}

async function tellRules({ explain, format }: ValidateFlags, terminal: Terminal): Promise<ExitCode> {
  const { explainRule, listRules } = await import('../rule-list.ts')
  return explain === undefined ? listRules(format, terminal) : explainRule(explain, terminal)
}

async function optionsOf(flags: ValidateFlags, version: string, terminal: Terminal) {
  const { strictTypes, strictProperties, enforceRefs, enable = [], disable = [], ignore = [], select = [] } = flags
  return {
    format: flags.format,
    all: flags.all === true,
    report: flags.report,
    reportFormat: flags.reportFormat,
    failOn: flags.failOn,
    baseline: flags.baseline,
    writeBaseline: flags.writeBaseline === true,
    strictBaseline: flags.strictBaseline === true,
    skipUnrecognised: flags.skipUnrecognised === true,
    quiet: flags.quiet === true,
    version,
    rules: { enable, disable: [...disable, ...ignore], select },
    validate: {
      mode: flags.strict === true ? ('strict' as const) : (flags.mode ?? 'default'),
      edition: flags.edition,
      interop: flags.interop === true,
      enable: [
        ...(strictTypes === true ? ['strict-types'] : []),
        ...(strictProperties === true ? ['strict-properties'] : []),
        ...(enforceRefs === true ? ['enforce-refs'] : []),
      ],
    },
    log: await openLog('validate', flags.verbose === true, terminal),
  }
}

/** `202,302`; given several times, they add up. */
function names(text: string, before: string[] = []): string[] {
  return [...before, ...text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))]
}

const MODE_HELP =
  'strict: every SHOULD is a MUST; lenient: what real data gets wrong and harms nobody is a remark (default: default)'

const EXAMPLES = `Examples:
  $ tipbridge validate bundle.json
  $ tipbridge validate feed/ events.ndjson --fail-on warning
  $ curl -s https://example.org/feed.stix2 | tipbridge validate --mode lenient
  $ tipbridge validate bundles/ --baseline known.json --write-baseline     then, in CI, without --write-baseline
  $ tipbridge validate bundles/ --format github --report findings.sarif
  $ tipbridge validate --explain relationship-types

`

const NOTES = `
Input is detected by content, as for convert: STIX 2.1 bundles, object lists, single objects, TAXII envelopes, MISP events,
searches and feeds, NDJSON and gzip of these. STIX 2.0 is not looked at, and said so. docs/validation.md tells more.

Exit codes: 0 nothing that counts (--fail-on); 1 violations, or some of several inputs could not be read; 2 usage;
3 no input could be read; 4 output failed; 130 interrupted; 143 terminated.`
