import { TYPES_WITH_HASHES, visitHashes } from '../hash-places.ts'
import type { Rule } from '../rule.ts'

/** A SHA-256 is what most others can look up: a SHOULD "whenever possible", and whether it was nobody can tell. */
export const SHA256_IN_HASHES: Rule = {
  code: 'sha256-in-hashes',
  severity: 'information',
  clause: '2.7',
  about: 'Hashes include the SHA-256 where it is known.',
  advice: 'Add the SHA-256.',
  optional: true,
  types: TYPES_WITH_HASHES,
  object(object, speak) {
    visitHashes(object, (hashes, path) => {
      if (!Object.hasOwn(hashes, 'SHA-256')) speak(path(), 'there is no SHA-256 among the hashes, the one that most others know')
    })
  },
}
