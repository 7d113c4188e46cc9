import { isRecord } from '../../misp/types.ts'
import { kindOfKey, ownerOf, predefinedOf } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** Each predefined extension belongs to one type. */
export const PREDEFINED_EXTENSION: Rule = {
  code: 'predefined-extension',
  severity: 'error',
  clause: '3.10',
  about: 'Predefined extensions stand on the type that they are defined for.',
  advice: 'Move the extension to an object of its type.',
  object({ type, extensions }, speak) {
    if (!isRecord(extensions)) return
    for (const key in extensions) {
      if (kindOfKey(type, key) !== 'misplaced') continue
      const own = predefinedOf(type)
      const allowed = own.length === 0 ? 'has no predefined extensions' : `has ${own.join(', ')}`
      speak(under('/extensions', key), `${key} is an extension of ${ownerOf(key)}: ${type} ${allowed}`)
    }
  },
}
