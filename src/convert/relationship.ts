import { uuid5 } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { EventScope } from './scope.ts'

/** A relationship of ours between two objects; its id follows from its ends. */
export function relationship(scope: EventScope, type: string, source: string, target: string, modified: string): StixObject {
  const object = scope.start('relationship', uuid5(`${source} ${type} ${target}`), modified)
  object['relationship_type'] = type
  object['source_ref'] = source
  object['target_ref'] = target
  return object
}
