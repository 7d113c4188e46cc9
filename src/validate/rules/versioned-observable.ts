import { deterministicId } from '../../stix/id.ts'
import { MODEL } from '../../stix/model.ts'
import type { Rule } from '../rule.ts'
import { VERSIONING } from './not-applicable.ts'
import { isWellFormed } from './sco-id-recomputes.ts'

/** An id that every producer gives to the same observable cannot be the id of versions that only one of them may make. */
export const VERSIONED_OBSERVABLE: Rule = {
  code: 'versioned-observable',
  severity: 'error',
  lenient: 'warning',
  clause: '3.6',
  about: 'Observables with created_by_ref, created, modified or revoked have no id by the rule for deterministic ids.',
  advice: 'Remove the property, or make the id in a namespace of your own.',
  types: Object.keys(MODEL).filter((type) => MODEL[type]?.contributing !== undefined),
  object(object, speak) {
    const versioning = [...VERSIONING].filter((key) => object[key] !== undefined)
    if (versioning.length === 0 || !isWellFormed(object) || deterministicId(object) !== object.id) return
    for (const key of versioning)
      speak(
        `/${key}`,
        `${key} is for one producer, who makes versions of the object; but the id is the one that all give to this ${object.type}`,
      )
  },
}
