import { openDangling } from '../dangling.ts'
import type { Rule } from '../rule.ts'

/** Reports and the like are read with what they are about. */
export const DANGLING_CONTENT: Rule = {
  code: 'dangling-content',
  severity: 'information',
  optional: true,
  clause: '4.16.1',
  about: 'What reports, groupings, notes, opinions and observed-data list in object_refs is in the document.',
  advice: 'Add the object to the document.',
  open: (speak, _options, seen) =>
    openDangling(
      ({ kind, targets }, key) => kind === 'identifier' && targets !== undefined && key === 'object_refs',
      speak,
      seen,
    ),
}
