import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Diagnostic } from '../convert/diagnostic.ts'
import { readFeed } from './feed.ts'
import { InputError } from './input-error.ts'
import { openFile, openStandardInput, type ByteSource } from './source.ts'

/** One file of a run, or standard input. */
export interface Input {
  /** As the user would name it. */
  name: string
  /** Found in a directory, not named by the user: other JSON may lie there as well. */
  found: boolean
  /** Bytes as far as they are known before it is opened. */
  size: number
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
export function listInputs(paths: readonly string[], report: (diagnostic: Diagnostic) => void): Input[] {
  return paths.flatMap((path) =>
    path === '-' ? [standardInput()] : isDirectory(path) ? inDirectory(path, report) : [fileInput(path, false)],
  )
}

/** Where the same path is read twice, standard input is kept from the first time. */
function standardInput(): Input {
  let source: Promise<ByteSource> | undefined
  const open = async () => {
    source ??= openStandardInput()
    return { ...(await source), close() {} }
  }
  return { name: 'standard input', found: false, size: 0, lines: false, open }
}

function fileInput(path: string, found: boolean): Input {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return { name: path, found, size, lines: LINE_EXTENSIONS.has(extname(path.replace(/\.gz$/, ''))), open: () => openFile(path) }
}

function inDirectory(directory: string, report: (diagnostic: Diagnostic) => void): Input[] {
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
