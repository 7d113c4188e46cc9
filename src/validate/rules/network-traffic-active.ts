import type { Rule } from '../rule.ts'

/** What has ended is not active. */
export const NETWORK_TRAFFIC_ACTIVE: Rule = {
  code: 'network-traffic-active',
  severity: 'error',
  lenient: 'information',
  clause: '6.12.1',
  about: 'Network traffic with an end has is_active false, and what is active has no end.',
  advice: 'Set is_active to false, or remove end.',
  types: ['network-traffic'],
  object({ end, is_active: isActive }, speak) {
    if (end === undefined || isActive === false) return
    if (isActive === undefined) speak('/end', 'it has an end, but no is_active: beside an end, is_active is false')
    else if (isActive === true)
      speak('/is_active', 'is_active is true, but the traffic has an end: beside an end, is_active is false')
  },
}
