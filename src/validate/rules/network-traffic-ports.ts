import type { Rule } from '../rule.ts'

/** Network traffic tells its ports. */
export const NETWORK_TRAFFIC_PORTS: Rule = {
  code: 'network-traffic-ports',
  alias: '301',
  severity: 'warning',
  lenient: 'off',
  clause: '6.12',
  about: 'Network traffic has src_port and dst_port.',
  advice: 'Add the ports where they are known.',
  types: ['network-traffic'],
  object({ src_port: source, dst_port: destination }, speak) {
    if (source === undefined && destination === undefined)
      speak('', 'it has neither src_port nor dst_port: both tell what was spoken to')
    else if (source === undefined) speak('', 'it has no src_port: both ports tell who spoke to what')
    else if (destination === undefined) speak('', 'it has no dst_port: both ports tell who spoke to what')
  },
}
