import type { Rule } from '../rule.ts'

/** An artifact is here or elsewhere, and what is elsewhere is known by its hash. */
export const ARTIFACT_CONTENT: Rule = {
  code: 'artifact-content',
  severity: 'error',
  lenient: 'warning',
  clause: '6.1.1',
  about: 'An artifact has payload_bin or url but not both, hashes with a url, and encryption_algorithm with a decryption_key.',
  advice: 'Remove one of payload_bin and url; add the hashes of what is at the url; name the algorithm of the key.',
  types: ['artifact'],
  object({ payload_bin: payload, url, hashes, decryption_key: key, encryption_algorithm: algorithm }, speak) {
    if (payload !== undefined && url !== undefined)
      speak('/url', 'payload_bin and url are both there: an artifact is either in the object or elsewhere')
    if (url !== undefined && hashes === undefined) speak('/url', 'url stands without hashes: they tell what was there')
    if (key !== undefined && algorithm === undefined)
      speak('/decryption_key', 'decryption_key stands without encryption_algorithm: a key is one of an algorithm')
  },
}
