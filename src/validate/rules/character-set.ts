import { characterSetNamed } from '../lists/character-sets.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Character sets have their registered names. */
export const CHARACTER_SET: Rule = {
  code: 'character-set',
  severity: 'error',
  lenient: 'warning',
  clause: '3.9.1',
  about: 'path_enc and name_enc are names of character sets that IANA has, the preferred MIME name where there is one.',
  advice: 'Use the name that MIME prefers, such as ISO-8859-1 or windows-1252.',
  types: ['directory', 'file'],
  object(object, speak) {
    const key = object.type === 'file' ? 'name_enc' : 'path_enc'
    const name = object[key]
    if (typeof name !== 'string') return
    const preferred = name.length > 60 ? undefined : characterSetNamed(name)
    if (preferred === undefined) speak(`/${key}`, `${shown(name)} is no registered character set, as UTF-8 and windows-1252 are`)
    else if (preferred.toLowerCase() !== name.toLowerCase())
      speak(`/${key}`, `${shown(name)} is another name of ${preferred}: use that one, which is preferred`)
  },
}
