import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** An object was created once. */
export const CREATED_DIFFERS: Rule = {
  code: 'created-differs',
  severity: 'error',
  lenient: 'warning',
  clause: '3.2',
  about: 'All versions of an object have the same created.',
  advice: 'Keep the created of the first version, or give the other object an id of its own.',
  open: (speak, _options, seen) => ({
    object({ id, created }, index) {
      const other = seen.earlier?.created
      if (other !== undefined)
        speak(
          index,
          id,
          '/created',
          `created is ${shown(created)}, and in object ${other.index} of the same id ${shown(other.text)}`,
        )
    },
  }),
}
