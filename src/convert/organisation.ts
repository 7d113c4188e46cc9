import { isUuid, uuid5, uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'

/** Organisations have no times of their own: a constant keeps one version of each for all events. */
const IDENTITY_TIME = '2015-01-01T00:00:00.000Z'

/** The identity of an organisation: by its uuid, else by its name; `undefined` for one without either. */
export function organisationIdentity(organisation: MispRecord): StixObject | undefined {
  const { name } = organisation
  const id = identityId(organisation)
  if (id === undefined) return undefined
  return {
    type: 'identity',
    spec_version: '2.1',
    id,
    created: IDENTITY_TIME,
    modified: IDENTITY_TIME,
    name: typeof name === 'string' && name !== '' && name.isWellFormed() ? name : uuidOf(id),
    identity_class: 'organization',
  }
}

/** Is it an identity as `organisationIdentity` makes them? */
export function isOrganisationIdentity({ type, created, identity_class: kind }: StixObject): boolean {
  return type === 'identity' && created === IDENTITY_TIME && kind === 'organization'
}

function identityId({ uuid, name }: MispRecord): string | undefined {
  const folded = typeof uuid === 'string' ? uuid.toLowerCase() : ''
  if (isUuid(folded)) return `identity--${folded}`
  return typeof name === 'string' && name !== '' ? `identity--${uuid5(`organisation:${name}`)}` : undefined
}

/** Reads an organisation back from a reference to its identity. */
export function readOrganisation(
  ref: unknown,
  identity: (id: string) => StixObject | undefined,
): { uuid: string; name: unknown } | undefined {
  const found = typeof ref === 'string' ? identity(ref) : undefined
  return found === undefined ? undefined : { uuid: uuidOf(found.id), name: found['name'] }
}
