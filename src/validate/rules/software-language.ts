import { faultOfLanguage } from '../languages.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Languages that software speaks are named by tags. */
export const SOFTWARE_LANGUAGE: Rule = {
  code: 'software-language',
  severity: 'error',
  lenient: 'warning',
  clause: '6.14.1',
  about: 'The languages of software are language tags of RFC 5646.',
  advice: 'Write tags such as en, pt-BR or zh-Hans.',
  types: ['software'],
  object({ languages }, speak) {
    if (!Array.isArray(languages)) return
    for (let index = 0; index < languages.length; index++) {
      const tag: unknown = languages[index]
      const fault = typeof tag === 'string' ? faultOfLanguage(tag) : undefined
      if (fault !== undefined) speak(under('/languages', index), `${shown(tag)} is no language tag: ${fault}`)
    }
  },
}
