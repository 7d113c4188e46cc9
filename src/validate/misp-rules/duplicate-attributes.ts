import { hash } from 'node:crypto'
import { asServed } from '../../misp/normalise.ts'
import type { MispRule } from '../misp-rule.ts'
import { isSet, textOf, uuidOf } from '../misp-values.ts'
import { shown } from '../shown.ts'

export const DUPLICATE_ATTRIBUTES: MispRule = {
  code: 'duplicate-attributes',
  severity: 'warning',
  clause: 'MISP 2.5, valueIsUnique of its attribute model',
  about: 'No two attributes of an event have the same type, category and value; those of objects may.',
  advice: 'Remove the second one; MISP does so without a word.',
  kinds: ['attribute'],
  open(speak) {
    const seen = new Set<string>()
    return {
      record(attribute, place) {
        const { type, category, value, object_relation: relation, deleted } = attribute
        const text = textOf(value)
        if (place.aboveKind !== 'event' || typeof type !== 'string' || text === undefined) return
        if ((typeof relation === 'string' && relation !== '') || isSet(deleted)) return
        const key = keyOf(`${type}\0${textOf(category) ?? ''}\0${asServed(type, text)}`)
        if (seen.has(key))
          speak(
            place.path(),
            uuidOf(attribute),
            `another ${type} of the same category has the value ${shown(text)}: MISP skips this one`,
          )
        else seen.add(key)
      },
    }
  },
}

/** Long values are remembered by their hash. */
function keyOf(text: string): string {
  return text.length < 128 ? text : hash('sha256', text, 'base64')
}
