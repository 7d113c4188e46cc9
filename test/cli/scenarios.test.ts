import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, it } from 'node:test'
import { run } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { parseScenario, wordsOf, type Step } from './scenario.ts'

const folder = new URL('../scenarios/', import.meta.url)
const main = new URL('../../src/cli/main.ts', import.meta.url).pathname

interface Result {
  exit: number | null
  stdout: string
  stderr: string
}

describe('scenarios', () => {
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.scenario'))
    .sort()) {
    const { title, steps } = parseScenario(readFileSync(new URL(name, folder), 'utf8'))
    it(`${name.replace('.scenario', '')}: ${title}`, async () => {
      const before = process.cwd()
      const place = mkdtempSync(join(tmpdir(), 'tipbridge-scenario-'))
      cpSync(new URL('inputs/', folder), place, { recursive: true })
      process.chdir(place)
      try {
        for (const step of steps) check(step, await runStep(step.command, place))
        assert.deepEqual(
          readdirSync(place, { recursive: true }).filter((file) => String(file).endsWith('.tmp')),
          [],
          'no temporary file is left',
        )
      } finally {
        process.chdir(before)
        rmSync(place, { recursive: true, force: true })
      }
    })
  }
})

/** `tipbridge …` runs in this process, `tty tipbridge …` as if a person were watching, anything else in a shell. */
async function runStep(command: string, place: string): Promise<Result> {
  const words = wordsOf(command)
  if (words[0] === 'tipbridge' && !/[|;&>(]/.test(command.replaceAll(/'[^']*'/g, ''))) return runHere(words.slice(1), false)
  if (words[0] === 'tty') return runHere(words.slice(2), true)
  return runInShell(command, place)
}

async function runHere(words: string[], isTty: boolean): Promise<Result> {
  const result: Result = { exit: null, stdout: '', stderr: '' }
  const from = words.indexOf('<')
  const [input] = from === -1 ? [] : words.splice(from, 2).slice(1)
  const terminal: Terminal = {
    stdin: () => Readable.from(input === undefined ? [] : [readFileSync(input)]),
    stdinIsTty: isTty && input === undefined,
    stdout: () => ({
      write: (text) => void (result.stdout += text),
      bytes: (bytes) => void (result.stdout += Buffer.from(bytes).toString()),
      commit: () => {},
      discard: () => {},
    }),
    error: (text) => void (result.stderr += text),
    isWatched: isTty,
    hasColour: isTty,
    outputHasColour: isTty,
  }
  result.exit = await run(words, terminal)
  return result
}

function runInShell(command: string, place: string): Result {
  const program = join(place, 'tipbridge')
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`)
  chmodSync(program, 0o755)
  const env = { ...process.env, PATH: `${place}:${process.env['PATH'] ?? ''}` }
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: place, env, encoding: 'utf8' })
  return { exit: status, stdout, stderr }
}

function check({ command, expectations }: Step, result: Result): void {
  const story = `$ ${command}\n--- stdout\n${result.stdout.slice(0, 2000)}\n--- stderr\n${result.stderr.slice(0, 2000)}\n--- exit ${result.exit}\n`
  assert.ok(
    expectations.some((line) => line.startsWith('exit ')),
    `${command}: say which exit code is expected`,
  )
  for (const expectation of expectations) assert.ok(holds(expectation, result), `expected: ${expectation}\n${story}`)
}

/** `exit N`; then of `stdout`, `stderr` or `file NAME`: `is empty`, `is json`, `has TEXT`, `lacks TEXT`, `has N lines`; `file NAME is absent`, `files DIRECTORY are NAMES`. */
function holds(expectation: string, { exit, stdout, stderr }: Result): boolean {
  const [what = '', first, ...rest] = expectation.split(' ')
  switch (what) {
    case 'exit':
      return exit === Number(first)
    case 'stdout':
      return textHolds(stdout, [first as string, ...rest].join(' '))
    case 'stderr':
      return textHolds(stderr, [first as string, ...rest].join(' '))
    case 'file':
      if (rest.join(' ') === 'is absent') return !existsSync(first as string)
      return existsSync(first as string) && textHolds(readFileSync(first as string, 'utf8'), rest.join(' '))
    case 'files':
      return (
        readdirSync(first as string)
          .sort()
          .join(' ') === rest.slice(1).join(' ')
      )
    case 'xml':
      execFileSync('python3', ['-c', 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])', first as string])
      return true
    default:
      throw new Error(`not understood: ${expectation}`)
  }
}

function textHolds(text: string, condition: string): boolean {
  if (condition === 'is empty') return text === ''
  if (condition === 'is json') return isJson(text)
  const lines = /^has (\d+) lines?$/.exec(condition)
  if (lines !== null) return text.split('\n').length - 1 === Number(lines[1])
  if (condition.startsWith('has ')) return text.includes(condition.slice('has '.length))
  if (condition.startsWith('lacks ')) return !text.includes(condition.slice('lacks '.length))
  throw new Error(`not understood: ${condition}`)
}

function isJson(text: string): boolean {
  JSON.parse(text)
  return true
}
