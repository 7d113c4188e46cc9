import type { Rule } from '../rule.ts'

/** A version is the same wherever it stands. What is left out because it is the default is no difference (`seen-objects.ts`). */
export const VERSION_DIFFERS: Rule = {
  code: 'version-differs',
  severity: 'error',
  lenient: 'warning',
  clause: '3.6',
  about: 'One version of an object, with one id and modified, says the same each time.',
  advice: 'Give the newer one a later modified, or the other object an id of its own.',
  open: (speak, _options, seen) => ({
    object({ id, modified }, index) {
      const twin = seen.earlier?.twin
      if (modified === undefined || twin === undefined || !twin.isOther) return
      const message = `it has the id and modified of object ${twin.index}, and says something else: readers cannot tell which of them holds`
      speak(index, id, '/id', message)
    },
  }),
}
