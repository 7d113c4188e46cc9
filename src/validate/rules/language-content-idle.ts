import type { Rule } from '../rule.ts'
import { openTranslations } from '../translations.ts'

/** A translation is of something. It may be of what is not there or no text: readers MUST ignore it, and writers are not told. */
export const LANGUAGE_CONTENT_IDLE: Rule = {
  code: 'language-content-idle',
  severity: 'information',
  clause: '7.1.1',
  about: 'What contents translates is there in the object, and is a text.',
  advice: 'Look whether the name is right; readers ignore the translation.',
  open: (speak) => openTranslations('idle', speak),
}
