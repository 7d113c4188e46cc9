import type { StixObject } from '../../stix/types.ts'
import { isRecord } from '../../misp/types.ts'

/** What stands around and between the objects of an original, each of which has a line of its own. */
export const BEFORE_OBJECTS = '},\n"objects":[\n'
export const SEPARATOR = ',\n'
export const AFTER_OBJECTS = '\n]}\n'

/** Is it an object of STIX, as far as we need to know? */
export function isObject(object: unknown): object is StixObject {
  return isRecord(object) && typeof object['type'] === 'string' && typeof object['id'] === 'string'
}
