import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** Both editions reserve these; `phone_numbers`, which the OASIS schemas refuse, is of STIX 2.0. */
export const RESERVED_NAMES: readonly string[] = ['severity', 'username', 'phone_number', 'action']

/** Some names are kept for later editions. */
export const RESERVED_PROPERTIES: Rule = {
  code: 'reserved-properties',
  severity: 'error',
  lenient: 'warning',
  clause: '3.8',
  about: 'No object has a property severity, username, phone_number or action.',
  advice: 'Give it a name of your own, best in a property extension.',
  object(object, speak) {
    for (const name of RESERVED_NAMES)
      if (Object.hasOwn(object, name))
        speak(under('', name), `the name ${name} is reserved for later editions: nobody may use it`)
  },
}
