import type { StixObject } from '../../stix/types.ts'
import { RESIDUE_EXTENSION } from '../extension.ts'
import { residueOf } from '../residue.ts'

/** The object with residue that does not say that all of it is ours. */
export function besideIt(object: StixObject, facts: Record<string, unknown>): StixObject {
  const extensions = object['extensions'] as Record<string, unknown> | undefined
  const known = residueOf(object)
  return {
    ...object,
    extensions: { ...extensions, [RESIDUE_EXTENSION.id]: { extension_type: 'property-extension', ...known, ...facts } },
  }
}
