import { visitHex } from '../hex-places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Hexadecimal values are written in lower case. */
export const HEX_LOWER_CASE: Rule = {
  code: 'hex-lower-case',
  severity: 'error',
  lenient: 'information',
  clause: '2.8',
  about: 'Hexadecimal values (names in _hex) are lower case.',
  advice: 'Write the letters a to f in lower case.',
  object(object, speak) {
    visitHex(object, (value, path) => {
      if (/[A-F]/.test(value)) speak(path(), `${shown(value)} has capital letters: hexadecimal values are written with a to f`)
    })
  },
}
