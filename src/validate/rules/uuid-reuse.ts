import type { Rule } from '../rule.ts'

/**
 * A UUID names one thing. The text forbids it to one producer (MUST NOT): a document may hold objects of several, who do not know of each
 * other, and observables do not tell whose they are.
 */
export const UUID_REUSE: Rule = {
  code: 'uuid-reuse',
  severity: 'warning',
  lenient: 'off',
  clause: '2.9',
  about: 'The UUID in an id is not that of an object of another type as well.',
  advice: 'Give each object a UUID of its own.',
  open: (speak, _options, seen) => ({
    object({ id, type }, index) {
      const other = seen.earlier?.type
      if (other !== undefined)
        speak(index, id, '/id', `the UUID of this ${type} is also in the id of object ${other.index} (${other.text})`)
    },
  }),
}
