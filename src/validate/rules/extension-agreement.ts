import { isRecord } from '../../misp/types.ts'
import type { StixObject } from '../../stix/types.ts'
import { under } from '../pointer.ts'
import type { DocumentCheck, Rule, SpeakOf } from '../rule.ts'
import { shown } from '../shown.ts'

/**
 * Extensions are what their definition says that they are. There is no keyword for it, but two texts that contradict each other: the
 * definition is the normative one (7.3.1).
 */
export const EXTENSION_AGREEMENT: Rule = {
  code: 'extension-agreement',
  severity: 'error',
  lenient: 'warning',
  clause: '7.3.1',
  about: 'The extension_type of an extension is one of the extension_types of its definition, where that is in the document.',
  advice: 'Correct the extension_type, or add it to the extension_types of the definition.',
  open: (speak) => new Agreement(speak),
}

/** Where an extension was first used in a way, and how often in all. */
interface Use {
  readonly index: number
  readonly id: string
  count: number
}

class Agreement implements DocumentCheck {
  readonly #speak: SpeakOf
  readonly #allowed = new Map<string, Set<unknown>>()
  /** Key of an extension -> its `extension_type` -> use. */
  readonly #uses = new Map<string, Map<string, Use>>()

  constructor(speak: SpeakOf) {
    this.#speak = speak
  }

  object(object: StixObject, index: number): void {
    const { type, id, extensions, extension_types: types } = object
    if (type === 'extension-definition' && Array.isArray(types)) {
      const known = this.#allowed.get(id) ?? new Set()
      for (const each of types) known.add(each)
      this.#allowed.set(id, known)
    }
    if (!isRecord(extensions)) return
    for (const key in extensions) {
      const extension = extensions[key]
      const kind = isRecord(extension) ? extension['extension_type'] : undefined
      if (typeof kind === 'string') this.#use(key, kind, object, index)
    }
  }

  #use(key: string, kind: string, { id }: StixObject, index: number): void {
    let uses = this.#uses.get(key)
    if (uses === undefined) this.#uses.set(key, (uses = new Map()))
    const use = uses.get(kind)
    if (use === undefined) uses.set(kind, { index, id, count: 1 })
    else use.count++
  }

  end(): void {
    for (const [key, allowed] of this.#allowed) {
      for (const [kind, { index, id, count }] of this.#uses.get(key) ?? []) {
        if (allowed.has(kind)) continue
        const others = count > 1 ? ` (so in ${count} objects)` : ''
        const message = `the extension is used as ${shown(kind)}${others}, but its definition has ${[...allowed].map((each) => shown(each)).join(', ')}`
        this.#speak(index, id, `${under('/extensions', key)}/extension_type`, message)
      }
    }
  }
}
