import type { StixObject } from '../../stix/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { writeAttribute } from '../attributes.ts'
import { writeObject } from '../objects.ts'
import { DEFAULT_OPTIONS } from '../profile.ts'
import { BundleScope, EventScope } from '../scope.ts'

/** The objects that an attribute or object alone would become, residue and all: for what they say, not for output. */
export function writtenAs(mappings: Mappings, record: MispRecord, eventUuid = ''): StixObject[] {
  const objects: StixObject[] = []
  const bundle = new BundleScope(
    mappings,
    DEFAULT_OPTIONS,
    (object) => objects.push(object),
    () => {},
  )
  const scope = new EventScope(bundle, {
    uuid: eventUuid,
    containerId: '',
    isSearch: true,
    modified: '1970-01-01T00:00:00.000Z',
    created: '1970-01-01T00:00:00.000Z',
    creator: undefined,
    confidence: undefined,
    markings: [],
  })
  const {
    Sighting: _sightings,
    Galaxy: _galaxies,
    Note: _notes,
    Opinion: _opinions,
    Relationship: _relations,
    ObjectReference: _references,
    ...own
  } = record
  if (own['type'] === undefined) writeObject(scope, own)
  else writeAttribute(scope, own)
  bundle.end()
  return objects
}

/** The pattern that finds an attribute or object; `undefined` where it is not for detection. */
export function patternOf(mappings: Mappings, record: MispRecord): string | undefined {
  const indicator = writtenAs(mappings, record).find(({ type }) => type === 'indicator')
  return typeof indicator?.['pattern'] === 'string' ? indicator['pattern'] : undefined
}
