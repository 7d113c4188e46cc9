import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a child process is asked to do. */
export type Task =
  | { name: 'convert'; argv: readonly string[] }
  | ({ name: 'bound' | 'whole' } & Files)
  | { name: 'count'; input: string }

/** What goes into a conversion, what came out of it, and where to write the same anew. */
export interface Files {
  input: string
  output: string
  sink: string
}

export interface Timing {
  seconds: number
  /** Of what the time or the result consists. */
  parts?: Readonly<Record<string, number>>
}

/** A run of the command line from the start of its process to its end. */
export interface Run {
  seconds: number
  /** Peak of the resident memory, in megabytes. */
  peak: number
}

/** Does one task in a process of its own. */
export function measure(task: Task): Timing {
  const { status, stdout, stderr } = spawnSync(process.execPath, [pathOf('child.ts'), JSON.stringify(task)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${task.name} failed: ${stderr}`)
  return JSON.parse(stdout) as Timing
}

const PROBE = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)))',
)}`

/** Runs `tipbridge` as its users do. */
export function runTipbridge(argv: readonly string[]): Run {
  const start = performance.now()
  const { status, stderr, output } = spawnSync(process.execPath, ['--import', PROBE, pathOf('../bin/tipbridge.js'), ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const seconds = (performance.now() - start) / 1000
  if (status === null || status > 1) throw new Error(`tipbridge ${argv.join(' ')} ended with ${status}: ${stderr}`)
  return { seconds, peak: Number(output[3]) / 1024 }
}

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
