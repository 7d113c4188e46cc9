import type { MispRule } from '../misp-rule.ts'
import { fieldsWhere, kindsOf, numberOf } from '../misp-values.ts'

const SECONDS = fieldsWhere(({ kind }) => kind === 'seconds')

/** What a signed column of four bytes holds: until 2038. */
const LAST = 2 ** 31 - 1

export const TIMESTAMP_RANGE: MispRule = {
  code: 'timestamp-range',
  severity: 'error',
  clause: 'MISP 2.5, its database: timestamp int(11)',
  about: 'Timestamps are seconds since 1970 that fit into four bytes.',
  advice: 'Write seconds, not milliseconds.',
  kinds: kindsOf(SECONDS),
  record(record, speak, { kind }) {
    for (const [key] of SECONDS[kind] ?? []) {
      const value = numberOf(record[key])
      if (value === undefined || value <= LAST) continue
      const hint = value > 1e11 ? '; these look like milliseconds' : ''
      speak(`/${key}`, `${key} is seconds since 1970, at most ${LAST}, not ${value}${hint}`)
    }
  },
}
