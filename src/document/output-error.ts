/** Output that cannot be written. `closed`: its reader has seen enough, which is no failure. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly code: 'closed' | 'failed'
  /** The file, or `standard output`. */
  readonly output: string

  constructor(output: string, cause: NodeJS.ErrnoException) {
    super(`${output}: cannot be written: ${reasonOf(cause)}`, { cause })
    this.code = cause.code === 'EPIPE' ? 'closed' : 'failed'
    this.output = output
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code ?? '') {
    case 'ENOENT':
      return 'its directory does not exist'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'ENOSPC':
      return 'no space is left on the device'
    case 'EISDIR':
      return 'it is a directory'
    case 'EROFS':
      return 'the file system is read-only'
    default:
      return error.message
  }
}
