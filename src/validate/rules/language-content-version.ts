import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

interface Place {
  index: number
  id: string
  ref: string
  modified: string
}

/** A translation is of a version that there is (MUST). Of an older one that the document leaves out nobody knows, hence a warning. */
export const LANGUAGE_CONTENT_VERSION: Rule = {
  code: 'language-content-version',
  severity: 'warning',
  lenient: 'information',
  clause: '7.1.1',
  about: 'object_modified of a language-content is the modified of its object, where that is in the document.',
  advice: 'Translate the version that is there, and write its modified exactly as it does.',
  open(speak, _options, seen) {
    const translations: Place[] = []
    return {
      object({ type, id, object_ref: ref, object_modified: modified }, index) {
        if (type === 'language-content' && typeof ref === 'string' && typeof modified === 'string')
          translations.push({ index, id, ref, modified })
      },
      end() {
        for (const { index, id, ref, modified } of translations)
          if (seen.has(ref) && !seen.hasVersion(ref, modified))
            speak(
              index,
              id,
              '/object_modified',
              `no version of ${shown(ref, 120)} in the document has the modified ${shown(modified)}`,
            )
      },
    }
  },
}
