import { isIdentifier, isTarget, targetsInWords, typeInId } from '../identifiers.ts'
import { placesByType, visit } from '../places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

const placesOf = placesByType(({ kind, targets }) => kind === 'identifier' && targets !== undefined)

/** References point at objects of the types that the property is for. */
export const REFERENCE_TYPES: Rule = {
  code: 'reference-types',
  severity: 'error',
  clause: '3.3',
  about: 'A reference points at an object of a type that its property allows.',
  advice: 'Point at an object of an allowed type, or say it with a relationship.',
  object(object, speak) {
    visit(object, placesOf(object.type), (value, path, { targets = [] }) => {
      if (typeof value !== 'string') return
      const type = typeInId(value)
      if (type === undefined || isTarget(type, targets) || !isIdentifier(value)) return
      speak(path(), `${shown(value)} is an id of type ${type}: this property takes ids of ${targetsInWords(targets)}`)
    })
  },
}
