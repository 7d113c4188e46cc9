import { parseTime } from '../../timestamp.ts'
import { isTimestampText } from '../literal-text.ts'

/**
 * Orders two STIX timestamps by the moment, whatever their precision: negative when `a` is earlier, `undefined` where one of them
 * is none.
 */
export function compareTimestamps(a: string, b: string): number | undefined {
  const left = momentOf(a)
  const right = momentOf(b)
  if (left === undefined || right === undefined) return undefined
  if (left.seconds !== right.seconds) return left.seconds - right.seconds
  return left.fraction < right.fraction ? -1 : left.fraction > right.fraction ? 1 : 0
}

/** Microseconds since 1970; digits behind those are cut off. NaN for what is no STIX timestamp. */
export function microsecondsOf(text: unknown): number {
  const moment = typeof text === 'string' ? momentOf(text) : undefined
  if (moment === undefined) return Number.NaN
  return moment.seconds * 1_000_000 + Number(moment.fraction.slice(0, 6).padEnd(6, '0'))
}

/** The fraction without zeros at its end: so texts of it have the order of the numbers. */
function momentOf(text: string): { seconds: number; fraction: string } | undefined {
  if (!isTimestampText(text)) return undefined
  const whole = parseTime(`${text.slice(0, 19)}Z`)
  if (whole === undefined) return undefined
  let end = text.length - 1
  while (end > 20 && text.charCodeAt(end - 1) === ZERO) end--
  return { seconds: whole.seconds, fraction: text.slice(20, end) }
}

const ZERO = 0x30
