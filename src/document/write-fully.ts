import { writeSync } from 'node:fs'

/** Writes all bytes, in as many calls as it takes; waits while a pipe is full. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written, bytes.length - written)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(PAUSE, 0, 0, 2)
    }
  }
}

/** A pipe in non-blocking mode answers EAGAIN when its reader is slow. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4))
