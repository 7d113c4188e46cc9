import { isRecord } from '../../misp/types.ts'
import { VOCABULARY } from '../../stix/vocabulary.ts'
import { kindOfKey } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

const TYPES: readonly string[] = VOCABULARY['extension-type-enum']

/** An extension tells how it extends its object. */
export const EXTENSION_TYPE: Rule = {
  code: 'extension-type',
  severity: 'error',
  clause: '7.3',
  about: 'Extensions under the id of their definition have an extension_type.',
  advice: 'Add the extension_type that the extension definition lists.',
  object({ type, extensions }, speak) {
    if (!isRecord(extensions)) return
    for (const key in extensions) {
      const extension = extensions[key]
      if (!isRecord(extension)) continue
      const kind = extension['extension_type']
      if (kind === undefined ? kindOfKey(type, key) !== 'definition' : TYPES.includes(kind as string)) continue
      const path = under('/extensions', key)
      if (kind === undefined) speak(path, `the extension has no extension_type: it is one of ${TYPES.join(', ')}`)
      else speak(under(path, 'extension_type'), `${shown(kind)} is no extension_type: it is one of ${TYPES.join(', ')}`)
    }
  },
}
