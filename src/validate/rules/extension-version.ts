import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Semantic versions tell whether two versions of an extension get along. */
export const EXTENSION_VERSION: Rule = {
  code: 'extension-version',
  severity: 'information',
  clause: '7.3.1',
  about: 'The version of an extension definition is MAJOR.MINOR.PATCH.',
  advice: 'Write a version such as 1.0.0.',
  types: ['extension-definition'],
  object({ version }, speak) {
    if (typeof version !== 'string' || (version.length < 100 && VERSION.test(version))) return
    speak('/version', `${shown(version)} is no semantic version, such as 1.0.0`)
  },
}

/** Semantic Versioning 2.0.0: three numbers, what comes before a release, and the build. */
const VERSION = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9a-z.-]+)?(?:\+[0-9a-z.-]+)?$/i
