import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readAnalystData } from './analyst.ts'
import { attach, kindOf, memberOf, namedParent, recordOf, recordsOf } from './assembly.ts'
import type { Assembly } from './assembly.ts'
import type { Member } from './bundle-index.ts'
import { addCluster } from './cluster-reader.ts'
import { readReference, restoreCopies } from './references.ts'
import { isOfMisp } from './labels.ts'
import { isAuthored, residueOf, restore } from './residue.ts'
import { asText } from './text.ts'

/** Reads relationships: object references, analyst relationships, and clusters of elements. */
export function readRelations(assembly: Assembly, members: readonly Member[]): void {
  for (const member of members) {
    const { object } = member
    if (object.type !== 'relationship') continue
    const residue = isAuthored(object) ? residueOf(object) : undefined
    if (object['revoked'] === true && residue === undefined) continue
    const { source_ref: source, target_ref: target, relationship_type: type } = object
    member.used = true
    if (type === 'based-on' && residue === undefined && String(target).startsWith('observed-data--')) continue
    const from = memberOf(assembly, source)
    const to = memberOf(assembly, target)
    const isReference = residue?.['element'] === 'reference'
    if (to?.role === 'cluster' && !isReference) {
      if (from?.role === 'cluster' && residue === undefined) relateClusters(assembly, object, from, to)
      else linkCluster(assembly, object, from, to)
    } else if (residue?.['element'] === undefined && (type === 'based-on' || isOwnPair(source, target))) {
      continue
    } else if (from?.role === 'cluster' && to?.record !== undefined && residue === undefined) {
      for (const each of recordsOf(to)) linkForeign(assembly, object, each, from)
    } else {
      const record = recordOf(assembly, source)
      if (record !== undefined && recordOf(assembly, target) !== undefined)
        readRelation(assembly, member, record, residue?.['element'])
      else member.used = false
    }
  }
}

/** The Indicator and the SDO of one element. */
function isOwnPair(source: unknown, target: unknown): boolean {
  return uuidOf(String(source)) === uuidOf(String(target))
}

function linkCluster(assembly: Assembly, object: StixObject, from: Member | undefined, cluster: Member): void {
  const residue = isAuthored(object) ? residueOf(object) : undefined
  // A cluster that came in as STIX stays one of the event when we tie it to something
  if (residue === undefined || isAuthored(cluster.object)) assembly.linked.add(cluster.object.id)
  cluster.used = true
  const named = namedParent(assembly, object)
  const elements = named !== undefined ? [named] : from === undefined ? strayOf(assembly, object) : recordsOf(from)
  for (const element of elements) {
    for (const each of residue === undefined ? clustered(element) : [element]) {
      addCluster(assembly, each, cluster.object, residue)
      assembly.ties.push({ relationship: object.id, element: each, cluster: cluster.object })
    }
  }
}

function strayOf(assembly: Assembly, object: StixObject): MispRecord[] {
  const record = recordOf(assembly, object['source_ref'])
  return record === undefined ? [] : [record]
}

/** What a domain object does to an element (a malware that talks to an address) is a cluster of that, too. */
function linkForeign(assembly: Assembly, object: StixObject, element: MispRecord, cluster: Member): void {
  assembly.linked.add(cluster.object.id)
  cluster.used = true
  for (const each of clustered(element)) {
    addCluster(assembly, each, cluster.object, undefined)
    assembly.ties.push({ relationship: object.id, element: each, cluster: cluster.object })
  }
}

/** What one domain object does to another: MISP keeps it with the cluster. */
function relateClusters({ clusterRelations }: Assembly, object: StixObject, from: Member, to: Member): void {
  clusterRelations.push({ from: from.object, to: to.object, type: asText(object['relationship_type']) })
}

/** Objects of MISP have no galaxies: their attributes have, all of them as far as one can tell. */
function clustered(element: MispRecord): MispRecord[] {
  const inner = element['type'] === undefined ? recordsIn(element['Attribute']) : []
  return inner.length > 0 && element['info'] === undefined ? inner : [element]
}

function readRelation(assembly: Assembly, member: Member, from: MispRecord, element: unknown): void {
  const { object } = member
  const { mappings } = assembly.context
  const isObject = from['type'] === undefined && from['name'] !== undefined && element !== 'relationship'
  const reference = element === 'reference' || (element === undefined && isObject)
  if (!reference && !isAuthored(object) && recordOf(assembly, object['target_ref']) === from) {
    // Both ends became one element, and MISP takes no relationship of a record with itself
    member.used = true
    return
  }
  const record = reference ? readReference(mappings, object) : readAnalystData(mappings, 'analyst-relationship', object)
  if (!reference) record['related_object_uuid'] = uuidOf(String(object['target_ref']))
  const source = memberOf(assembly, object['source_ref'])?.object
  if (!isAuthored(object) && source !== undefined && !isOfMisp(source))
    nameEnds(assembly, record, { reference, from, to: recordOf(assembly, object['target_ref']) })
  const residue = residueOf(object)
  member.record = record
  assembly.byUuid.set(uuidOf(object.id), record)
  const parent = namedParent(assembly, object) ?? from
  if (residue !== undefined) restore(record, residue)
  restoreCopies(record, residue?.['copied'], targetOf(assembly, record, object))
  attach(parent, reference ? 'ObjectReference' : 'Relationship', record)
}

interface Ends {
  reference: boolean
  from: MispRecord
  to: MispRecord | undefined
}

/** Elements of foreign STIX may have UUIDs of their own. */
function nameEnds(assembly: Assembly, record: MispRecord, { reference, from, to }: Ends): void {
  if (to?.['uuid'] === undefined) return
  record['object_uuid'] = from['uuid']
  if (reference) record['referenced_uuid'] = to['uuid']
  else
    Object.assign(record, {
      object_type: kindOf(assembly, from),
      related_object_uuid: to['uuid'],
      related_object_type: kindOf(assembly, to),
    })
}

function targetOf(assembly: Assembly, record: MispRecord, object: StixObject): MispRecord | undefined {
  const named = record['referenced_uuid']
  return (
    (typeof named === 'string' ? assembly.byUuid.get(named.toLowerCase()) : undefined) ?? recordOf(assembly, object['target_ref'])
  )
}
