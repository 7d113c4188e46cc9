import { hashFormOf } from '../../stix/hash-forms.ts'
import { TYPES_WITH_HASHES, visitHashes } from '../hash-places.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** A hash looks as its algorithm writes it. */
export const HASH_FORM: Rule = {
  code: 'hash-form',
  severity: 'error',
  lenient: 'warning',
  clause: '2.7',
  about: 'Hashes have the form of their algorithm.',
  advice: 'Correct the hash, or the name of its algorithm.',
  types: TYPES_WITH_HASHES,
  object(object, speak) {
    visitHashes(object, (hashes, path) => {
      for (const name in hashes) {
        const value = hashes[name]
        const form = typeof value === 'string' ? hashFormOf(name) : undefined
        if (typeof value !== 'string' || form === undefined || form.test(value)) continue
        speak(under(path(), name), `${shown(value)} is no ${form.name}: it has ${form.form}, and this ${value.length} characters`)
      }
    })
  },
}
