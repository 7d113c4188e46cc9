import { placesByType, visit } from '../places.ts'
import type { Rule, Speak } from '../rule.ts'

const placesOf = placesByType(({ kind, or }) => kind === 'integer' || or === 'integer')

const isLarge = (value: unknown) =>
  typeof value === 'number' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)

/** From here on JSON is written with an exponent, as floats are: of custom content nobody can tell that an integer was meant. */
const FLOAT = 1e21

/** Integers are what all readers of JSON can hold exactly. */
export const INTEGER_RANGE: Rule = {
  code: 'integer-range',
  severity: 'error',
  lenient: 'warning',
  clause: '2.10',
  about: 'Integers lie between -9007199254740991 and 9007199254740991.',
  advice: 'Write larger numbers as strings, in a property of your own.',
  object(object, speak) {
    visit(object, placesOf(object.type), (value, path) => {
      if (isLarge(value)) say(speak, path())
    })
  },
  custom(speak, _, value, _role, path) {
    if (isLarge(value) && Math.abs(value as number) < FLOAT) say(speak, path())
  },
}

function say(speak: Speak, path: string): void {
  // The digits that stand there are not known any more: the number was rounded when it was read
  speak(
    path,
    'the integer is too large: integers lie between -9007199254740991 and 9007199254740991, others are read as another number',
  )
}
