import { isHex } from '../../stix/hash-forms.ts'
import { visitHex } from '../hex-places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Hexadecimal values are whole bytes. That those of the specification have digits only, the schema says. */
export const HEX_EVEN: Rule = {
  code: 'hex-even',
  severity: 'error',
  lenient: 'warning',
  clause: '2.8',
  about: 'Hexadecimal values (names in _hex) have two digits for each byte.',
  advice: 'Write two hexadecimal digits for each byte: 0f, not f or 0x0f.',
  object(object, speak) {
    visitHex(object, (value, path, isCustom) => {
      const hasDigits = isHex(value)
      if (hasDigits && value.length % 2 === 1) speak(path(), `${shown(value)} has ${value.length} digits: a byte has two of them`)
      if (!hasDigits && isCustom)
        speak(path(), `${shown(value)} is not hexadecimal, as its name says: that has the digits 0 to 9 and a to f only`)
    })
  },
}
