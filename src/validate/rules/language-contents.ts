import { isRecord } from '../../misp/types.ts'
import { faultOfLanguage } from '../languages.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Translations stand under their language. */
export const LANGUAGE_CONTENTS: Rule = {
  code: 'language-contents',
  severity: 'error',
  lenient: 'warning',
  clause: '7.1.1',
  about: 'The keys in contents are language tags of RFC 5646.',
  advice: 'Write contents like {"de": {"name": "…"}}.',
  types: ['language-content'],
  object({ contents }, speak) {
    if (!isRecord(contents)) return
    for (const tag in contents) {
      const fault = faultOfLanguage(tag)
      if (fault !== undefined) speak(under('/contents', tag), `the key ${shown(tag)} is no language tag: ${fault}`)
    }
  },
}
