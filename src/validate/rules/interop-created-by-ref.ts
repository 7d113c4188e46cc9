import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

interface Place {
  index: number
  id: string
}

/** Each object tells who made it, and that identity is there and does so too. */
export const INTEROP_CREATED_BY_REF: Rule = {
  code: 'interop-created-by-ref',
  severity: 'error',
  clause: 'STIX 2.1 Interoperability, part 1',
  about: 'created_by_ref names an identity in the document that has a created_by_ref itself (asked with the interop profile).',
  advice: 'Add the identity, with its own id as created_by_ref where nobody else made it.',
  open(speak, { interop }) {
    /** Identities that have a `created_by_ref`, and those that have none. */
    const identities = new Map<string, boolean>()
    const creators = new Map<string, Place[]>()
    return {
      object(object, index) {
        if (!interop) return
        const { id, type, created_by_ref: creator } = object
        if (type === 'identity' && typeof id === 'string')
          identities.set(id, typeof creator === 'string' || identities.get(id) === true)
        if (typeof creator !== 'string') return
        const places = creators.get(creator)
        if (places === undefined) creators.set(creator, [{ index, id }])
        else places.push({ index, id })
      },
      end() {
        for (const [creator, places] of creators) {
          const isComplete = identities.get(creator)
          if (isComplete === true) continue
          const fault = isComplete === undefined ? 'is not in the document' : 'has no created_by_ref itself'
          for (const { index, id } of places) speak(index, id, '/created_by_ref', `the identity ${shown(creator, 120)} ${fault}`)
        }
      },
    }
  },
}
