import { isRecord } from '../../misp/types.ts'
import { kindOfKey, mayHaveCustom, predefinedOf } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/**
 * An extension is found by the id of its definition, or by a name that the specification knows: a SHOULD in section 3.2, a MUST in the
 * sections on types with predefined extensions. Another key is the name of a custom extension, which MUST end in -ext (11.3.1) and can stand
 * on observables only (11.3).
 */
export const EXTENSION_KEYS: Rule = {
  code: 'extension-keys',
  severity: 'error',
  lenient: 'warning',
  clause: '11.3',
  about: 'Extensions have the id of an extension definition as key, or the name of a predefined extension.',
  advice: 'Write the id of the extension definition as key.',
  object({ type, extensions }, speak) {
    if (!isRecord(extensions)) return
    for (const key in extensions) if (kindOfKey(type, key) === 'unknown') speak(under('/extensions', key), messageOf(type, key))
  },
}

function messageOf(type: string, key: string): string {
  const names = [...predefinedOf(type), ...(mayHaveCustom(type) ? ['a custom name that ends in -ext'] : [])]
  const others = names.length === 0 ? '' : `, or ${names.join(', ')}`
  return `${shown(key)} is no key of an extension: it is the id of an extension definition (extension-definition--<UUID>)${others}`
}
