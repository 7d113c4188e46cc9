import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Keys of dictionaries are ASCII letters, digits, hyphens and underscores. */
export const DICTIONARY_KEYS: Rule = {
  code: 'dictionary-keys',
  severity: 'error',
  lenient: 'warning',
  clause: '2.3',
  about: 'Keys of dictionaries are at most 250 letters of ASCII, digits, hyphens and underscores.',
  advice: 'Replace the other characters, by underscores for instance, and shorten what is longer.',
  custom(speak, key, _, role, path) {
    if ((role === 'key' || role === 'entry') && !isDictionaryKey(key)) speak(path(), messageOf(key))
  },
}

/** May it be a key in a dictionary (2.3)? */
export function isDictionaryKey(key: string): boolean {
  return key.length <= 250 && /^[A-Za-z0-9_-]+$/.test(key)
}

function messageOf(key: string): string {
  if (key.length > 250) return `the key ${shown(key, 30)} has ${key.length} characters: a key has at most 250`
  return `${shown(key)} is no key of a dictionary: a key has letters a to z and A to Z, digits, hyphens and underscores only`
}
