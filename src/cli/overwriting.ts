import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync, type BigIntStats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Input } from '../document/inputs.ts'
import { UsageError } from './usage-error.ts'

/** A file of a run, and what it is there for, as the command line has it: `--report`, `the input`. */
export interface FileUse {
  role: string
  /** A number: the descriptor of standard input. */
  path: string | number
}

/** The inputs of a run, as files that it reads. */
export function usesOf(inputs: readonly Input[]): FileUse[] {
  return inputs.map(({ file }) => ({ role: 'the input', path: file }))
}

/**
 * Refuses a run that would write over what it reads, or write one file twice. By whatever names: what counts is the file itself.
 *
 * @throws UsageError
 */
export function refuseOverwriting(written: readonly FileUse[], read: readonly FileUse[]): void {
  const writers = new Map<string, FileUse>()
  for (const use of written) {
    const file = identityOf(use.path)
    if (file === undefined) continue
    refuse(use, writers.get(file))
    writers.set(file, use)
  }
  if (writers.size === 0) return
  for (const use of read) {
    const writer = writers.get(identityOf(use.path) ?? '')
    if (writer !== undefined) refuse(writer, use)
  }
}

function refuse(writer: FileUse, other: FileUse | undefined): void {
  if (other === undefined) return
  throw new UsageError(`${nameOf(writer)} would overwrite ${nameOf(other)}: name another file`)
}

/** A use in words. */
export function nameOf({ role, path }: FileUse): string {
  return typeof path === 'number' ? 'the file of standard input' : `${role} ${path}`
}

/** A directory that is searched may hold the report of the last run, or the baseline: these are no inputs. */
export function withoutOwn(inputs: readonly Input[], own: readonly FileUse[]): Input[] {
  const files = new Set(own.flatMap(({ path }) => identityOf(path) ?? []))
  return inputs.filter(({ name, found }) => !found || files.size === 0 || !files.has(identityOf(name) ?? '') || !isOwn(name))
}

/** The same for all names of one file, and for standard input from it; `undefined` for a device or a pipe, which is not overwritten. */
export function identityOf(path: string | number): string | undefined {
  if (typeof path === 'number') return identityOfStat(fstatSync(path, { bigint: true }))
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (stat === undefined) return join(realpathSync(dirname(path)), basename(path))
    return identityOfStat(stat)
  } catch {
    return resolve(path)
  }
}

function identityOfStat(stat: BigIntStats): string | undefined {
  return stat.isFile() || stat.isDirectory() ? `${stat.dev}:${stat.ino}` : undefined
}

/** Whether a file begins as the reports and baselines of tipbridge do. */
function isOwn(path: string): boolean {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(100)
    return OWN.test(bytes.toString('utf8', 0, readSync(fd, bytes)))
  } finally {
    closeSync(fd)
  }
}

const OWN =
  /^\{"(tool":"tipbridge"|\$schema":"https:\/\/json\.schemastore\.org\/sarif-|baseline":"tipbridge|code":"[^"]+","severity":"|counts":\{"error":)/
