import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readAnalystData } from './analyst.ts'
import { attach, memberOf, namedParent, recordOf } from './assembly.ts'
import type { Assembly } from './assembly.ts'
import type { Member } from './bundle-index.ts'
import { addCluster } from './cluster-reader.ts'
import { readReference, restoreCopies } from './references.ts'
import { residueOf, restore } from './residue.ts'

/** Reads relationships: object references, analyst relationships, and clusters of elements. */
export function readRelations(assembly: Assembly, members: readonly Member[]): void {
  for (const member of members) {
    const { object } = member
    if (object.type !== 'relationship') continue
    const residue = residueOf(object)
    const { source_ref: source, target_ref: target, relationship_type: type } = object
    member.used = true
    if (type === 'based-on' && residue === undefined && String(target).startsWith('observed-data--')) continue
    const from = recordOf(assembly, source)
    const cluster = memberOf(assembly, target)
    if (cluster?.role === 'cluster' && residue?.['element'] !== 'reference') {
      linkCluster(assembly, object, from, cluster)
    } else if (residue?.['element'] === undefined && (type === 'based-on' || isOwnPair(source, target))) {
      continue
    } else if (from !== undefined && recordOf(assembly, target) !== undefined) {
      readRelation(assembly, member, from, residue?.['element'])
    } else {
      member.used = false
    }
  }
}

/** The Indicator and the SDO of one element. */
function isOwnPair(source: unknown, target: unknown): boolean {
  return uuidOf(String(source)) === uuidOf(String(target))
}

function linkCluster(assembly: Assembly, object: StixObject, from: MispRecord | undefined, cluster: Member): void {
  assembly.linked.add(cluster.object.id)
  cluster.used = true
  const residue = residueOf(object)
  const element = namedParent(assembly, object) ?? from
  if (element === undefined) return
  for (const each of residue === undefined ? clustered(element) : [element]) addCluster(assembly, each, cluster.object, residue)
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
  const record = reference ? readReference(mappings, object) : readAnalystData(mappings, 'analyst-relationship', object)
  if (!reference) record['related_object_uuid'] = uuidOf(String(object['target_ref']))
  const residue = residueOf(object)
  member.record = record
  assembly.byUuid.set(uuidOf(object.id), record)
  const parent = namedParent(assembly, object) ?? from
  if (residue !== undefined) restore(record, residue)
  restoreCopies(record, residue?.['copied'], targetOf(assembly, record, object))
  attach(parent, reference ? 'ObjectReference' : 'Relationship', record)
}

function targetOf(assembly: Assembly, record: MispRecord, object: StixObject): MispRecord | undefined {
  const named = record['referenced_uuid']
  return (
    (typeof named === 'string' ? assembly.byUuid.get(named.toLowerCase()) : undefined) ?? recordOf(assembly, object['target_ref'])
  )
}
