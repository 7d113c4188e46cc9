import type { Rule } from '../rule.ts'
import { openTranslations } from '../translations.ts'

/** A translation has the shape of what it translates. */
export const LANGUAGE_CONTENT_MIRRORS: Rule = {
  code: 'language-content-mirrors',
  severity: 'error',
  lenient: 'warning',
  clause: '7.1.1',
  about: 'A translation in contents has the shape of what it translates: a text for a text, a list of equal length for a list.',
  advice: 'Write it in the form that it has in the object; leave untranslated items of lists empty ("").',
  open: (speak) => openTranslations('shape', speak),
}
