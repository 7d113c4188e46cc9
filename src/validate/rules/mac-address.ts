import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** A MAC address in the one form that STIX has. */
export const MAC_ADDRESS: Rule = {
  code: 'mac-address',
  severity: 'error',
  lenient: 'warning',
  clause: '6.10.1',
  about: 'The value of a mac-addr is six pairs of lower-case hexadecimal digits with colons between them.',
  advice: 'Write it like 00:00:ab:cd:ef:01.',
  types: ['mac-addr'],
  object({ value, defanged }, speak) {
    if (typeof value !== 'string' || defanged === true || /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(value)) return
    const pairs =
      value.length < 40 ? /^(?:[0-9A-Fa-f]{2}[:. -]?){6}$/.test(value) && value.replaceAll(/[^0-9A-Fa-f]/g, '') : false
    const right = pairs === false ? '00:00:ab:cd:ef:01' : (pairs.toLowerCase().match(/../g) ?? []).join(':')
    speak(
      '/value',
      `${shown(value)} is not written as MAC addresses are: ${pairs === false ? `as in ${right}` : `write ${right}`}`,
    )
  },
}
