import { closeSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/** A file that must not outlive the work it is for. */
export interface Temporary {
  readonly path: string
  readonly fd: number
}

const existing = new Map<string, number>()
let made = 0
let prepare = (): void => {}

/** Does something before the first temporary is made, unless there was one already: then at once. */
export function beforeTemporaries(action: () => void): void {
  if (made > 0) action()
  else prepare = action
}

/** Creates a file that `removeTemporaries` knows until it is removed or kept. */
export function createTemporary(directory: string, label: string, mode = 0o600): Temporary {
  if (made === 0) prepare()
  for (;;) {
    const path = join(directory, `.${label}.${process.pid}-${made++}.tmp`)
    try {
      const fd = openSync(path, 'wx+', mode)
      existing.set(path, fd)
      return { path, fd }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Closes and deletes one. Deleting twice does no harm. */
export function removeTemporary({ path, fd }: Temporary): void {
  if (!existing.delete(path)) return
  quietly(() => closeSync(fd))
  quietly(() => unlinkSync(path))
}

/** The file has got its final name, or has been closed and deleted: nothing is left to clean up. */
export function forgetTemporary({ path }: Temporary): void {
  existing.delete(path)
}

/** For the end of a process, in whatever way it comes. */
export function removeTemporaries(): void {
  for (const [path, fd] of existing) removeTemporary({ path, fd })
}

function quietly(action: () => void): void {
  try {
    action()
  } catch {
    // It is gone, which is what was wanted.
  }
}
