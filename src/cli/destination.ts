import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { openComparison, type Difference } from '../document/comparison.ts'
import { OutputError } from '../document/output-error.ts'
import { openOutputFile, type OutputFile } from '../document/output-file.ts'
import { identityOf } from './overwriting.ts'
import type { Terminal } from './terminal.ts'

/** Where the results of a run go. */
export interface Destination {
  /** Each event has a file of its own. */
  isDirectory: boolean
  /** `name`: what the file of a directory is named after. */
  open(name: string): OutputFile
}

export interface DestinationOptions {
  /** As given with `-o`; standard output where it is missing or `-`. */
  output: string | undefined
  /** Compare with what is there instead of writing it. */
  check: ((difference: Difference) => void) | undefined
}

/** @throws OutputError */
export function openDestination({ output, check }: DestinationOptions, terminal: Terminal): Destination {
  if (output === undefined || output === '-') return { isDirectory: false, open: () => terminal.stdout() }
  const openPath = check === undefined ? openOutputFile : (path: string) => openComparison(path, check)
  if (!namesDirectory(output)) return { isDirectory: false, open: () => openPath(output) }
  if (check === undefined) makeDirectory(output)
  return { isDirectory: true, open: (name) => openPath(join(output, fileNameOf(name))) }
}

export function namesDirectory(path: string): boolean {
  return path.endsWith('/') || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

/** Whether a file lies in an output directory, under a name that a result could have. Standard input has no name: it is looked for. */
export function couldWrite(directory: string, path: string | number): boolean {
  if (typeof path !== 'number') return RESULT.test(basename(path)) && identityOf(dirname(path)) === identityOf(directory)
  const file = identityOf(path)
  if (file === undefined || !existsSync(directory)) return false
  return readdirSync(directory).some((name) => RESULT.test(name) && identityOf(join(directory, name)) === file)
}

/** As `fileNameOf` makes them. */
const RESULT = /^([0-9a-f-]{1,40}|[A-Za-z0-9_-]{0,60}-[0-9a-f]{12})\.json$/

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new OutputError(path, error as NodeJS.ErrnoException)
  }
}

/** A UUID names its file; of another name only harmless characters do, with a hash so that no two meet. */
function fileNameOf(name: string): string {
  if (/^[0-9a-f-]{1,40}$/i.test(name)) return `${name.toLowerCase()}.json`
  const harmless = name.replaceAll(/[^A-Za-z0-9-]/g, '_').slice(0, 60)
  return `${harmless}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}.json`
}
