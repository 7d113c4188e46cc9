import type { MispRule } from '../misp-rule.ts'
import { uuidOf } from '../misp-values.ts'

interface Pending {
  path: string
  id: string | undefined
  target: string
}

/** How the text of a report points into its event. */
const REFERENCE = /@\[(?:attribute|object)\]\(([0-9a-fA-F-]{36})\)/g

export const REPORT_REFERENCES: MispRule = {
  code: 'report-references',
  severity: 'information',
  clause: 'MISP core format draft-20: EventReport',
  about: 'The text of a report points at attributes and objects of its event.',
  advice: 'Add what it points at, or write the value itself.',
  kinds: ['event', 'attribute', 'object', 'event-report'],
  open(speak) {
    const known = new Set<string>()
    const pending: Pending[] = []
    return {
      record(record, place) {
        const uuid = uuidOf(record)
        if (place.kind === 'attribute' || place.kind === 'object') {
          if (uuid !== undefined) known.add(uuid)
        } else if (place.kind === 'event-report' && typeof record['content'] === 'string') {
          const targets = new Set([...record['content'].matchAll(REFERENCE)].map(([, target = '']) => target.toLowerCase()))
          for (const target of targets) pending.push({ path: `${place.path()}/content`, id: uuid, target })
        }
      },
      end() {
        for (const { path, id, target } of pending)
          if (!known.has(target)) speak(path, id, `the text points at ${target}, which is no attribute or object of the event`)
      },
    }
  },
}
