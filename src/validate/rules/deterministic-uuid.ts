import { MODEL } from '../../stix/model.ts'
import { isIdentifier, versionOf } from '../identifiers.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Of what has nothing to make an id of, the id is made at random. A process has no contributing property at all (6.13.1). */
export const DETERMINISTIC_UUID: Rule = {
  code: 'deterministic-uuid',
  severity: 'error',
  lenient: 'warning',
  clause: '2.9',
  about: 'Observables without any contributing property, and every process, have a UUID of version 4.',
  advice: 'Give it an id with a random UUID (version 4).',
  types: Object.keys(MODEL).filter((type) => MODEL[type]?.group === 'sco'),
  object(object, speak) {
    const { id, type } = object
    if (typeof id !== 'string') return
    const found = versionOf(id)
    const contributing = MODEL[type]?.contributing
    if (found === '4' || contributing?.some((key) => object[key] !== undefined) === true || !isIdentifier(id)) return
    const why = contributing === undefined ? 'no property of a process contributes' : `it has none of ${contributing.join(', ')}`
    speak('/id', `the UUID in ${shown(id, 120)} is of version ${found}: here it is of version 4, since ${why}`)
  },
}
