import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { readFeed } from './feed.ts'
import { InputError } from './input-error.ts'
import { openFile, spool, type ByteSource } from './source.ts'

/** One file of a run, or standard input. */
export interface Input {
  /** As the user would name it. */
  name: string
  /** As the file system knows it: a path, or the descriptor of standard input. */
  file: string | number
  /** Found in a directory, not named by the user: other JSON may lie there as well. */
  found: boolean
  /** One value a line, told by the file name. */
  lines: boolean
  open(): Promise<ByteSource>
}

/**
 * The inputs that paths stand for: `-` is standard input, a directory all files in it that could hold
 * MISP or STIX (in a MISP feed, the events that its manifest names), in the order of their names.
 *
 * @throws InputError for a path that is not there.
 */
export function listInputs(
  paths: readonly string[],
  report: (directory: string, diagnostic: Diagnostic) => void,
  stdin: () => Readable = () => process.stdin,
): Input[] {
  return paths.flatMap((path) =>
    path === '-' ? [standardInput(stdin)] : isDirectory(path) ? filesIn(path, report) : [fileInput(path, false)],
  )
}

function standardInput(stdin: () => Readable): Input {
  return { name: 'standard input', file: 0, found: false, lines: false, open: kept(() => spool(stdin(), 'standard input')) }
}

function fileInput(path: string, found: boolean): Input {
  const isPipe = statSync(path, { throwIfNoEntry: false })?.isFile() === false
  const open = () => openFile(path)
  const lines = LINE_EXTENSIONS.has(extname(path.replace(/\.gz$/, '')))
  return { name: path, file: path, found, lines, open: isPipe ? kept(open) : open }
}

/** A pipe can be read once only: what came from it is kept for the next time, until the process ends. */
function kept(open: () => Promise<ByteSource>): () => Promise<ByteSource> {
  let source: Promise<ByteSource> | undefined
  return async () => {
    source ??= open()
    return { ...(await source), close() {} }
  }
}

function filesIn(directory: string, report: (directory: string, diagnostic: Diagnostic) => void): Input[] {
  const inputs = inDirectory(directory, report)
  if (inputs.length === 0) {
    const message = `holds no file that could be MISP or STIX (${[...EXTENSIONS].join(', ')})`
    report(directory, { code: 'empty-input', severity: 'warning', message })
  }
  return inputs
}

function inDirectory(directory: string, report: (directory: string, diagnostic: Diagnostic) => void): Input[] {
  const feed = readFeed(directory, report)
  if (feed !== undefined) return feed.map((path) => fileInput(path, true))
  const entries = readdirSync(directory, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : inDirectory(path, report)
    return EXTENSIONS.has(extname(entry.name.replace(/\.gz$/, ''))) ? [fileInput(path, true)] : []
  })
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw new InputError('unreadable', path, (error as Error).message, { cause: error })
  }
}

const LINE_EXTENSIONS = new Set(['.ndjson', '.jsonl'])
const EXTENSIONS = new Set(['.json', '.stix', '.stix2', '.stix21', ...LINE_EXTENSIONS])
