/** A moment: whole seconds since 1970 (may be negative) and the digits behind the decimal point as they were written. */
export interface Moment {
  seconds: number
  fraction: string
}

const DAY = 86_400

/** The first moment of year 0 and the last of year 9999: what four digits can write. */
const FIRST = -62_167_219_200
const LAST = 253_402_300_799

/** Days that were printed, because the elements of events share few of them: day since 1970 -> `YYYY-MM-DDT`. */
const dates = new Map<number, string>()

function dateText(day: number): string {
  const known = dates.get(day)
  if (known !== undefined) return known
  const text = new Date(day * DAY * 1000).toISOString().slice(0, 11)
  if (dates.size >= 4096) dates.clear()
  dates.set(day, text)
  return text
}

/** `YYYY-MM-DDTHH:MM:SS` of whole seconds since 1970, or `undefined` outside the years 0000-9999. */
function secondsText(seconds: number): string | undefined {
  if (!(seconds >= FIRST && seconds <= LAST)) return undefined
  const day = Math.floor(seconds / DAY)
  const rest = seconds - day * DAY
  const hour = (rest / 3600) | 0
  const minute = ((rest - hour * 3600) / 60) | 0
  const second = rest - hour * 3600 - minute * 60
  return `${dateText(day)}${hour < 10 ? '0' : ''}${hour}:${minute < 10 ? '0' : ''}${minute}:${second < 10 ? '0' : ''}${second}`
}

/** A STIX timestamp (section 2.16) with exactly the given digits behind the point; none: without a point. */
export function formatTimestamp({ seconds, fraction }: Moment): string | undefined {
  const text = secondsText(seconds)
  return text === undefined ? undefined : fraction === '' ? `${text}Z` : `${text}.${fraction}Z`
}

/** STIX' form for `created` and `modified` (section 3.2): milliseconds, from whole seconds since 1970. */
export function isoMilliseconds(seconds: number): string | undefined {
  const text = secondsText(seconds)
  return text === undefined ? undefined : `${text}.000Z`
}

/** MISP's form for `first_seen` and `last_seen`: microseconds, UTC written `+00:00`. */
export function mispMicroseconds({ seconds, fraction }: Moment): string | undefined {
  const text = secondsText(seconds)
  return text === undefined ? undefined : `${text}.${fraction.slice(0, 6).padEnd(6, '0')}+00:00`
}

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/

/** Reads a date or time as MISP and STIX write them; without an offset it is UTC. `undefined` when it is none. */
export function parseTime(text: string): Moment | undefined {
  if (text === lastText) return lastMoment
  const moment = readUsualTime(text) ?? readTime(text)
  lastText = text
  lastMoment = moment
  return moment
}

/** Elements of one event share few times: the last one read is likely asked for again. */
let lastText: string | undefined
let lastMoment: Moment | undefined

/**
 * Reads what STIX and MISP write, `YYYY-MM-DDTHH:MM:SS[.fff]` with `Z` or `+00:00`, several times as fast as the form with all its
 * options. Leaves to that what is no such text or is rare: the last days of a month, the first century.
 */
function readUsualTime(text: string): Moment | undefined {
  const end = text.length - (text.charCodeAt(text.length - 1) === Z ? 1 : text.endsWith('+00:00') ? 6 : text.length)
  if (end < 19 || end > 29 || text.charCodeAt(10) !== T) return undefined
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  if (!(year > 99 && month > 0 && month < 13 && day > 0 && day < 29)) return undefined
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  if (!(hour < 24 && minute < 60 && second < 61)) return undefined
  const seconds = Date.UTC(year, month - 1, day) / 1000 + hour * 3600 + minute * 60 + second
  if (end === 19) return { seconds, fraction: '' }
  return text.charCodeAt(19) === POINT && digits(text, 20, end) >= 0 ? { seconds, fraction: text.slice(20, end) } : undefined
}

/** The number that digits stand for; not a number where others stand among them, or none. */
function digits(text: string, from: number, to: number): number {
  if (from === to) return Number.NaN
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

const HYPHEN = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const COLON = 0x3a
const T = 0x54
const Z = 0x5a

function readTime(text: string): Moment | undefined {
  if (text.length > 40) return undefined
  const parts = FORM.exec(text)
  if (parts === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset = 'Z'] = parts
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const date = new Date(midnight)
  if (Number(year) < 100) date.setUTCFullYear(Number(year))
  if (date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1) return undefined
  const seconds = date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetSeconds(offset)
  return { seconds, fraction }
}

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return (offset.startsWith('-') ? -minutes : minutes) * 60
}

/** Orders two moments: negative when `a` is earlier. */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.seconds !== b.seconds) return a.seconds - b.seconds
  const left = a.fraction.padEnd(9, '0')
  const right = b.fraction.padEnd(9, '0')
  return left < right ? -1 : left > right ? 1 : 0
}

/** Is moment `a` after moment `b`? `false` where one of them is no time. */
export function isLater(a: string, b: string): boolean {
  if (a === b) return false
  const left = parseTime(a)
  const right = parseTime(b)
  return left !== undefined && right !== undefined && compareMoments(left, right) > 0
}

/** Do two values name the same moment, however they are written? */
export function isSameMoment(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const left = parseTime(String(a))
  const right = parseTime(String(b))
  return left !== undefined && right !== undefined && compareMoments(left, right) === 0
}
