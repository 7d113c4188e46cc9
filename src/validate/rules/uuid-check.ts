import { MODEL } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { groupOf, isIdentifier, versionOf } from '../identifiers.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Ids of observables are made of what they say (UUIDv5), those of all others by chance (UUIDv4). */
export const UUID_CHECK: Rule = {
  code: 'uuid-check',
  alias: '103',
  severity: 'warning',
  lenient: 'off',
  clause: '2.9',
  about: 'Ids of cyber-observables have a UUID of version 5, those of all other objects one of version 4.',
  advice: 'Make the ids of observables from their contributing properties, all others at random.',
  types: [...Object.keys(MODEL), '', 'bundle'],
  object(object, speak) {
    const { id, type } = object
    if (!isIdentifier(id)) return
    const found = versionOf(id)
    const expected = expectedVersion(object)
    if (expected === undefined || found === expected) return
    const how = expected === '5' ? 'made of what it says' : 'made at random'
    speak('/id', `the UUID in ${shown(id, 120)} is of version ${found}: that of one ${type} is of version ${expected}, ${how}`)
  },
}

/** Of observables that nothing contributes to, another rule tells; what makes the id of a custom one, nobody knows. */
function expectedVersion(object: StixObject): '4' | '5' | undefined {
  if (object.type === 'bundle') return '4'
  if (groupOf(object) !== 'sco') return '4'
  return MODEL[object.type]?.contributing?.some((key) => object[key] !== undefined) === true ? '5' : undefined
}
