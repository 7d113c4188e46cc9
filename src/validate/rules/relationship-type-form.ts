import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Names of relationships are plain words, as names of types are. */
export const RELATIONSHIP_TYPE_FORM: Rule = {
  code: 'relationship-type-form',
  severity: 'error',
  lenient: 'warning',
  clause: '5.1.2',
  about: 'A relationship_type has lower-case letters, digits and hyphens only.',
  advice: 'Write it in lower case, with hyphens between the words.',
  types: ['relationship'],
  object({ relationship_type: name }, speak) {
    if (typeof name === 'string' && !/^[a-z0-9-]+$/.test(name))
      speak(
        '/relationship_type',
        `${shown(name)} is no relationship_type: it has lower-case letters, digits and hyphens, as in related-to`,
      )
  },
}
