import { parseTime } from '../../stix/timestamp.ts'
import type { MispRule } from '../misp-rule.ts'
import { fieldsWhere, kindsOf } from '../misp-values.ts'

const DAYS = fieldsWhere(({ kind }) => kind === 'day')

export const CALENDAR_DAY: MispRule = {
  code: 'calendar-day',
  severity: 'error',
  clause: 'MISP 2.5, validation of its event model',
  about: 'The date of an event is a day that there is.',
  advice: 'Write a day of the calendar.',
  kinds: kindsOf(DAYS),
  record(record, speak, { kind }) {
    for (const [key] of DAYS[kind] ?? []) {
      const value = record[key]
      const [, year, month = '', day = ''] =
        (typeof value === 'string' && value.length <= 10 && /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(value)) || []
      if (year !== undefined && parseTime(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) === undefined)
        speak(`/${key}`, `there is no day ${String(value)}`)
    }
  },
}
