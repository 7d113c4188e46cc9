import { isRecord } from '../../misp/types.ts'
import { MODEL } from '../../stix/model.ts'
import { NEW_OBJECT } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** Extensions make new types, and leave those of the specification as they are. */
export const NEW_OBJECT_EXTENSION: Rule = {
  code: 'new-object-extension',
  severity: 'error',
  clause: '7.3',
  about: 'Objects of a type of the specification have no extension of extension_type new-sdo, new-sco or new-sro.',
  advice: 'Use extension_type property-extension, or give the object a type of its own.',
  types: Object.keys(MODEL),
  object({ type, extensions }, speak) {
    if (!isRecord(extensions)) return
    for (const key in extensions) {
      const extension = extensions[key]
      const kind = isRecord(extension) ? extension['extension_type'] : undefined
      if (!NEW_OBJECT.includes(kind as string)) continue
      const path = under(under('/extensions', key), 'extension_type')
      speak(
        path,
        `${String(kind)} is for objects of new types: ${type} is a type of STIX 2.1, which no extension may define anew`,
      )
    }
  },
}
