import { MODEL } from '../../stix/model.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/**
 * Keys of dictionaries are lower case. All dictionaries that the specification itself has in observables keep the case of what they name
 * (headers, environment variables, EXIF tags …), so this is about custom ones.
 */
export const OBSERVABLE_DICTIONARY_KEYS: Rule = {
  code: 'observable-dictionary-keys',
  alias: '142',
  severity: 'warning',
  lenient: 'off',
  clause: '2.3',
  about: 'Keys of custom dictionaries in observables are lower case.',
  advice: 'Write the key in lower case.',
  types: Object.keys(MODEL).filter((type) => MODEL[type]?.group === 'sco'),
  custom(speak, key, _, role, path) {
    if (role === 'key' && key !== key.toLowerCase()) speak(path(), `the key ${shown(key)} is not lower case`)
  },
}
