import { existsSync, globSync } from 'node:fs'
import { dirname } from 'node:path'

/** The inputs of the action ask for something that is not to be had. */
export class InputsError extends Error {}

/** What to run, as arguments: none of it passes a shell. */
export interface CommandLine {
  command: 'validate' | 'convert' | 'check'
  args: string[]
}

/** The command line that the inputs of the action ask for. `input` gives the text of one, or an empty one. */
export function commandLine(input: (name: string) => string, sarif: string): CommandLine {
  const command = input('COMMAND').trim()
  if (!isCommand(command)) throw new InputsError(`command is one of ${Object.keys(COMMANDS).join(', ')}, not "${command}"`)
  return {
    command,
    args: [
      ...COMMANDS[command],
      ...flagsOf(command, input),
      ...linesOf(input('OPTIONS')).flatMap(optionOf),
      `--report=${sarif}`,
      '--report-format=sarif',
      '--',
      ...filesOf(input('FILES')),
    ],
  }
}

const COMMANDS = {
  validate: ['validate', '--format=github'],
  convert: ['convert'],
  check: ['convert', '--check'],
} as const satisfies Record<string, readonly string[]>

function isCommand(text: string): text is CommandLine['command'] {
  return Object.hasOwn(COMMANDS, text)
}

/** Inputs that are options of the command: the input, the option, and where it belongs. */
const FLAGS = [
  ['mode', '--mode', ['validate']],
  ['fail-on', '--fail-on', ['validate']],
  ['baseline', '--baseline', ['validate']],
  ['profile', '--profile', ['convert', 'check']],
  ['output', '--output', ['convert', 'check']],
] as const

function flagsOf(command: CommandLine['command'], input: (name: string) => string): string[] {
  if (command !== 'validate' && input('OUTPUT').trim() === '') throw new InputsError(`command ${command} needs the input output`)
  return FLAGS.flatMap(([name, flag, commands]) => {
    const value = input(name.toUpperCase().replace('-', '_')).trim()
    if (value === '') return []
    if (!commands.some((known) => known === command))
      throw new InputsError(`the input ${name} belongs to command ${commands.join(' or ')}, not to ${command}`)
    return [`${flag}=${value}`]
  })
}

/** `--disable a,b` is an option and its value. */
function optionOf(line: string): string[] {
  if (!line.startsWith('-')) throw new InputsError(`options has one option a line, which begins with "-": not "${line}"`)
  const [, option, value] = /^(\S+)\s+(.*)$/.exec(line) ?? []
  return option === undefined || value === undefined ? [line] : [option, value]
}

function filesOf(text: string): string[] {
  const files = linesOf(text).flatMap(matchesOf)
  if (files.length === 0) throw new InputsError('files names no file')
  return [...new Set(files)]
}

/** A name that exists is meant as it is, whatever its characters. */
function matchesOf(pattern: string): string[] {
  if (existsSync(pattern)) return [pattern]
  const found = globSync(pattern, { exclude: ['**/node_modules'] }).sort()
  // `a/**` finds the folders beside what is in them
  const folders = new Set(found.map((path) => dirname(path)))
  const files = found.filter((path) => !folders.has(path))
  if (files.length === 0) throw new InputsError(`no file matches "${pattern}"`)
  return files
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
