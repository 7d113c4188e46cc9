import { InvalidArgumentError, Option, type Command } from 'commander'
import type { ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

interface ReadFlags {
  file?: string
  grammar: '2.0' | '2.1'
  strict?: true
}

interface MatchFlags {
  grammar: '2.0' | '2.1'
  maxSteps?: number
}

/** Adds `tipbridge pattern parse|format|match`. `end` gets the exit code. */
export function addPattern(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const pattern = program
    .command('pattern')
    .summary('parse, format and match STIX patterns')
    .description('Works with patterns in the language of STIX (section 9).')
  const add = (name: string, description: string) => pattern.command(name).description(description).addOption(grammarOption())
  const addReader = (name: string, description: string) =>
    add(name, description)
      .argument('[pattern]', 'a pattern; without one, patterns are read from standard input, one a line')
      .option('-f, --file <path>', 'read patterns from a file, one a line')
  addReader('parse', 'print the syntax tree of a pattern as JSON, and what is wrong with it')
    .option('--strict', 'findings count as failures (exit code 1)')
    .addHelpText('after', PARSE_NOTES)
    .action(async (text: string | undefined, flags: ReadFlags, command: Command) => {
      refuseSilence(text, flags, command, terminal)
      const { parsePatterns } = await import('../pattern-reading.ts')
      end(await parsePatterns(text, { ...flags, strict: flags.strict === true }, terminal))
    })
  addReader('format', 'print the canonical text of a pattern')
    .addHelpText('after', FORMAT_NOTES)
    .action(async (text: string | undefined, flags: ReadFlags, command: Command) => {
      refuseSilence(text, flags, command, terminal)
      const { formatPatterns } = await import('../pattern-reading.ts')
      end(await formatPatterns(text, flags, terminal))
    })
  add('match', 'print which Observed Data match a pattern')
    .argument('<pattern>')
    .argument('[file...]', 'STIX bundles or lists of objects; directories of them; "-" or nothing is standard input')
    .option('--max-steps <number>', 'give up after so many steps (default: 100 million, some seconds)', steps)
    .addHelpText('before', MATCH_EXAMPLES)
    .addHelpText('after', MATCH_NOTES)
    .action(async (text: string, paths: string[], flags: MatchFlags, command: Command) => {
      if (paths.length === 0 && terminal.stdinIsTty) command.help({ error: true })
      const { matchPattern } = await import('../pattern-matching.ts')
      end(await matchPattern(text, paths.length === 0 ? ['-'] : paths, flags, terminal))
    })
}

function grammarOption(): Option {
  return new Option('--grammar <version>', 'the version of STIX whose patterns these are').choices(['2.0', '2.1']).default('2.1')
}

/** Nothing would come from a terminal, and one of two sources would be ignored. */
function refuseSilence(text: string | undefined, { file }: ReadFlags, command: Command, terminal: Terminal): void {
  if (text !== undefined && file !== undefined) command.error('error: give a pattern or --file, not both')
  if (text === undefined && file === undefined && terminal.stdinIsTty) command.help({ error: true })
}

function steps(text: string): number {
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number, 1 or more.')
  return count
}

const PARSE_NOTES = `
One pattern gives its tree, indented; several give one tree a line. Faults and findings go to standard error,
with a caret where they are and the section of the specification that they rest on.

Exit codes: 0 all were read; 1 one was not, or had findings under --strict; 2 usage; 3 the file could not be read.`

const FORMAT_NOTES = `
Patterns of STIX 2.0 come out as 2.1. A pattern that cannot be read is left out, and said on standard error.

Exit codes: 0 all were read; 1 one was not; 2 usage; 3 the file could not be read.`

const MATCH_EXAMPLES = `Examples:
  $ tipbridge pattern match "[ipv4-addr:value ISSUBSET '198.51.100.0/24']" bundle.json
  $ tipbridge pattern match "[file:name = 'a.exe'] FOLLOWEDBY [url:value LIKE '%/gate.php']" telemetry/

`

const MATCH_NOTES = `
All inputs together are one set of observations. Each Observed Data that matches by itself is a line: its id and when
it was seen. Where none does, the lines are those of one way in which they match together. Memory grows with the input.

Exit codes: 0 matched; 1 not matched; 2 usage, or a pattern that is wrong or cannot be evaluated safely;
3 no input could be read, or --max-steps were too few to tell; 4 output failed.`
