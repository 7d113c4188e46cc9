import { Writable } from 'node:stream'
import type { Terminal } from './terminal.ts'

/** A function that logs where `-v` asks for it; the logger is loaded only then. */
export async function openLog(subsystem: string, isVerbose: boolean, terminal: Terminal): Promise<(message: string) => void> {
  if (!isVerbose) return () => {}
  const { openLogger } = await import('../log/logger.ts')
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      terminal.error(text)
      done()
    },
  })
  const log = openLogger(stream)(subsystem)
  return (message) => log.info(message)
}
