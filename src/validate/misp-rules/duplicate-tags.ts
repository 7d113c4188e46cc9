import { isRecord } from '../../misp/types.ts'
import type { MispRule } from '../misp-rule.ts'
import { shown } from '../shown.ts'

export const DUPLICATE_TAGS: MispRule = {
  code: 'duplicate-tags',
  severity: 'information',
  clause: 'measured on MISP 2.5.1: names of tags are one whatever their case',
  about: 'A record has a tag once.',
  advice: 'Remove the second one.',
  kinds: ['event', 'attribute', 'event-report', 'manifest-entry'],
  record({ Tag: tags }, speak) {
    if (!Array.isArray(tags) || tags.length < 2) return
    const seen = new Set<string>()
    for (const [index, tag] of tags.entries()) {
      const name: unknown = isRecord(tag) ? tag['name'] : undefined
      if (typeof name !== 'string') continue
      const key = name.trim().toLowerCase()
      if (seen.has(key)) speak(`/Tag/${index}/name`, `the tag ${shown(name)} stands here twice`)
      seen.add(key)
    }
  },
}
