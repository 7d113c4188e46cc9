import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { placesByType, visit } from '../places.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

const placesOf = placesByType(({ kind }) => kind === 'timestamp')

/** Times are on days that there are; the form of their text is a matter of the schema. */
export const TIMESTAMP_CALENDAR: Rule = {
  code: 'timestamp-calendar',
  severity: 'error',
  clause: '2.16.1',
  about: 'Times are on days that the calendar has, and at hours, minutes and seconds that a day has; second 60 is a leap second.',
  advice: 'Correct the day or the time.',
  object(object, speak) {
    check(object, '', speak)
    if (object.type !== 'observed-data' || !isRecord(object['objects'])) return
    for (const key in object['objects']) {
      const entry = object['objects'][key]
      if (isRecord(entry) && typeof entry['type'] === 'string') check(entry as StixObject, under('/objects', key), speak)
    }
  },
}

function check(object: StixObject, above: string, speak: Speak): void {
  visit(object, placesOf(object.type), (value, path) => {
    if (typeof value !== 'string') return
    const fault = faultOf(value)
    if (fault !== undefined && FORM.test(value)) speak(above + path(), `${shown(value)} is no time: ${fault}`)
  })
}

/** That of the schema: years of four digits, any fraction. */
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** What no calendar or clock has, of a text that has the form of a timestamp. */
function faultOf(text: string): string | undefined {
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  if (month < 1 || month > 12) return 'there are months 01 to 12'
  if (day < 1 || (day > 28 && day > daysOf(Number(text.slice(0, 4)), month))) return `that month has no day ${text.slice(8, 10)}`
  if (twoDigits(text, 11) > 23) return 'there are hours 00 to 23'
  if (twoDigits(text, 14) > 59) return 'there are minutes 00 to 59'
  return twoDigits(text, 17) > 60 ? 'there are seconds 00 to 59, and 60 as leap second' : undefined
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - ZERO * 11
}

const ZERO = 0x30

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
