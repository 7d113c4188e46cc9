import { closeSync, fchmodSync, openSync, realpathSync, renameSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { OutputError } from './output-error.ts'
import { createTemporary, forgetTemporary, removeTemporary } from './temporary.ts'
import { TextSink } from './text-sink.ts'
import { writeFully } from './write-fully.ts'

/** A document on its way out. Nothing is in its place until `commit`; `discard` leaves no trace. */
export interface OutputFile {
  write(text: string): void
  /** Bytes that are UTF-8 already. */
  bytes(bytes: Uint8Array): void
  commit(): void
  discard(): void
}

/** Standard output: what is written is gone. */
export function openStandardOutput(fd = 1): OutputFile {
  return openDescriptor(fd, 'standard output', () => {})
}

/**
 * A file that appears whole or not at all: written beside its place, then renamed.
 * A device or pipe under that name is written to directly.
 *
 * @throws OutputError
 */
export function openOutputFile(path: string): OutputFile {
  const target = existing(path)
  if (target !== undefined && !target.isFile()) return openSpecial(path)
  const place = target === undefined ? path : realpathSync(path)
  const temporary = attempt(path, () => createTemporary(dirname(place), basename(place), 0o666))
  const sink = new TextSink((bytes) => attempt(path, () => writeFully(temporary.fd, bytes)))
  return {
    write: (text) => sink.write(text),
    bytes: (bytes) => sink.bytes(bytes),
    commit() {
      attempt(path, () => {
        sink.flush()
        if (target !== undefined) fchmodSync(temporary.fd, target.mode & 0o7777)
        closeSync(temporary.fd)
        renameSync(temporary.path, place)
      })
      forgetTemporary(temporary)
    },
    discard: () => removeTemporary(temporary),
  }
}

function openSpecial(path: string): OutputFile {
  const fd = attempt(path, () => openSync(path, 'w'))
  return openDescriptor(fd, path, () => closeSync(fd))
}

function openDescriptor(fd: number, name: string, close: () => void): OutputFile {
  const sink = new TextSink((bytes) => attempt(name, () => writeFully(fd, bytes)))
  return {
    write: (text) => sink.write(text),
    bytes: (bytes) => sink.bytes(bytes),
    commit() {
      sink.flush()
      close()
    },
    discard: close,
  }
}

function existing(path: string) {
  return attempt(path, () => statSync(path, { throwIfNoEntry: false }))
}

function attempt<T>(output: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new OutputError(output, error as NodeJS.ErrnoException)
  }
}
