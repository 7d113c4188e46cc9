/** A moment: whole seconds since 1970 (may be negative) and the digits behind the decimal point as they were written. */
export interface Moment {
  seconds: number
  fraction: string
}

const DAY = 86_400

/** The first moment of year 0 and the last of year 9999: what four digits can write. */
const FIRST = -62_167_219_200
const LAST = 253_402_300_799

let cachedDay = Number.NaN
let cachedDate = ''

/** `YYYY-MM-DDTHH:MM:SS` of whole seconds since 1970, or `undefined` outside the years 0000-9999. */
function secondsText(seconds: number): string | undefined {
  if (!(seconds >= FIRST && seconds <= LAST)) return undefined
  const day = Math.floor(seconds / DAY)
  if (day !== cachedDay) {
    cachedDate = new Date(day * DAY * 1000).toISOString().slice(0, 11)
    cachedDay = day
  }
  const rest = seconds - day * DAY
  const hour = (rest / 3600) | 0
  const minute = ((rest - hour * 3600) / 60) | 0
  const second = rest - hour * 3600 - minute * 60
  return `${cachedDate}${hour < 10 ? '0' : ''}${hour}:${minute < 10 ? '0' : ''}${minute}:${second < 10 ? '0' : ''}${second}`
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
  const moment = readTime(text)
  lastText = text
  lastMoment = moment
  return moment
}

/** Elements of one event share few times: the last one read is likely asked for again. */
let lastText: string | undefined
let lastMoment: Moment | undefined

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
