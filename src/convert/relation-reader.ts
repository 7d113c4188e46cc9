import { uuidOf } from '../stix/id.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readAnalystData } from './analyst.ts'
import { attach } from './assembly.ts'
import type { Assembly } from './assembly.ts'
import { roleOf } from './bundle-index.ts'
import { addCluster } from './cluster-reader.ts'
import { readReference, restoreCopies } from './references.ts'
import { residueOf, restore } from './residue.ts'

/** Reads relationships: object references, analyst relationships, and clusters of elements. */
export function readRelations(assembly: Assembly, members: readonly StixObject[]): void {
  for (const object of members) {
    if (object.type !== 'relationship') continue
    const residue = residueOf(object)
    const { source_ref: source, target_ref: target, relationship_type: type } = object
    const from = assembly.byId.get(String(source))
    const cluster = assembly.context.index.resolve(String(target))
    assembly.used.add(object.id)
    if (cluster !== undefined && roleOf(cluster) === 'cluster' && residue?.['element'] !== 'reference') {
      linkCluster(assembly, object, from, cluster)
    } else if (residue?.['element'] === undefined && (type === 'based-on' || isOwnPair(source, target))) {
      continue
    } else if (from !== undefined && assembly.byId.has(String(target))) {
      readRelation(assembly, object, from, residue?.['element'])
    } else {
      assembly.used.delete(object.id)
    }
  }
}

/** The Indicator and the SDO of one element. */
function isOwnPair(source: unknown, target: unknown): boolean {
  return uuidOf(String(source)) === uuidOf(String(target))
}

function linkCluster(assembly: Assembly, object: StixObject, from: MispRecord | undefined, cluster: StixObject): void {
  assembly.linked.add(cluster.id)
  assembly.used.add(cluster.id)
  const residue = residueOf(object)
  const named = residue?.['parent']
  const element = (typeof named === 'string' ? assembly.byUuid.get(named) : undefined) ?? from
  if (element === undefined) return
  addCluster(assembly, element, cluster, residue)
}

function readRelation(assembly: Assembly, object: StixObject, from: MispRecord, element: unknown): void {
  const { mappings } = assembly.context
  const isObject = from['type'] === undefined && from['name'] !== undefined && element !== 'relationship'
  const reference = element === 'reference' || (element === undefined && isObject)
  const record = reference ? readReference(mappings, object) : readAnalystData(mappings, 'analyst-relationship', object)
  if (!reference) record['related_object_uuid'] = uuidOf(String(object['target_ref']))
  const residue = residueOf(object)
  assembly.byId.set(object.id, record)
  assembly.byUuid.set(uuidOf(object.id), record)
  const named = residue?.['parent']
  const parent = (typeof named === 'string' ? assembly.byUuid.get(named) : undefined) ?? from
  if (residue !== undefined) restore(record, residue)
  restoreCopies(record, residue?.['copied'], targetOf(assembly, record, object))
  attach(parent, reference ? 'ObjectReference' : 'Relationship', record)
}

function targetOf(assembly: Assembly, record: MispRecord, object: StixObject): MispRecord | undefined {
  const named = record['referenced_uuid']
  return (
    (typeof named === 'string' ? assembly.byUuid.get(named.toLowerCase()) : undefined) ??
    assembly.byId.get(String(object['target_ref']))
  )
}
