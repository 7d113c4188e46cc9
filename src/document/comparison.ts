import { openSync, closeSync } from 'node:fs'
import { OutputError } from './output-error.ts'
import type { OutputFile } from './output-file.ts'
import { readFully, SpoolStore } from './spool-store.ts'
import { TextSink } from './text-sink.ts'

/** The first place where a file is not what it would be now. */
export interface Difference {
  path: string
  /** What is the matter, with line, column and what stands there. */
  message: string
}

/** An output that is not written but compared, when it is committed, with the file that is there. */
export function openComparison(path: string, report: (difference: Difference) => void): OutputFile {
  const rebuilt = new SpoolStore()
  const sink = new TextSink((bytes) => rebuilt.write(Buffer.from(bytes)))
  return {
    write: (text) => sink.write(text),
    bytes: (bytes) => sink.bytes(bytes),
    commit() {
      sink.flush()
      const message = compare(path, rebuilt)
      if (message !== undefined) report({ path, message })
      rebuilt.discard()
    },
    discard: () => rebuilt.discard(),
  }
}

function compare(path: string, rebuilt: SpoolStore): string | undefined {
  const fd = openExisting(path)
  if (fd === undefined) return 'the file is not there'
  try {
    return firstDifference((into, offset) => readFully(fd, into, offset), rebuilt)
  } catch (error) {
    throw new OutputError(path, error as NodeJS.ErrnoException)
  } finally {
    closeSync(fd)
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new OutputError(path, error as NodeJS.ErrnoException)
  }
}

function firstDifference(readFile: (into: Uint8Array, offset: number) => number, rebuilt: SpoolStore): string | undefined {
  const [there, now] = [Buffer.alloc(PIECE), Buffer.alloc(PIECE)]
  let line = 1
  let lineStart = 0
  for (let offset = 0; ; offset += PIECE) {
    const old = there.subarray(0, readFile(there, offset))
    const fresh = now.subarray(0, rebuilt.read(now, offset))
    const at = old.equals(fresh) ? fresh.length : firstDifferent(old, fresh)
    for (let feed = fresh.indexOf(LINE_FEED); feed !== -1 && feed < at; feed = fresh.indexOf(LINE_FEED, feed + 1)) {
      line++
      lineStart = offset + feed + 1
    }
    if (at < fresh.length || at < old.length) {
      const place = `line ${line}, byte ${offset + at - lineStart + 1} of it`
      return `${place}: there is ${excerpt(old, at)}, it would be ${excerpt(fresh, at)}${recordBefore(fresh, at)}`
    }
    if (fresh.length < PIECE) return undefined
  }
}

function firstDifferent(one: Buffer, other: Buffer): number {
  const length = Math.min(one.length, other.length)
  let at = 0
  while (at < length && one[at] === other[at]) at++
  return at
}

function excerpt(bytes: Buffer, at: number): string {
  if (at >= bytes.length) return 'the end of the file'
  return JSON.stringify(bytes.toString('utf8', at, at + 40))
}

/** The last id or uuid before the place, which names the record that it is in, or the one before it. */
function recordBefore(bytes: Buffer, at: number): string {
  const names = bytes.toString('latin1', Math.max(0, at - 8192), at).match(/"(?:id|uuid)": ?"[^"]{36,}"/g)
  const name = names?.at(-1)
  return name === undefined ? '' : `; after ${name}`
}

const PIECE = 1024 * 1024
const LINE_FEED = 0x0a
