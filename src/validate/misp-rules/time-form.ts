import { isMispTime } from '../../misp/time.ts'
import type { MispRule } from '../misp-rule.ts'
import { fieldsWhere, kindsOf } from '../misp-values.ts'
import { shown } from '../shown.ts'

const TIMES = fieldsWhere(({ kind }) => kind === 'time' || kind === 'moment')

export const TIME_FORM: MispRule = {
  code: 'time-form',
  severity: 'error',
  clause: 'MISP 2.5, datetimeOrNull of its models',
  about: 'Times are written so that MISP reads them.',
  advice: 'Write it like 2026-03-04T05:06:07+00:00.',
  kinds: kindsOf(TIMES),
  record(record, speak, { kind }) {
    for (const [key] of TIMES[kind] ?? []) {
      const value = record[key]
      if (typeof value === 'string' && value !== '' && !isMispTime(value))
        speak(`/${key}`, `${key} is a time, such as 2026-03-04T05:06:07+00:00, not ${shown(value)}`)
    }
  },
}
