import { isRecord } from '../../misp/types.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'

/** A granular marking marks, or tells a language. */
export const GRANULAR_MARKING_ONE_OF: Rule = {
  code: 'granular-marking-one-of',
  severity: 'error',
  clause: '7.2.3',
  about: 'A granular marking has either marking_ref or lang.',
  advice: 'Make two granular markings of it, with the same selectors.',
  object({ granular_markings: markings }, speak) {
    if (!Array.isArray(markings)) return
    for (let index = 0; index < markings.length; index++) {
      const marking: unknown = markings[index]
      if (isRecord(marking) && marking['lang'] !== undefined && marking['marking_ref'] !== undefined)
        speak(under('/granular_markings', index), 'lang and marking_ref are both there: a granular marking has one of them')
    }
  },
}
