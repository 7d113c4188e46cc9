import { openDangling } from '../dangling.ts'
import type { Rule } from '../rule.ts'

/** A document that stands on its own holds all that it refers to. Section 3.3 allows references to what is elsewhere: asked only on demand. */
export const ENFORCE_REFS: Rule = {
  code: 'enforce-refs',
  severity: 'error',
  lenient: 'warning',
  optional: true,
  clause: '3.3',
  about: 'Objects that are referred to are in the document, the published TLP markings aside.',
  advice: 'Add the object, or remove the reference.',
  open: (speak, _options, seen) =>
    openDangling(({ kind, targets }) => kind === 'identifier' && targets !== undefined, speak, seen),
}
