import type { Rule } from '../rule.ts'

/** One version of an object stands in a document once: no MUST (of twins one can be left out), but the OASIS validator asks for it. */
export const DUPLICATE_IDS: Rule = {
  code: 'duplicate-ids',
  alias: '203',
  severity: 'warning',
  lenient: 'information',
  clause: '3.6',
  about: 'Objects of one id differ in modified; what has no modified says the same each time.',
  advice: 'Keep one of them.',
  open: (speak, _options, seen) => ({
    object({ id, modified }, index) {
      const twin = seen.earlier?.twin
      if (twin === undefined) return
      // Another content of the same version: `version-differs.ts`
      if (modified !== undefined && !twin.isOther) speak(index, id, '/id', `it has the id and modified of object ${twin.index}`)
      else if (modified === undefined && twin.isOther)
        speak(index, id, '/id', `it has the id of object ${twin.index}, but says something else`)
    },
  }),
}
