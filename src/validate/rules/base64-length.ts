import { placesByType, visit } from '../places.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

const placesOf = placesByType(({ kind }) => kind === 'binary')

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Base64 has four characters for each three bytes. That values of the specification have its characters only, the schema says. */
export const BASE64_LENGTH: Rule = {
  code: 'base64-length',
  severity: 'error',
  lenient: 'warning',
  clause: '2.1',
  about: 'Binary values (names in _bin) are whole groups of four characters of Base64.',
  advice: 'Encode the bytes as Base64 with padding (=) at the end, without line breaks.',
  object(object, speak) {
    visit(object, placesOf(object.type), (value, path) => {
      if (typeof value === 'string' && value.length % 4 !== 0 && BASE64.test(value)) sayLength(speak, path(), value)
    })
  },
  custom(speak, key, value, role, path) {
    if (typeof value !== 'string' || role !== 'property' || !key.endsWith('_bin')) return
    if (!BASE64.test(value)) speak(path(), `${shown(value)} is not Base64, as its name says`)
    else if (value.length % 4 !== 0) sayLength(speak, path(), value)
  },
}

function sayLength(speak: Speak, path: string, value: string): void {
  speak(path, `${shown(value, 30)} is cut off: Base64 comes in groups of four characters, and it has ${value.length}`)
}
