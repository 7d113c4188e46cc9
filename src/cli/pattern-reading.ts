import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { InputError } from '../document/input-error.ts'
import type { Finding } from '../stix/pattern/analysis/finding.ts'
import { analysePattern } from '../stix/pattern/analysis/analyse.ts'
import type { Pattern } from '../stix/pattern/ast.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { PatternError } from '../stix/pattern/pattern-error.ts'
import { printPattern } from '../stix/pattern/print.ts'
import { caretText } from './caret.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

export interface ReadingOptions {
  /** Where patterns stand one a line; without it, and without one on the command line, on standard input. */
  file?: string
  grammar: '2.0' | '2.1'
}

/** Prints the syntax tree of each pattern; what is wrong goes to standard error. @throws InputError */
export async function parsePatterns(
  text: string | undefined,
  options: ReadingOptions & { strict: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const indent = text === undefined ? 0 : 2
  return eachPattern(text, options, terminal, async (pattern, source, write) => {
    write(`${JSON.stringify(pattern, writeBigInts, indent)}\n`)
    const { findings } = await analysePattern(pattern)
    for (const finding of findings) terminal.error(findingLines(finding, source))
    return findings.length === 0 || !options.strict
  })
}

/** Prints the canonical text of each pattern. @throws InputError */
export async function formatPatterns(text: string | undefined, options: ReadingOptions, terminal: Terminal): Promise<ExitCode> {
  return eachPattern(text, options, terminal, (pattern, _source, write) => {
    write(`${printPattern(pattern)}\n`)
    return true
  })
}

/** A pattern as text, and where that is from. */
interface Source {
  /** `patterns.txt line 7`; empty for one on the command line. */
  name: string
  text: string
}

type Use = (pattern: Pattern, source: Source, write: (text: string) => void) => boolean | Promise<boolean>

/** Hands on each pattern that can be read. `use` tells whether it was fine. */
async function eachPattern(text: string | undefined, options: ReadingOptions, terminal: Terminal, use: Use): Promise<ExitCode> {
  const stdout = terminal.stdout()
  let areFine = true
  for await (const source of text === undefined ? linesOf(options.file, terminal) : [{ name: '', text }]) {
    const pattern = readPattern(source, options.grammar, terminal)
    const isFine = pattern !== undefined && (await use(pattern, source, (output) => stdout.write(output)))
    areFine &&= isFine
  }
  stdout.commit()
  return areFine ? EXIT.ok : EXIT.findings
}

async function* linesOf(file: string | undefined, terminal: Terminal): AsyncGenerator<Source> {
  const name = file === undefined || file === '-' ? 'standard input' : file
  const input = file === undefined || file === '-' ? terminal.stdin() : createReadStream(file)
  let line = 0
  for await (const text of lines(input, name)) {
    line++
    if (text.trim() !== '') yield { name: `${name} line ${line}`, text }
  }
}

/** @throws InputError */
async function* lines(input: Readable, name: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input, crlfDelay: Infinity })
    if (input.errored !== null) throw input.errored
  } catch (error) {
    throw new InputError('unreadable', name, (error as Error).message, { cause: error })
  }
}

/** The pattern, or `undefined` when that was said on standard error. */
export function readPattern(source: Source, grammar: '2.0' | '2.1', terminal: Terminal): Pattern | undefined {
  try {
    return parsePattern(source.text, { version: grammar })
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    const { line, column, offset, problem } = error
    const place = source.name === '' ? `line ${line}, column ${column}` : `${source.name}, column ${column}`
    terminal.error(`error    ${place}: ${problem}\n${caretText(source.text, offset, offset + 1)}`)
    return undefined
  }
}

/** `warning  patterns.txt line 7: what is the matter (STIX 2.1, section 9.7)`, and where. */
export function findingLines({ severity, message, clause, span }: Finding, { name, text }: Source): string {
  const place = name === '' ? '' : `${name}: `
  return `${severity.padEnd(7)}  ${place}${message} (STIX 2.1, section ${clause})\n${caretText(text, span.start, span.end)}`
}

/** JSON has no other form for integers beyond 2^53. */
function writeBigInts(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
