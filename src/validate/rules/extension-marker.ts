import { isRecord } from '../../misp/types.ts'
import { NEW_OBJECT } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** What a new object or a top-level extension says stands in the object itself; nothing forbids to say more, but few would look. */
export const EXTENSION_MARKER: Rule = {
  code: 'extension-marker',
  severity: 'information',
  clause: '7.3',
  about: 'Extensions of extension_type new-sdo, new-sco, new-sro and toplevel-property-extension hold nothing else.',
  advice: 'Move the property to the top level of the object, or use extension_type property-extension.',
  object({ extensions }, speak) {
    if (!isRecord(extensions)) return
    for (const key in extensions) {
      const extension = extensions[key]
      const kind = isRecord(extension) ? extension['extension_type'] : undefined
      if (!isRecord(extension) || !(kind === 'toplevel-property-extension' || NEW_OBJECT.includes(kind as string))) continue
      for (const name in extension) {
        if (name === 'extension_type') continue
        const path = under(under('/extensions', key), name)
        speak(
          path,
          `${shown(name)} stands in an extension of extension_type ${String(kind)}, whose properties stand in the object itself`,
        )
      }
    }
  },
}
