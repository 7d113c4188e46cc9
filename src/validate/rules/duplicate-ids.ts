import type { Rule } from '../rule.ts'

/** One version of an object stands in a document once. */
export const DUPLICATE_IDS: Rule = {
  code: 'duplicate-ids',
  alias: '203',
  severity: 'warning',
  lenient: 'information',
  clause: '3.6',
  about: 'Objects of one id differ in modified; what has no modified says the same each time.',
  advice: 'Keep one of them, or give the newer one a later modified.',
  open: (speak, _options, seen) => ({
    object({ id, modified }, index) {
      const twin = seen.earlier?.twin
      if (twin === undefined) return
      if (modified !== undefined) {
        const difference = twin.isOther ? ', and says something else: readers cannot tell which of them holds' : ''
        speak(index, id, '/id', `it has the id and modified of object ${twin.index}${difference}`)
      } else if (twin.isOther) speak(index, id, '/id', `it has the id of object ${twin.index}, but says something else`)
    },
  }),
}
