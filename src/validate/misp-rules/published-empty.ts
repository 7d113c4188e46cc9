import type { MispRecord } from '../../misp/types.ts'
import type { MispRule } from '../misp-rule.ts'
import { isSet, listOf, uuidOf } from '../misp-values.ts'

export const PUBLISHED_EMPTY: MispRule = {
  code: 'published-empty',
  severity: 'error',
  clause: 'measured on MISP 2.5.1: "Received a published event that was empty"',
  about: 'A published event has an attribute, an object or a report.',
  advice: 'Add what it is about, or set published to false.',
  kinds: ['event', 'attribute', 'object'],
  open(speak) {
    let event: MispRecord | undefined
    let isEmpty = true
    return {
      record(record, { kind }) {
        if (kind === 'event') event = record
        else isEmpty = false
      },
      end() {
        if (event !== undefined && isEmpty && isSet(event['published']) && listOf(event['EventReport']).length === 0)
          speak('/published', uuidOf(event), 'the event is published, but it has no attribute, object or report: MISP refuses it')
      },
    }
  },
}
