import { readSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createTemporary, removeTemporary, type Temporary } from './temporary.ts'
import { writeFully } from './write-fully.ts'

/** What is kept until it is needed is held in memory up to this size, beyond it in a temporary file. */
export const MEMORY_LIMIT = 8 * 1024 * 1024

/** Bytes that are kept for later: they go to a file when there are many of them. */
export class SpoolStore {
  #size = 0
  #chunks: Uint8Array[] = []
  #whole: Buffer | undefined
  #file: Temporary | undefined

  get size(): number {
    return this.#size
  }

  /** Takes bytes over; in memory they are kept as they are, so they must not change. */
  write(chunk: Uint8Array): void {
    this.#size += chunk.length
    if (this.#file === undefined && this.#size > MEMORY_LIMIT) this.#moveToFile()
    if (this.#file === undefined) this.#chunks.push(chunk)
    else writeFully(this.#file.fd, chunk)
    this.#whole = undefined
  }

  /** Fills `into` from `offset` on; returns how many bytes there were, fewer only at the end. */
  read(into: Uint8Array, offset: number): number {
    if (this.#file !== undefined) return readFully(this.#file.fd, into, offset)
    this.#whole ??= Buffer.concat(this.#chunks)
    return this.#whole.copy(into, 0, offset, offset + into.length)
  }

  discard(): void {
    this.#chunks = []
    this.#whole = undefined
    if (this.#file !== undefined) removeTemporary(this.#file)
  }

  #moveToFile(): void {
    const file = createTemporary(tmpdir(), 'tipbridge-spool')
    this.#file = file
    // Where the system allows it the file loses its name at once: then nothing can be left behind
    try {
      unlinkSync(file.path)
    } catch {
      // Windows keeps the name; it goes when the file is closed
    }
    for (const chunk of this.#chunks) writeFully(file.fd, chunk)
    this.#chunks = []
    this.#whole = undefined
  }
}

/** Reads until the buffer is full or the file ends. */
export function readFully(fd: number, into: Uint8Array, offset: number): number {
  let filled = 0
  while (filled < into.length) {
    const count = readSync(fd, into, filled, into.length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return filled
}
