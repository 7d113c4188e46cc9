import { isRecord } from '../misp/types.ts'
import type { StixObject } from '../stix/types.ts'
import { placesByType, typesWith, visit } from './places.ts'

const isHashes = ({ kind }: { kind: string }) => kind === 'hashes'
const placesOf = placesByType(isHashes)

/** Types that have hashes somewhere: nearly all, in their external references. */
export const TYPES_WITH_HASHES: readonly string[] = typesWith(isHashes)

/** Calls the visitor for each set of hashes in an object. */
export function visitHashes(
  object: StixObject,
  visitor: (hashes: Readonly<Record<string, unknown>>, path: () => string) => void,
): void {
  visit(object, placesOf(object.type), (value, path) => {
    if (isRecord(value)) visitor(value, path)
  })
}
