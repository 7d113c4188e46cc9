import { placesByType, typesWith, visit } from '../places.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

const isVocabulary = ({ kind }: { kind: string }) => kind === 'vocabulary'
const placesOf = placesByType(isVocabulary)

/** Own words in the place of an open vocabulary are written as its words are. */
export const OPEN_VOCAB_FORMAT: Rule = {
  code: 'open-vocab-format',
  alias: '111',
  severity: 'warning',
  lenient: 'off',
  clause: '2.14',
  about: 'Words of open vocabularies are lower case, with hyphens between their parts.',
  advice: 'Write it in lower case, with hyphens in the place of blanks and underscores.',
  types: typesWith(isVocabulary),
  object(object, speak) {
    visit(object, placesOf(object.type), (value, path, { words }) => {
      if (typeof value !== 'string' || isWord(value) || words?.includes(value)) return
      speak(path(), `${shown(value)} is not written as words of vocabularies are: in lower case, with hyphens, as exploit-kit is`)
    })
  },
}

/** Lower case, and neither blanks nor underscores. */
export function isWord(text: string): boolean {
  return !/[\s_]/.test(text) && text === text.toLowerCase()
}
