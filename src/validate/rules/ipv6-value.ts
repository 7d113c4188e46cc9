import { isIpv6 } from '../../stix/forms.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** An IPv6 address, or a network in CIDR notation. */
export const IPV6_VALUE: Rule = {
  code: 'ipv6-value',
  severity: 'error',
  lenient: 'warning',
  clause: '6.9.1',
  about: 'The value of an ipv6-addr is an address as of RFC 4291, or a network in CIDR notation.',
  advice: 'Write it like 2001:db8::1 or 2001:db8::/32; an IPv4 address is an ipv4-addr.',
  types: ['ipv6-addr'],
  object({ value, defanged }, speak) {
    if (typeof value !== 'string' || defanged === true || isIpv6(value)) return
    const hint = value.length < 50 && !value.includes(':') ? ' (an IPv4 address is an ipv4-addr)' : ''
    speak('/value', `${shown(value)} is no IPv6 address or network such as 2001:db8::1 or 2001:db8::/32${hint}`)
  },
}
