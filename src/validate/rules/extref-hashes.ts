import { isRecord } from '../../misp/types.ts'
import { typesWith } from '../places.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** What a reference points at is told by its hash: pages change. */
export const EXTREF_HASHES: Rule = {
  code: 'extref-hashes',
  alias: '302',
  severity: 'warning',
  lenient: 'off',
  clause: '2.5.1',
  about: 'External references with a url have hashes of what is there.',
  advice: 'Add the SHA-256 of what the URL gave.',
  types: typesWith(({ kind }) => kind === 'external-reference'),
  object({ external_references: references }, speak) {
    if (!Array.isArray(references)) return
    for (let index = 0; index < references.length; index++) {
      const reference: unknown = references[index]
      if (isRecord(reference) && reference['url'] !== undefined && reference['hashes'] === undefined)
        speak(under('/external_references', index), 'it has a url, but no hashes that tell what was there')
    }
  },
}
