import { isHex } from '../../stix/hash-forms.ts'
import { isCustomHex, visitHex } from '../hex-places.ts'
import type { Rule, Speak } from '../rule.ts'
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
    visitHex(object, (value, path) => {
      if (isHex(value) && value.length % 2 === 1) sayOdd(speak, path(), value)
    })
  },
  custom(speak, ...step) {
    if (!isCustomHex(...step)) return
    const value = String(step[1])
    const path = step[3]()
    if (!isHex(value))
      speak(path, `${shown(value)} is not hexadecimal, as its name says: that has the digits 0 to 9 and a to f only`)
    else if (value.length % 2 === 1) sayOdd(speak, path, value)
  },
}

function sayOdd(speak: Speak, path: string, value: string): void {
  speak(path, `${shown(value)} has ${value.length} digits: a byte has two of them`)
}
