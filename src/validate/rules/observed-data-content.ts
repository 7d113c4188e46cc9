import { isObservableType, MODEL } from '../../stix/model.ts'
import { isIdentifier, typeInId } from '../identifiers.ts'
import type { Rule } from '../rule.ts'

/** What was observed stands in one of two ways, and something was observed. */
export const OBSERVED_DATA_CONTENT: Rule = {
  code: 'observed-data-content',
  severity: 'error',
  lenient: 'warning',
  clause: '4.14.1',
  about: 'Observed-data has either objects or object_refs, and object_refs list at least one cyber-observable.',
  advice: 'Keep object_refs alone, and list in it the observables that were seen.',
  types: ['observed-data'],
  object({ objects, object_refs: refs }, speak) {
    if (objects !== undefined && refs !== undefined)
      speak('/objects', 'objects and object_refs are both there: observed-data has one of them, and objects is deprecated')
    // Other objects than relationships do not belong here at all, which is told for each
    if (Array.isArray(refs) && refs.length > 0 && refs.every(isRelationship))
      speak('/object_refs', 'it lists relationships only: at least one cyber-observable, such as a file, belongs into it')
  },
}

function isRelationship(ref: unknown): boolean {
  if (typeof ref !== 'string') return false
  const type = typeInId(ref)
  return type !== undefined && type in MODEL && !isObservableType(type) && MODEL[type]?.group === 'sro' && isIdentifier(ref)
}
