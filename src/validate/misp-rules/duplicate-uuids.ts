import { KIND_NAMES } from '../../misp/model.ts'
import type { MispKind } from '../../misp/model.ts'
import type { MispRule } from '../misp-rule.ts'
import { uuidOf } from '../misp-values.ts'

const KINDS = ['attribute', 'object', 'object-reference', 'event-report'] as const satisfies readonly MispKind[]

export const DUPLICATE_UUIDS: MispRule = {
  code: 'duplicate-uuids',
  severity: 'error',
  clause: 'MISP 2.5, rule isUnique of its models',
  about: 'No two records of one kind have the same UUID.',
  advice: 'Give the second one a UUID of its own, or remove it.',
  kinds: KINDS,
  open(speak) {
    const seen = new Map<string, Set<string>>(KINDS.map((kind) => [kind, new Set()]))
    return {
      record(record, place) {
        const uuid = uuidOf(record)
        const uuids = seen.get(place.kind)
        if (uuid === undefined || uuids === undefined) return
        if (uuids.has(uuid))
          speak(`${place.path()}/uuid`, uuid, `another ${KIND_NAMES[place.kind]} has this UUID: MISP keeps the first one only`)
        else uuids.add(uuid)
      },
    }
  },
}
