import { isCustomHex, visitHex } from '../hex-places.ts'
import type { Rule, Speak } from '../rule.ts'
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
      sayCapitals(speak, path, value)
    })
  },
  custom(speak, ...step) {
    if (isCustomHex(...step)) sayCapitals(speak, step[3], String(step[1]))
  },
}

function sayCapitals(speak: Speak, path: () => string, value: string): void {
  if (/[A-F]/.test(value)) speak(path(), `${shown(value)} has capital letters: hexadecimal values are written with a to f`)
}
