import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Names of custom properties are lower case with underscores. That they are ASCII is said of extensions (7.3.2) and custom content (11). */
export const PROPERTY_NAMES: Rule = {
  code: 'property-names',
  severity: 'error',
  lenient: 'warning',
  clause: '3.1',
  about: 'Names of properties are 3 to 250 lower-case letters, digits and underscores, the first a letter.',
  advice: 'Rename the property.',
  custom(speak, key, _, role, path) {
    if (role === 'property' && !isPropertyName(key)) speak(path(), messageOf(key))
  },
}

function isPropertyName(name: string): boolean {
  return name.length > 2 && name.length <= 250 && /^[a-z][a-z0-9_]*$/.test(name)
}

function messageOf(name: string): string {
  if (name.length > 250)
    return `the name ${shown(name, 30)} has ${name.length} characters: the name of a property has at most 250`
  return `${shown(name)} is no name of a property: it has three or more lower-case letters, digits and underscores, the first a letter`
}
