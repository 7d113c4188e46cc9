import type { Rule } from '../rule.ts'
import { checkOrder, type TimePair } from './timestamp-order.ts'

const PAIRS: Readonly<Record<string, readonly TimePair[]>> = {
  'malware-analysis': [{ first: 'analysis_started', last: 'analysis_ended' }],
  'user-account': [
    { first: 'account_created', last: 'account_expires' },
    { first: 'account_first_login', last: 'account_last_login' },
  ],
  'x509-certificate': [{ first: 'validity_not_before', last: 'validity_not_after' }],
}

/** Times that the specification puts in no order, though there is only one that makes sense. */
export const TIMESTAMP_PLAUSIBLE: Rule = {
  code: 'timestamp-plausible',
  severity: 'information',
  clause: '2.16',
  about: 'An analysis ends after it was started, a certificate is valid from one time until a later one, and so with accounts.',
  advice: 'Look whether the two were swapped.',
  types: Object.keys(PAIRS),
  object(object, speak) {
    for (const pair of PAIRS[object.type] ?? []) checkOrder(object, pair, speak)
  },
}
