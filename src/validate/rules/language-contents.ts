import { isRecord } from '../../misp/types.ts'
import { faultOfLanguage } from '../languages.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Translations stand under their language, and in it under the property that they translate. */
export const LANGUAGE_CONTENTS: Rule = {
  code: 'language-contents',
  severity: 'error',
  lenient: 'warning',
  clause: '7.1.1',
  about: 'The keys in contents are language tags of RFC 5646; below them stand names of properties.',
  advice: 'Write contents like {"de": {"name": "…"}}.',
  types: ['language-content'],
  object({ contents }, speak) {
    if (!isRecord(contents)) return
    for (const tag in contents) {
      const path = under('/contents', tag)
      const fault = faultOfLanguage(tag)
      if (fault !== undefined) speak(path, `the key ${shown(tag)} is no language tag: ${fault}`)
      const translated = contents[tag]
      if (!isRecord(translated)) continue
      for (const key in translated)
        if (!/^[a-z0-9_]{2,250}$/.test(key))
          speak(under(path, key), `${shown(key)} is no name of a property: those have lower-case letters, digits and underscores`)
    }
  },
}
