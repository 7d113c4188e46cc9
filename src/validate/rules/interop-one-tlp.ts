import { TLP1_OBJECTS, TLP2_WORDS } from '../../stix/marking.ts'
import type { Rule } from '../rule.ts'

/** Two levels of TLP contradict each other. */
export const INTEROP_ONE_TLP: Rule = {
  code: 'interop-one-tlp',
  severity: 'error',
  clause: 'STIX 2.1 Interoperability, part 1',
  about: 'An object has at most one TLP marking (asked with the interop profile).',
  advice: 'Keep the strictest of the markings.',
  object({ object_marking_refs: refs }, speak, { interop }) {
    if (!interop || !Array.isArray(refs)) return
    const levels = refs.filter((ref) => TLP1_OBJECTS.has(ref as string) || TLP2_WORDS.has(ref as string))
    if (levels.length > 1) speak('/object_marking_refs', `it has ${levels.length} TLP markings: there is one at most`)
  },
}
