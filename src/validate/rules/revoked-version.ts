import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** What is revoked is never changed again. */
export const REVOKED_VERSION: Rule = {
  code: 'revoked-version',
  severity: 'error',
  lenient: 'warning',
  clause: '3.6',
  about: 'After the version of an object that is revoked no other comes.',
  advice: 'Make a new object with an id of its own.',
  open: (speak, _options, seen) => ({
    object({ id, modified }, index) {
      const { revoked, newer } = seen.earlier ?? {}
      if (revoked !== undefined) {
        const message = `it is of ${shown(modified)}, but the object was revoked on ${revoked.text} (object ${revoked.index})`
        speak(index, id, '/modified', `${message}: what is revoked has no later version`)
      } else if (newer !== undefined) {
        const message = `it is revoked, but object ${newer.index} is a later version of it (${newer.text})`
        speak(index, id, '/revoked', `${message}: what is revoked has no later version`)
      }
    },
  }),
}
