import { MODEL } from '../../stix/model.ts'
import { compareTimestamps } from '../../stix/pattern/match/timestamps.ts'
import type { StixObject } from '../../stix/types.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

/** Two times of an object; `isStrict`: they are not the same moment either. */
export interface TimePair {
  readonly first: string
  readonly last: string
  readonly isStrict?: true
}

const VERSIONS: TimePair = { first: 'created', last: 'modified' }
const SEEN: TimePair = { first: 'first_seen', last: 'last_seen' }

/** Sections 3.2, 4, 5 and 6.12.1; of other times the specification does not demand an order. */
const PAIRS: Readonly<Record<string, TimePair>> = {
  campaign: SEEN,
  infrastructure: SEEN,
  'intrusion-set': SEEN,
  malware: SEEN,
  sighting: SEEN,
  'threat-actor': SEEN,
  'observed-data': { first: 'first_observed', last: 'last_observed' },
  indicator: { first: 'valid_from', last: 'valid_until', isStrict: true },
  relationship: { first: 'start_time', last: 'stop_time', isStrict: true },
  'network-traffic': { first: 'start', last: 'end' },
}

/** What comes first is not later than what comes last. */
export const TIMESTAMP_ORDER: Rule = {
  code: 'timestamp-order',
  severity: 'error',
  lenient: 'warning',
  clause: '3.2 and those on the types',
  about:
    'Times stand in their order: modified not before created, last_seen not before first_seen, valid_until after valid_from.',
  advice: 'Correct the one that is wrong.',
  object(object, speak) {
    checkOrder(object, VERSIONS, speak)
    const pair = object.type in MODEL ? PAIRS[object.type] : undefined
    if (pair !== undefined) checkOrder(object, pair, speak)
  },
}

/** Speaks when two times of an object are in the wrong order; whether they are times at all is told elsewhere. */
export function checkOrder(object: StixObject, { first, last, isStrict }: TimePair, speak: Speak): void {
  const early = object[first]
  const late = object[last]
  if (typeof early !== 'string' || typeof late !== 'string') return
  if (early === late ? isStrict !== true : isSorted(early, late)) return
  const order = compareTimestamps(early, late)
  if (order === undefined || (isStrict === true ? order < 0 : order <= 0)) return
  const wanted = isStrict === true ? 'it must be later' : 'it must not be earlier'
  speak(`/${last}`, `${last} (${shown(late)}) is ${order === 0 ? 'the same as' : 'before'} ${first} (${shown(early)}): ${wanted}`)
}

/** Texts of one length sort as their moments do, which spares reading them. */
function isSorted(early: string, late: string): boolean {
  return early.length === late.length && early.length < 40 && early < late && early.endsWith('Z') && late.endsWith('Z')
}
