import { isRecord } from '../../misp/types.ts'
import { MODEL } from '../../stix/model.ts'
import { kindOfKey, NEW_OBJECT, usesExtension } from '../extension-entries.ts'
import { under } from '../pointer.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'
import type { StixObject } from '../../stix/types.ts'
import { visitUnknown } from '../unknown-properties.ts'

/** What the specification does not have comes by the extension mechanism, not by the older one of prefixed names. */
export const EXTENSIONS_USE: Rule = {
  code: 'extensions-use',
  alias: '401',
  severity: 'warning',
  lenient: 'information',
  clause: '11',
  about: 'Custom types, properties, extensions and markings use the extension mechanism.',
  advice: 'Publish an extension definition, and name it in the extensions of the object.',
  object(object, speak) {
    if (!(object.type in MODEL)) return checkType(object, speak)
    checkProperties(object, speak)
    checkExtensions(object, speak)
    if (object.type === 'marking-definition') checkMarking(object, speak)
  },
}

function checkType(object: StixObject, speak: Speak): void {
  if (usesExtension(object, NEW_OBJECT)) return
  const message = `${shown(object.type)} is no type of STIX 2.1, and no extension of extension_type new-sdo, new-sco or new-sro stands behind it`
  speak('/type', message)
}

/** The reference asks for `property-extension` on observables, but section 10.5 has `toplevel-property-extension` for any object. */
function checkProperties(object: StixObject, speak: Speak): void {
  visitUnknown(object, (key, isTop, path) => {
    if (isTop && usesExtension(object, TOP_LEVEL)) return
    const message = `${shown(key)} is no property of STIX 2.1 here: it belongs into an extension of extension_type property-extension`
    speak(path(), message)
  })
}

const TOP_LEVEL: readonly string[] = ['toplevel-property-extension']

function checkExtensions({ type, extensions }: StixObject, speak: Speak): void {
  if (!isRecord(extensions)) return
  for (const key in extensions) {
    if (kindOfKey(type, key) !== 'custom') continue
    const message = `${shown(key)} is a custom extension of the older kind: the id of an extension definition takes the place of its name`
    speak(under('/extensions', key), message)
  }
}

function checkMarking({ definition_type: kind, extensions }: StixObject, speak: Speak): void {
  if (typeof kind !== 'string' || kind === 'tlp' || kind === 'statement' || extensions !== undefined) return
  const message = `${shown(kind)} is no type of marking in STIX 2.1 (tlp, statement): markings of other types are told in an extension`
  speak('/definition_type', message)
}
