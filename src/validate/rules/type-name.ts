import { MODEL } from '../../stix/model.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Names of custom types are lower case with single hyphens. That they are ASCII is said of extensions (7.3.2) and custom content (11). */
export const TYPE_NAME: Rule = {
  code: 'type-name',
  severity: 'error',
  clause: '3.1',
  about: 'Names of types are 3 to 250 lower-case letters, digits and single hyphens, the first a letter.',
  advice: 'Rename the type, in the ids too.',
  object({ type }, speak) {
    if (type in MODEL || isTypeName(type)) return
    speak('/type', messageOf(type))
  },
}

function isTypeName(name: string): boolean {
  return name.length > 2 && name.length <= 250 && /^[a-z][a-z0-9-]*$/.test(name) && !name.includes('--')
}

function messageOf(name: string): string {
  if (name.length > 250) return `the name ${shown(name, 30)} has ${name.length} characters: the name of a type has at most 250`
  return `${shown(name)} is no name of a type: it has three or more lower-case letters, digits and single hyphens, the first a letter`
}
