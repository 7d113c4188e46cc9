/** Second step of action.yml: runs tipbridge as the inputs say, and tells the job what came of it. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { annotationOf, annotationsOf } from './annotations.ts'
import { commandLine, InputsError } from './command-line.ts'
import { jobSummary } from './job-summary.ts'
import { readResults } from './results.ts'

const { env } = process

try {
  process.exitCode = await run()
} catch (error) {
  if (!(error instanceof InputsError)) throw error
  console.log(annotationOf('error', error.message))
  appendFileSync(setting('GITHUB_STEP_SUMMARY'), jobSummary({ command: '', exitCode: 2, complaints: [error.message] }))
  setOutputs({ errors: 0, warnings: 0, 'sarif-file': '', 'exit-code': 2 })
  process.exitCode = 2
}

async function run(): Promise<number> {
  const sarif = input('SARIF_FILE').trim() || join(mkdtempSync(join(setting('RUNNER_TEMP'), 'tipbridge-')), 'findings.sarif')
  const { command, args } = commandLine(input, sarif)
  const child = spawn(setting('TIPBRIDGE_NODE'), [setting('TIPBRIDGE_PROGRAM'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const complaints: string[] = []
  const said = Promise.all([
    passLines(child.stdout, (line) => console.log(line)),
    passLines(child.stderr, (line) => {
      complaints.push(line)
      console.error(line)
    }),
  ])
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 130))
  })
  await said

  // With 2 and 4 none was written; what lies there may be of another run
  const results = [0, 1, 3].includes(exitCode) && existsSync(sarif) ? readResults(sarif) : undefined
  const differences = complaints.filter((line) => line.startsWith('differs  '))
  // `validate` annotates by itself (--format github)
  if (command !== 'validate') for (const line of annotationsOf(results, differences)) console.log(line)
  appendFileSync(setting('GITHUB_STEP_SUMMARY'), jobSummary({ command, exitCode, results, differences, complaints }))
  setOutputs({
    errors: results?.errors ?? 0,
    warnings: results?.warnings ?? 0,
    'sarif-file': results === undefined ? '' : sarif,
    'exit-code': exitCode,
  })
  return exitCode
}

/** Messages quote the data. A runner obeys `##[…]` anywhere in a line, so no line may hold it. */
async function passLines(stream: Readable, pass: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) pass(line.replaceAll('##[', '## ['))
}

function setOutputs(outputs: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(outputs)) {
    const end = randomUUID()
    appendFileSync(setting('GITHUB_OUTPUT'), `${name}<<${end}\n${value}\n${end}\n`)
  }
}

function input(name: string): string {
  return env[`INPUT_${name}`] ?? ''
}

function setting(name: string): string {
  const value = env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set: this script is a step of action.yml`)
  return value
}
