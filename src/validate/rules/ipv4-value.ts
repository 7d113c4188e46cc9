import { isIpv4 } from '../../stix/forms.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** An IPv4 address, or a network in CIDR notation. */
export const IPV4_VALUE: Rule = {
  code: 'ipv4-value',
  severity: 'error',
  lenient: 'warning',
  clause: '6.8.1',
  about: 'The value of an ipv4-addr is an address in four decimal numbers, or a network in CIDR notation.',
  advice: 'Write it like 198.51.100.3 or 198.51.100.0/24; an IPv6 address is an ipv6-addr.',
  types: ['ipv4-addr'],
  object({ value, defanged }, speak) {
    if (typeof value !== 'string' || defanged === true || isIpv4(value)) return
    const hint =
      value.length < 50 && value.includes(':') ? ' (an IPv6 address is an ipv6-addr, and a port has no place in it)' : ''
    speak('/value', `${shown(value)} is no IPv4 address or network such as 198.51.100.3 or 198.51.100.0/24${hint}`)
  },
}
