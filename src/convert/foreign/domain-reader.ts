import type { StixObject } from '../../stix/types.ts'
import { bestShape } from '../../mapping/shape.ts'
import { timestampOf } from '../assembly.ts'
import type { Assembly } from '../assembly.ts'
import type { Member } from '../bundle-index.ts'
import { commentOf, placeObject, tagsOf } from './elements.ts'
import { readTemplate } from './template-reader.ts'

/**
 * Reads identities, places and analyses that no galaxy holds: each is an object of a template. An identity that only says who
 * wrote something is none: it is known by what it wrote.
 */
export function readDomainObjects(assembly: Assembly, members: readonly Member[]): void {
  const { index } = assembly.context
  for (const member of members) {
    const { object, role } = member
    if (role !== 'domain' && !(role === 'identity' && !index.creators.has(object.id))) continue
    if (member.record === undefined && object['revoked'] !== true) readDomainObject(assembly, member)
  }
}

function readDomainObject(assembly: Assembly, member: Member): void {
  const { object } = member
  const { mappings } = assembly.context
  const shape = bestShape(mappings.objectsOfShape(object.type), object, assembly.scope.resolve)
  const record = shape === undefined ? undefined : readTemplate(assembly, object, shape.row, assembly.scope.resolve)
  if (record === undefined) return
  placeObject(assembly, record, {
    member,
    at: 0,
    timestamp: timestampOf(object),
    comment: isSaid(object, record) ? undefined : commentOf(object),
    tags: tagsOf(assembly, object),
    firstSeen: undefined,
    lastSeen: undefined,
  })
}

/** Is what the object says of itself an attribute already? */
function isSaid(object: StixObject, { Attribute: attributes }: { Attribute?: unknown }): boolean {
  const text = commentOf(object)
  return Array.isArray(attributes) && attributes.some(({ value }: { value?: unknown }) => value === text)
}
