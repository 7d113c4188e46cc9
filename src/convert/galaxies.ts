import { canonicalJson } from '../stix/canonical.ts'
import { isUuid, typeOf, uuid5, uuidOf } from '../stix/id.ts'
import { isoMilliseconds } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { writeRecord } from '../mapping/record.ts'
import { isComplete } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { attackId, CLUSTER_CREATED, readCluster } from './cluster-reader.ts'
import { relationship } from './relationship.ts'
import { difference, withoutServerKeys } from './residue.ts'
import { carry, declareCustom } from './scope.ts'
import type { EventScope, Parent } from './scope.ts'
import { isTrue } from './text.ts'

/** Facts of a cluster's use in one event; they go on the link, so that the cluster is the same in every event. */
const LINK_KEYS: ReadonlySet<string> = new Set(['local', 'relationship_type'])

/** What an Indicator may indicate (STIX 2.1 section 5.1.1, Appendix B). */
const INDICATED: ReadonlySet<string> = new Set([
  'attack-pattern',
  'campaign',
  'infrastructure',
  'intrusion-set',
  'malware',
  'threat-actor',
  'tool',
])

/** A cluster as it is linked to an element. */
interface Link {
  ref: string
  facts: MispRecord
}

/** Writes the clusters of an attribute or object as relationships; gives back the galaxies that cannot return exactly so. */
export function writeLinks(scope: EventScope, galaxies: unknown, parent: Parent, of?: string): unknown[] {
  const { links, left } = writeClusters(scope, galaxies, parent.markings)
  for (const { ref, facts } of links) {
    const indicates = parent.indicator !== undefined && INDICATED.has(typeOf(ref))
    const source = indicates ? (parent.indicator as StixObject).id : parent.carrier.id
    const link = relationship(scope, indicates ? 'indicates' : 'related-to', source, ref, parent.carrier['modified'] as string)
    if (of !== undefined && !scope.bundle.claim('link', uuidOf(link.id))) link.id = `relationship--${uuid5(`${link.id} ${of}`)}`
    carry(scope, link, 'link', facts, {}, [], undefined, of === undefined ? undefined : { parent: of })
    scope.write(link, parent.markings)
  }
  return left
}

/** Writes the clusters of an event; the links stand in the container. */
export function writeEventClusters(scope: EventScope, galaxies: unknown): { clusters: MispRecord[]; left: unknown[] } {
  const { links, left } = writeClusters(scope, galaxies, scope.markings)
  return { clusters: links.map(({ ref, facts }) => ({ ref, ...difference(facts, {}) })), left }
}

function writeClusters(scope: EventScope, galaxies: unknown, markings: Parent['markings']): { links: Link[]; left: unknown[] } {
  const links: Link[] = []
  const left: unknown[] = []
  const seen = new Set<string>()
  for (const galaxy of Array.isArray(galaxies) ? (galaxies as unknown[]) : []) {
    const clusters = isRecord(galaxy) ? releasedClusters(scope, galaxy['GalaxyCluster']) : undefined
    const whole = isRecord(galaxy) && Array.isArray(clusters) && clusters.length > 0 && clusters.every(isNamedCluster)
    const facts = whole ? galaxyFacts(galaxy) : undefined
    const key = facts === undefined ? '' : canonicalJson(facts)
    const records = recordsIn(clusters)
    const made = facts === undefined || seen.has(key) ? [] : records.map((cluster) => clusterObject(scope, facts, cluster))
    const distinct = new Set(made.map(({ id }) => id))
    if (made.length === 0 || distinct.size < made.length || made.some(({ id }) => seen.has(id))) {
      left.push(galaxy) // comes back whole: its parts could not be told apart
      continue
    }
    seen.add(key)
    for (const [at, object] of made.entries()) {
      seen.add(object.id)
      scope.observe([object], markings)
      links.push({ ref: object.id, facts: linkFacts(records[at] as MispRecord) })
    }
  }
  return { links, left }
}

/** The clusters that the profile writes: local ones stay at home, and those without a place need a type of ours. */
function releasedClusters(scope: EventScope, clusters: unknown): unknown {
  const { name, internal, customTypes } = scope.profile
  if (!Array.isArray(clusters) || (internal && customTypes)) return clusters
  return clusters.filter((cluster: unknown) => {
    if (!isNamedCluster(cluster)) return true
    if (isTrue(cluster['local'])) {
      scope.bundle.announce('local-cluster-left-out', `local galaxy clusters are left out of the profile ${name}`)
      return false
    }
    const { row } = filledCluster(scope, cluster)
    if (row.name !== 'other') return true
    scope.bundle.announce('cluster-left-out', `galaxy clusters that STIX has no place for are left out of the profile ${name}`)
    return false
  })
}

/** The row of a cluster and what it writes; the generic one where its own would not be a legal object. */
function filledCluster(scope: EventScope, cluster: MispRecord): { row: Row; object: StixObject } {
  const row = scope.mappings.galaxy(String(cluster['type']))
  const object = fillCluster(row, cluster)
  if (isComplete(object, row)) return { row, object }
  const other = scope.mappings.galaxy('')
  return { row: other, object: fillCluster(other, cluster) }
}

function isNamedCluster(cluster: unknown): cluster is MispRecord {
  return (
    isRecord(cluster) && typeof cluster['value'] === 'string' && cluster['value'] !== '' && typeof cluster['type'] === 'string'
  )
}

function galaxyFacts(galaxy: MispRecord): MispRecord {
  const { GalaxyCluster: _clusters, ...facts } = withoutServerKeys(galaxy) as MispRecord
  return facts
}

function linkFacts(cluster: MispRecord): MispRecord {
  return Object.fromEntries(Object.entries(cluster).filter(([key]) => LINK_KEYS.has(key)))
}

/** The SDO of a cluster, the same for the same content: within a bundle it is made once. */
function clusterObject(scope: EventScope, galaxy: MispRecord, cluster: MispRecord): StixObject {
  const stable = Object.fromEntries(
    Object.entries(withoutServerKeys(cluster) as MispRecord).filter(([key]) => !LINK_KEYS.has(key)),
  )
  const { clusters } = scope.bundle
  const content = JSON.stringify([galaxy, stable])
  const known = clusters.get(content)
  if (known !== undefined) return known
  const object = buildCluster(scope, galaxy, stable, content)
  clusters.set(content, object)
  return object
}

function fillCluster(row: Row, cluster: MispRecord): StixObject {
  const { version } = cluster
  const step = typeof version === 'string' && /^\d{1,9}$/.test(version) ? Number(version) : 0
  const object: StixObject = {
    type: row.type,
    spec_version: '2.1',
    id: '',
    created: isoMilliseconds(CLUSTER_CREATED),
    modified: isoMilliseconds(CLUSTER_CREATED + step),
  }
  writeRecord(row, { ...cluster, value: shortName(cluster) }, object)
  return object
}

function buildCluster(scope: EventScope, galaxy: MispRecord, cluster: MispRecord, content: string): StixObject {
  const { row, object } = filledCluster(scope, cluster)
  if (row.name === 'other') {
    declareCustom(object)
    // misp-stix refuses a cluster without it; the label says the same
    if (typeof galaxy['name'] === 'string' && galaxy['name'].isWellFormed()) object['x_misp_name'] = galaxy['name']
  }
  object.id = clusterId(scope, row.type, cluster, content)
  object['labels'] = clusterLabels(galaxy, cluster)
  if (!scope.profile.labels) delete object['labels']
  const predicted = readCluster(scope.mappings, object)
  const { galaxy: readGalaxy, cluster: readBack } = predicted
  const facts = difference(galaxy, readGalaxy)
  carry(scope, object, 'cluster', cluster, readBack, [], undefined, facts === undefined ? undefined : { galaxy: facts })
  return object
}

/** ATT&CK names carry their id in MISP (`Spearphishing Link - T1566.002`) and not in STIX. */
function shortName(cluster: MispRecord): unknown {
  const { value, meta } = cluster
  const id = attackId(isRecord(meta) ? meta['external_id'] : undefined)
  const suffix = ` - ${id}`
  return id !== undefined && typeof value === 'string' && value.endsWith(suffix) && value.length > suffix.length
    ? value.slice(0, -suffix.length)
    : value
}

function clusterLabels(galaxy: MispRecord, cluster: MispRecord): string[] {
  return [`misp:galaxy-name="${String(galaxy['name'])}"`, `misp:galaxy-type="${String(cluster['type'])}"`]
}

/** Its uuid, unless that is missing, its collection's, or another cluster's of the bundle; then UUIDv5 of type and value, then of all. */
function clusterId(scope: EventScope, type: string, cluster: MispRecord, content: string): string {
  const { uuid, collection_uuid: collection } = cluster
  const folded = typeof uuid === 'string' ? uuid.toLowerCase() : ''
  const own = isUuid(folded) && folded !== collection ? [folded] : []
  for (const candidate of [
    ...own,
    uuid5(`cluster:${String(cluster['type'])}:${String(cluster['value'])}`),
    uuid5(`cluster:${content}`),
  ]) {
    if (scope.bundle.claim('cluster', candidate)) return `${type}--${candidate}`
  }
  return `${type}--${uuid5(`cluster:again:${content}`)}`
}
