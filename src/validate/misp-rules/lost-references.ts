import type { MispRule } from '../misp-rule.ts'
import { isSet, uuidOf } from '../misp-values.ts'

interface Pending {
  path: string
  id: string | undefined
  target: string
}

export const LOST_REFERENCES: MispRule = {
  code: 'lost-references',
  severity: 'warning',
  lenient: 'information',
  clause: 'MISP 2.5, captureReference of its object reference model',
  about: 'Object references point at attributes and objects of the same event.',
  advice: 'Add what it points at to the event, or remove the reference.',
  kinds: ['event', 'attribute', 'object', 'object-reference'],
  open(speak) {
    let isEvent = false
    const known = new Set<string>()
    const pending: Pending[] = []
    return {
      record(record, place) {
        const uuid = uuidOf(record)
        if (place.kind === 'event') isEvent = true
        else if (place.kind !== 'object-reference') {
          if (uuid !== undefined) known.add(uuid)
        } else {
          const target = uuidOf(record, 'referenced_uuid')
          if (target !== undefined && !known.has(target) && !isSet(record['deleted']))
            pending.push({ path: `${place.path()}/referenced_uuid`, id: uuid, target })
        }
      },
      end() {
        // The results of a search hold parts of events
        if (!isEvent) return
        for (const { path, id, target } of pending)
          if (!known.has(target)) speak(path, id, `the event has no attribute or object ${target}: MISP drops the reference`)
      },
    }
  },
}
