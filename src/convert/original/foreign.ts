import { sameJson } from '../../stix/canonical.ts'
import { markingOfTag, tagOfMarking } from '../../stix/marking.ts'
import type { StixObject } from '../../stix/types.ts'
import type { BundleIndex, Member } from '../bundle-index.ts'
import { referencesIn } from '../content.ts'
import { OUR_DEFINITIONS, TIPBRIDGE_IDENTITY } from '../extension.ts'
import { isOrganisationIdentity } from '../organisation.ts'
import { isAuthored } from '../residue.ts'
import { isPlaceholder } from '../text-reader.ts'

/**
 * Of the objects of an event those that tipbridge did not write: they have to return as they came. What belongs to an object that
 * is ours (its observables, its Indicator, the relationship between the two) is ours as well, unless a foreign object needs it too.
 */
export function foreignMembers(index: BundleIndex, container: StixObject | undefined, members: readonly Member[]): Member[] {
  const authored = index.isExtended ? members.filter(({ object }) => isAuthored(object)) : []
  if (authored.length === 0 && (container === undefined || !isAuthored(container)))
    return members.filter(({ object }) => !isOurDefinition(object))
  const ours = new Set(authored.map(({ object }) => object.id))
  for (const { partner } of authored) if (partner !== undefined) ours.add(partner.object.id)
  const foreign = members.filter(
    ({ object, role }) => !ours.has(object.id) && role !== 'observable' && !isOfOurs(index, object, ours),
  )
  const owned = reachable(index, ours)
  const needed = reachable(index, new Set(foreign.map(({ object }) => object.id)))
  const observables = members.filter(
    ({ object, role }) => role === 'observable' && (!owned.has(object.id) || needed.has(object.id)),
  )
  return [...foreign, ...observables]
}

/** What we write without saying so: the tie between the parts of an element, who made it, definitions. */
function isOfOurs(index: BundleIndex, object: StixObject, ours: ReadonlySet<string>): boolean {
  const { source_ref: source, target_ref: target } = object
  // Somebody may have taken our Indicator away, and left what tied it
  if (object.type === 'relationship')
    return ours.has(String(target)) && (ours.has(String(source)) || !index.members.has(String(source)))
  if (object.type === 'note' && isPlaceholder(object)) return true
  return isOurDefinition(object) || isOrganisationIdentity(object) || isOurMarking(object)
}

/** Written again with whatever uses it. */
function isOurDefinition({ id }: StixObject): boolean {
  return id === TIPBRIDGE_IDENTITY.id || OUR_DEFINITIONS.has(id)
}

function isOurMarking(object: StixObject): boolean {
  const tag = object.type === 'marking-definition' ? tagOfMarking(object.id, object) : undefined
  const marking = tag === undefined ? undefined : markingOfTag(tag)
  return marking !== undefined && sameJson(marking.object, object)
}

/** All observables that some objects refer to, however far. */
function reachable({ members }: BundleIndex, from: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const object = members.get(id)?.object
    for (const ref of object === undefined ? [] : referencesIn(object)) {
      if (found.has(ref) || members.get(ref)?.role !== 'observable') continue
      found.add(ref)
      open.push(ref)
    }
  }
  return found
}
