import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** `phone_numbers` is what the first edition and the OASIS schemas reserve in the place of `phone_number`. */
const RESERVED = ['severity', 'username', 'phone_number', 'phone_numbers', 'action']

/** Some names are kept for later editions. */
export const RESERVED_PROPERTIES: Rule = {
  code: 'reserved-properties',
  severity: 'error',
  lenient: 'warning',
  clause: '3.8',
  about: 'No object has a property severity, username, phone_number, phone_numbers or action.',
  advice: 'Give it a name of your own, best in a property extension.',
  object(object, speak) {
    for (const name of RESERVED)
      if (Object.hasOwn(object, name))
        speak(under('', name), `the name ${name} is reserved for later editions: nobody may use it`)
  },
}
