import { VOCABULARY } from '../../stix/vocabulary.ts'
import { TYPES_WITH_HASHES, visitHashes } from '../hash-places.ts'
import { hintOf } from '../nearest.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

const ALGORITHMS: readonly string[] = VOCABULARY['hash-algorithm-ov']
const known = new Set(ALGORITHMS)

/**
 * Hash algorithms have the names of the vocabulary. Where it is used, the text says that keys MUST come from it (6.7.1, 2.5.1 …); but it is
 * an open one, from which others may be taken (2.14), and section 2.7 itself shows `x_foo_hash`: a SHOULD.
 */
export const HASH_ALGO: Rule = {
  code: 'hash-algo',
  alias: '241',
  severity: 'warning',
  lenient: 'information',
  clause: '10.7',
  about: 'Names of hash algorithms are words of hash-algorithm-ov, or begin with x_.',
  advice: 'Name the algorithm as the vocabulary does, or begin its name with x_.',
  types: TYPES_WITH_HASHES,
  object(object, speak) {
    visitHashes(object, (hashes, path) => {
      for (const name in hashes) if (!known.has(name) && !name.startsWith('x_')) speak(under(path(), name), messageOf(name))
    })
  },
}

function messageOf(name: string): string {
  const hint = hintOf(name, ALGORITHMS)
  return `${shown(name)} is no word of hash-algorithm-ov: ${hint?.startsWith('write') ? hint : `its words are ${ALGORITHMS.join(', ')}`}`
}
