import { isLater } from '../../stix/timestamp.ts'
import type { MispRule } from '../misp-rule.ts'

export const SEEN_ORDER: MispRule = {
  code: 'seen-order',
  severity: 'error',
  clause: 'MISP 2.5, validateLastSeenValue of its models',
  about: 'first_seen is not after last_seen.',
  advice: 'Mend one of the times.',
  kinds: ['attribute', 'object', 'shadow-attribute'],
  record({ first_seen: first, last_seen: last }, speak) {
    if (typeof first === 'string' && typeof last === 'string' && isLater(first, last))
      speak('/last_seen', `last_seen ${last} is before first_seen ${first}: MISP refuses that`)
  },
}
