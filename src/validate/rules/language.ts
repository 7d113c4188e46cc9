import { faultOfLanguage } from '../languages.ts'
import { placesByType, typesWith, visit } from '../places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

const isLanguage = ({ kind }: { kind: string }, key: string) => kind === 'string' && key === 'lang'
const placesOf = placesByType(isLanguage)

/** Languages are named by tags. */
export const LANGUAGE: Rule = {
  code: 'language',
  severity: 'error',
  lenient: 'warning',
  clause: '3.2',
  about: 'lang of objects and of granular markings is a language tag of RFC 5646.',
  advice: 'Write a tag such as en, pt-BR or zh-Hans.',
  types: typesWith(isLanguage),
  object(object, speak) {
    visit(object, placesOf(object.type), (value, path) => {
      const fault = typeof value === 'string' ? faultOfLanguage(value) : undefined
      if (fault !== undefined) speak(path(), `${shown(value)} is no language tag: ${fault}`)
    })
  },
}
