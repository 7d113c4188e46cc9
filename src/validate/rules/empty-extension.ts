import { isRecord } from '../../misp/types.ts'
import { kindOfKey } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** A property extension is there for its properties. No keyword demands them of one that tells its extension_type; of others section 2.3 does. */
export const EMPTY_EXTENSION: Rule = {
  code: 'empty-extension',
  severity: 'information',
  clause: '7.3',
  about: 'Property extensions have properties.',
  advice: 'Add what the extension is to say, or leave it out.',
  object({ type, extensions }, speak) {
    if (!isRecord(extensions)) return
    for (const key in extensions) {
      const extension = extensions[key]
      if (isRecord(extension) && isEmpty(extension, kindOfKey(type, key)))
        speak(under('/extensions', key), 'the extension says nothing: a property extension has one property or more')
    }
  },
}

/** Of predefined extensions the schema knows what they must hold. */
function isEmpty(extension: Readonly<Record<string, unknown>>, kind: string): boolean {
  if (kind === 'definition' && extension['extension_type'] !== 'property-extension') return false
  if (kind !== 'definition' && kind !== 'custom') return false
  for (const name in extension) if (name !== 'extension_type') return false
  return true
}
