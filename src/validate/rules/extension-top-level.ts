import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { under } from '../pointer.ts'
import type { DocumentCheck, Rule, SpeakOf } from '../rule.ts'
import { shown } from '../shown.ts'
import { visitUnknown } from '../unknown-properties.ts'

/**
 * Properties that an extension adds to the top level are those of its definition. There is no keyword for it, but extension_properties is the
 * list of what an extension adds: what is not in it nobody has defined.
 */
export const EXTENSION_TOP_LEVEL: Rule = {
  code: 'extension-top-level',
  severity: 'error',
  lenient: 'warning',
  clause: '7.3.1',
  about:
    'Properties that an extension adds to an object are among the extension_properties of its definition, where that is in the document.',
  advice: 'Add the name to extension_properties, or correct it.',
  open: (speak) => new TopLevel(speak),
}

/** A name beside some extensions: where it first was, and how often in all. */
interface Use {
  readonly index: number
  readonly id: string
  readonly name: string
  readonly keys: readonly string[]
  count: number
}

class TopLevel implements DocumentCheck {
  readonly #speak: SpeakOf
  readonly #properties = new Map<string, Set<unknown>>()
  readonly #uses = new Map<string, Use>()

  constructor(speak: SpeakOf) {
    this.#speak = speak
  }

  object(object: StixObject, index: number): void {
    const { type, id, extensions, extension_properties: properties } = object
    if (type === 'extension-definition' && Array.isArray(properties)) {
      const known = this.#properties.get(id) ?? new Set()
      for (const each of properties) known.add(each)
      this.#properties.set(id, known)
    }
    const keys = isRecord(extensions) ? topLevelKeys(extensions) : []
    if (keys.length === 0) return
    visitUnknown(object, (name, isTop) => {
      // Names with x_ are of the older mechanism, which no definition speaks of
      if (isTop && !name.startsWith('x_')) this.#use(name, keys, object, index)
    })
  }

  #use(name: string, keys: readonly string[], { id }: StixObject, index: number): void {
    const key = [name, ...keys].join(' ')
    const use = this.#uses.get(key)
    if (use === undefined) this.#uses.set(key, { index, id, name, keys, count: 1 })
    else use.count++
  }

  end(): void {
    for (const { index, id, name, keys, count } of this.#uses.values()) {
      const lists = keys.map((key) => this.#properties.get(key))
      // What a definition says that is not here, nobody knows
      if (lists.some((list) => list === undefined || list.has(name))) continue
      const others = count > 1 ? ` (so in ${count} objects)` : ''
      const known = lists.flatMap((list) => [...(list ?? [])].slice(0, 20).map((each) => shown(each)))
      this.#speak(
        index,
        id,
        under('', name),
        `${shown(name)} is no property of the extension${others}: its definition lists ${known.join(', ')}`,
      )
    }
  }
}

function topLevelKeys(extensions: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(extensions).filter((key) => {
    const extension = extensions[key]
    return isRecord(extension) && extension['extension_type'] === 'toplevel-property-extension'
  })
}
