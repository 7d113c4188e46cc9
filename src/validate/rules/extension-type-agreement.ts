import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { VOCABULARY } from '../../stix/vocabulary.ts'
import { under } from '../pointer.ts'
import type { DocumentCheck, Rule, SpeakOf } from '../rule.ts'

const TYPES: readonly string[] = VOCABULARY['extension-type-enum']

/** An extension is used in the ways that its definition knows. Each other way is told once, for the first object that uses it. */
export const EXTENSION_TYPE_AGREEMENT: Rule = {
  code: 'extension-type-agreement',
  severity: 'warning',
  clause: '7.3.1',
  about: 'The extension_type of an extension is one of the extension_types of its definition, where that is in the document.',
  advice: 'Use the extension_type that the definition lists, or add it there.',
  open: openCheck,
}

/** The first object that uses a definition in one way. */
interface Use {
  readonly index: number
  readonly id: string
}

function openCheck(speak: SpeakOf): DocumentCheck {
  /** Ids of definitions -> the ways that their versions list. */
  const definitions = new Map<string, Set<string>>()
  /** Ids of definitions -> ways. */
  const uses = new Map<string, Map<string, Use>>()

  function define({ id, extension_types: types }: StixObject): void {
    if (!Array.isArray(types)) return
    const known = definitions.get(id) ?? new Set()
    for (const type of types) if (TYPES.includes(type as string)) known.add(type as string)
    definitions.set(id, known)
  }

  function use(object: StixObject, key: string, index: number): void {
    const extension = (object['extensions'] as Readonly<Record<string, unknown>>)[key]
    const type = isRecord(extension) ? extension['extension_type'] : undefined
    if (typeof type !== 'string' || !TYPES.includes(type)) return
    let ways = uses.get(key)
    if (ways === undefined) uses.set(key, (ways = new Map()))
    if (!ways.has(type)) ways.set(type, { index, id: object.id })
  }

  return {
    object(object, index) {
      if (object.type === 'extension-definition') define(object)
      const { extensions } = object
      if (isRecord(extensions))
        for (const key in extensions) if (key.startsWith('extension-definition--')) use(object, key, index)
    },
    end() {
      for (const [key, ways] of uses) {
        const listed = definitions.get(key)
        if (listed === undefined || listed.size === 0) continue
        for (const [type, { index, id }] of ways) {
          if (listed.has(type)) continue
          const path = under(under('/extensions', key), 'extension_type')
          speak(index, id, path, `it is ${type}, but the definition of the extension lists ${[...listed].join(', ')} only`)
        }
      }
    },
  }
}
