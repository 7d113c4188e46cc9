import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The parts of action.yml that a runner obeys. */
export interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>
  outputs: Record<string, { description: string; value: string }>
  runs: { using: string; steps: Step[] }
}

interface Step {
  name: string
  id: string
  shell: string
  env?: Record<string, string>
  run: string
}

/** What a job sees of a run of the action. */
export interface Outcome {
  status: number
  stdout: string
  stderr: string
  outputs: Record<string, string>
  summary: string
}

export function readAction(folder: string): Action {
  return parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as Action
}

/**
 * Runs the steps of the action in `folder` as a GitHub runner does: its files and variables, its shell, its expressions in `env`; the
 * first step that fails is the last. `runs.env` is laid over the environment.
 */
export function runAction(
  folder: string,
  workspace: string,
  inputs: Record<string, string>,
  env: Record<string, string> = {},
): Outcome {
  const action = readAction(folder)
  const temporary = mkdtempSync(join(tmpdir(), 'tipbridge-runner-'))
  try {
    const steps: Record<string, Record<string, string>> = {}
    const value = (expression: string) => valueOf(expression, withDefaults(action, inputs), steps)
    const outcome: Outcome = { status: 0, stdout: '', stderr: '', outputs: {}, summary: '' }
    for (const step of action.runs.steps) {
      const files = layFiles(join(temporary, step.id))
      const named = Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluated(text, value)])
      const runner = { GITHUB_ACTION_PATH: folder, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary }
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
        cwd: workspace,
        encoding: 'utf8',
        env: { ...process.env, CI: 'true', GITHUB_ACTIONS: 'true', ...env, ...runner, ...files, ...Object.fromEntries(named) },
      })
      steps[step.id] = outputsIn(readFileSync(files.GITHUB_OUTPUT, 'utf8'))
      outcome.status = status ?? 130
      outcome.stdout += stdout
      outcome.stderr += stderr
      outcome.summary += readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
      if (status !== 0) break
    }
    outcome.outputs = Object.fromEntries(
      Object.entries(action.outputs).map(([name, output]) => [name, evaluated(output.value, value)]),
    )
    return outcome
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

function withDefaults({ inputs: known }: Action, inputs: Record<string, string>): Record<string, string> {
  const defaults = Object.entries(known).map(([name, input]) => [name, input.default ?? ''])
  return { ...(Object.fromEntries(defaults) as Record<string, string>), ...inputs }
}

function layFiles(folder: string) {
  mkdirSync(folder)
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  return files
}

/** Replaces each `${{ … }}`, once: what an expression gives is not looked at again. */
function evaluated(text: string, value: (expression: string) => string): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => value(expression.trim()))
}

function valueOf(expression: string, inputs: Record<string, string>, steps: Record<string, Record<string, string>>): string {
  const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? []
  if (input !== undefined) {
    if (inputs[input] === undefined) throw new Error(`action.yml uses the input ${input}, which it does not declare`)
    return inputs[input]
  }
  const [, step, output] = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression) ?? []
  if (step === undefined || output === undefined) throw new Error(`this runner does not know \${{ ${expression} }}`)
  return steps[step]?.[output] ?? ''
}

/** `name=value`, or `name<<END`, lines, and END. */
function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, separator, rest] = /^(.*?)(=|<<)(.*)$/.exec(line) ?? []
    if (name === undefined || rest === undefined) continue
    outputs[name] = separator === '=' ? rest : lines.splice(0, lines.indexOf(rest)).join('\n')
    if (separator === '<<') lines.shift()
  }
  return outputs
}
