import { writeSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { isatty } from 'node:tty'
import { openStandardOutput, type OutputFile } from '../document/output-file.ts'

/** What a run has around it: the three standard streams and the environment. */
export interface Terminal {
  stdin(): Readable
  stdinIsTty: boolean
  /** Standard output for data. */
  stdout(): OutputFile
  /** Messages for people. */
  error(text: string): void
  /** Progress, colours and the summary are for a person who is watching. */
  isWatched: boolean
  hasColour: boolean
  /** Standard output is a terminal that shows colours. */
  outputHasColour: boolean
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const isWatched = isatty(2)
  return {
    // Opened only by a run that reads it
    stdin: () => process.stdin,
    stdinIsTty: isatty(0),
    stdout: () => openStandardOutput(),
    error: writeError,
    isWatched: isWatched && process.env['TERM'] !== 'dumb',
    outputHasColour: isatty(1) && process.env['TERM'] !== 'dumb' && !process.env['NO_COLOR'],
    hasColour: isWatched && process.env['TERM'] !== 'dumb' && !process.env['NO_COLOR'],
  }
}

function writeError(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    // Nobody can be told
  }
}
