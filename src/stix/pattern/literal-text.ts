/** The forms that the texts of `h'…'`, `b'…'` and `t'…'` must have (STIX 2.1, section 9.2). */

export function isHexText(text: string): boolean {
  return text.length % 2 === 0 && !NOT_HEX.test(text)
}

/** Base64 per RFC 4648 with padding. Line breaks count for nothing, as section 9.2 wants. */
export function isBase64Text(text: string): boolean {
  const octets = LINE_BREAK.test(text) ? text.replaceAll(LINE_BREAKS, '') : text
  if (octets.length % 4 !== 0) return false
  const padding = octets.endsWith('==') ? 2 : octets.endsWith('=') ? 1 : 0
  return !NOT_BASE64.test(octets.slice(0, octets.length - padding))
}

/** A timestamp of section 2.16 that exists in the calendar. Second 60 passes: leap seconds are real. */
export function isTimestampText(text: string): boolean {
  const parts = TIMESTAMP.exec(text)
  if (parts === null) return false
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as Six
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false
  return hour < 24 && minute < 60 && second <= 60
}

/** What `isTimestampText` asks for, in words. */
export const TIMESTAMP_FORM = 'an existing time as YYYY-MM-DDTHH:MM:SS[.s]Z'

type Six = [number, number, number, number, number, number]

const NOT_HEX = /[^0-9A-Fa-f]/
const NOT_BASE64 = /[^A-Za-z0-9+/]/
const LINE_BREAK = /[\r\n]/
const LINE_BREAKS = /[\r\n]+/g
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
