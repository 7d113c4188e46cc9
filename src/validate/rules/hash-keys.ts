import { TYPES_WITH_HASHES, visitHashes } from '../hash-places.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'
import { isDictionaryKey } from './dictionary-keys.ts'

/** Names of hash algorithms, own ones too, have three characters or more. Whether others know them: `hash-algo.ts`. */
export const HASH_KEYS: Rule = {
  code: 'hash-keys',
  severity: 'error',
  lenient: 'warning',
  clause: '2.7',
  about: 'Names of hash algorithms are 3 to 250 letters of ASCII, digits, hyphens and underscores.',
  advice: 'Name the algorithm as the vocabulary does, such as SHA-256.',
  types: TYPES_WITH_HASHES,
  object(object, speak) {
    visitHashes(object, (hashes, path) => {
      for (const name in hashes) {
        if (name.length > 2 && isDictionaryKey(name)) continue
        speak(
          under(path(), name),
          `${shown(name)} is no name of a hash algorithm: it has 3 to 250 letters, digits, hyphens and underscores, as SHA-256 has`,
        )
      }
    })
  },
}
