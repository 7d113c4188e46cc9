import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'
import { faultOfEmail } from '../email-addresses.ts'

/** A mail address without the name of its owner. */
export const EMAIL_ADDR: Rule = {
  code: 'email-addr',
  severity: 'error',
  lenient: 'warning',
  clause: '6.5.1',
  about: 'The value of an email-addr is an addr-spec of RFC 5322.',
  advice: 'Write the address alone, like jane.smith@example.com; the name of its owner is the display_name.',
  types: ['email-addr'],
  object({ value, defanged }, speak) {
    if (typeof value !== 'string' || defanged === true) return
    const fault = faultOfEmail(value)
    if (fault !== undefined) speak('/value', `${shown(value)} is no mail address: ${fault}`)
  },
}
