import type { Writable } from 'node:stream'
import { createLogger, format, transports } from 'winston'

/** What a part of tipbridge tells of its work; for people who look for a fault, never for data. */
export interface Log {
  info(message: string, facts?: Record<string, unknown>): void
  warn(message: string, facts?: Record<string, unknown>): void
  error(message: string, facts?: Record<string, unknown>): void
}

/** A log whose lines go to `stream`, and a child of it for each part of tipbridge. */
export function openLogger(stream: Writable, level: 'info' | 'warn' | 'error' = 'info'): (subsystem: string) => Log {
  const root = createLogger({
    level,
    format: format.combine(format.timestamp(), format.printf(line)),
    transports: [new transports.Stream({ stream })],
  })
  return (subsystem) => root.child({ subsystem })
}

function line({ timestamp, level, message, subsystem, ...facts }: Record<string, unknown>): string {
  const rest = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`
  return `${String(timestamp)} ${String(level)} ${String(subsystem)}: ${String(message)}${rest}`
}
