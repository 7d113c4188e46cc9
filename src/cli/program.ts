import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { addConvert } from './commands/convert.ts'
import { addMappings } from './commands/mappings.ts'
import { addPattern } from './commands/pattern.ts'
import { addValidate } from './commands/validate.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** Runs a command line (without the program's name) and returns its exit code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  try {
    await createProgram(terminal, (ending) => (code = ending)).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    return codeOf(error, terminal)
  }
}

function createProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('tipbridge')
    .description(packageJson.description)
    .version(packageJson.version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => writeOut(text, terminal), writeErr: (text) => terminal.error(text) })
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('before', EXAMPLES)
  addConvert(program, packageJson.version, terminal, end)
  addValidate(program, packageJson.version, terminal, end)
  addMappings(program, terminal, end)
  addPattern(program, terminal, end)
  return program
}

function writeOut(text: string, terminal: Terminal): void {
  const stdout = terminal.stdout()
  stdout.write(text)
  stdout.commit()
}

/** Says what went wrong, once, in one line. */
function codeOf(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  if (!(error instanceof Error)) throw error
  const code = CODES[error.name]
  if (code === undefined) throw error
  if ('code' in error && error.code === 'closed') return EXIT.ok
  terminal.error(`tipbridge: ${error.message}\n`)
  return code
}

/** By name, so that a run which needs none of the modules behind them does not load them. */
const CODES: Readonly<Record<string, ExitCode>> = {
  UsageError: EXIT.usage,
  TableError: EXIT.usage,
  InputError: EXIT.input,
  OutputError: EXIT.output,
}

const EXAMPLES = `Examples:
  $ tipbridge convert event.json > bundle.json        MISP to STIX 2.1
  $ tipbridge convert bundle.json > event.json        and back
  $ tipbridge convert misp-feed/ -o bundles/          one file per event
  $ tipbridge validate bundle.json                    what is wrong with it, and what to do
  $ tipbridge mappings show domain-ip                 what becomes of a type
  $ tipbridge pattern match "[url:value LIKE '%.exe']" bundle.json

`
