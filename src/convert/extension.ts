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

function definition(name: string, description: string, schema: string, types: string[]): StixObject {
  return {
    type: 'extension-definition',
    spec_version: '2.1',
    id: `extension-definition--${uuid5(`extension:${name}`)}`,
    created_by_ref: TIPBRIDGE_IDENTITY.id,
    created: PUBLISHED,
    modified: PUBLISHED,
    name,
    description,
    schema,
    version: '1.0.0',
    extension_types: types,
  }
}

/** The property extension that carries residue beside an element (docs/architecture.md, "Residue"). */
export const RESIDUE_EXTENSION = definition(
  'misp-residue',
  'Facts of a MISP element that STIX has no place for, under the names of MISP.',
  'element: the kind of MISP element (event, attribute, object, …); authored: true where the whole object is made from it, absent on ' +
    'objects of others that were edited in MISP (elements, uuids, gone tell how); misp: an object with facts under the names ' +
    'of MISP; rest: canonical JSON of facts whose values STIX does not allow; spelled: canonical JSON, name -> [hash of the value as ' +
    "STIX says it, MISP's spelling]; tags, attributes, clusters: the same for what stands inside the element.",
  ['property-extension'],
)

/** The new-sdo extension of `x-misp-attribute`, `x-misp-object` and `x-misp-galaxy-cluster`. */
export const MISP_SDO_EXTENSION = definition(
  'misp-elements',
  'MISP attributes, objects and galaxy clusters that no STIX object stands for.',
  'x-misp-attribute: x_misp_type, x_misp_value, x_misp_category, x_misp_comment, x_misp_to_ids, x_misp_data. x-misp-object: ' +
    'x_misp_name, x_misp_meta_category, x_misp_comment, x_misp_attributes. x-misp-galaxy-cluster: x_misp_name, x_misp_type, ' +
    'x_misp_value, x_misp_description. The names are those of MISP, the values as MISP has them.',
  ['new-sdo'],
)

/** The extension definitions by id, for output that uses them. */
export const OUR_DEFINITIONS: ReadonlyMap<string, StixObject> = new Map([
  [RESIDUE_EXTENSION.id, RESIDUE_EXTENSION],
  [MISP_SDO_EXTENSION.id, MISP_SDO_EXTENSION],
])
