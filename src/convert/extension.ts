import { uuid5 } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'

/** Everything that we publish about ourselves has this one, constant time. */
const PUBLISHED = '2026-11-24T00:00:00.000Z'

/** The author of our extension definitions. */
export const TIPBRIDGE_IDENTITY: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: `identity--${uuid5('tipbridge')}`,
  created: PUBLISHED,
  modified: PUBLISHED,
  name: 'tipbridge',
  description: 'Converts between MISP and STIX; author of the extension definitions used here.',
  identity_class: 'system',
}

function definition(name: string, description: string, types: string[]): StixObject {
  return {
    type: 'extension-definition',
    spec_version: '2.1',
    id: `extension-definition--${uuid5(`extension:${name}`)}`,
    created_by_ref: TIPBRIDGE_IDENTITY.id,
    created: PUBLISHED,
    modified: PUBLISHED,
    name,
    description,
    schema: `https://tipbridge.example/schemas/${name}.json`,
    version: '1.0.0',
    extension_types: types,
  }
}

/** The property extension that carries residue beside an element (docs/architecture.md, "Residue"). */
export const RESIDUE_EXTENSION = definition(
  'misp-residue',
  'Facts of a MISP element that STIX has no place for, under the names of MISP.',
  ['property-extension'],
)

/** The new-sdo extension of `x-misp-attribute`, `x-misp-object` and `x-misp-galaxy-cluster`. */
export const MISP_SDO_EXTENSION = definition(
  'misp-elements',
  'MISP attributes, objects and galaxy clusters that no STIX object stands for.',
  ['new-sdo'],
)

/** The extension definitions by id, for output that uses them. */
export const OUR_DEFINITIONS: ReadonlyMap<string, StixObject> = new Map([
  [RESIDUE_EXTENSION.id, RESIDUE_EXTENSION],
  [MISP_SDO_EXTENSION.id, MISP_SDO_EXTENSION],
])
