import { MODEL } from '../../stix/model.ts'
import { isIdentifier, typeInId, versionOf } from '../identifiers.ts'
import { placesByType, visit } from '../places.ts'
import type { Rule, Speak } from '../rule.ts'
import { shown } from '../shown.ts'

const placesOf = placesByType(({ kind }) => kind === 'identifier')

/** UUIDs are those of RFC 4122, which knows versions 1 to 5. */
export const IDENTIFIER_UUID: Rule = {
  code: 'identifier-uuid',
  severity: 'error',
  lenient: 'warning',
  clause: '2.9',
  about: 'UUIDs in ids are of RFC 4122: versions 1 to 5, and its variant.',
  advice: 'Give the object an id with a UUID of version 4 (observables: 5), and change the references to it.',
  types: [...Object.keys(MODEL), '', 'bundle'],
  object(object, speak) {
    if (object.type === 'bundle') return check(object.id, () => '/id', speak)
    visit(object, placesOf(object.type), (value, path) => check(value, path, speak))
  },
}

function check(value: unknown, path: () => string, speak: Speak): void {
  if (typeof value !== 'string' || isOfRfc4122(value) || typeInId(value) === undefined || !isIdentifier(value)) return
  const version = versionOf(value)
  speak(
    path(),
    version >= '1' && version <= '5'
      ? `the UUID in ${shown(value, 120)} is of another variant than RFC 4122: its fourth group begins with 8, 9, a or b`
      : `the UUID in ${shown(value, 120)} is of version ${version}, which RFC 4122 does not have: there are versions 1 to 5`,
  )
}

function isOfRfc4122(id: string): boolean {
  const version = versionOf(id)
  return version >= '1' && version <= '5' && /[89ab]/i.test(id.charAt(id.length - 17))
}
