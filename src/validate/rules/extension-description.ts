import type { Rule } from '../rule.ts'

/** Who meets an extension must be able to learn what it is for. */
export const EXTENSION_DESCRIPTION: Rule = {
  code: 'extension-description',
  alias: '305',
  severity: 'warning',
  lenient: 'information',
  clause: '7.3.1',
  about: 'Extension definitions have a description.',
  advice: 'Add a description: what the extension conveys, and how it is used.',
  types: ['extension-definition'],
  object({ description }, speak) {
    if (description === undefined) speak('', 'the extension definition has no description')
  },
}
