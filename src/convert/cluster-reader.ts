import { canonicalJson } from '../stix/canonical.ts'
import { uuidOf } from '../stix/id.ts'
import { COMMON } from '../stix/model.ts'
import { isoMilliseconds, parseTime } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { readRecord } from '../mapping/record.ts'
import type { Row } from '../mapping/row.ts'
import { attach, repeat, timestampOf } from './assembly.ts'
import type { Assembly, ReadContext } from './assembly.ts'
import { customCluster, tagName } from './foreign/foreign-cluster.ts'
import { labelsOf } from './labels.ts'
import { isAuthored, residueOf, restore } from './residue.ts'
import { asText } from './text.ts'

/** Clusters are not made in an event: one constant time, and their `version` in seconds on top of it. */
export const CLUSTER_CREATED = 1_420_070_400 // 2015-01-01

const GALAXY_LABEL = /^misp:galaxy-(name|type)="(.*)"$/s

/** A galaxy (without clusters) and a cluster, as an SDO reads. */
export interface ClusterReading {
  galaxy: MispRecord
  cluster: MispRecord
  /** Is it one that MISP has already? */
  known?: boolean
  /** The name of the tag, where the SDO says that what it hangs on has it. */
  tag?: string
}

/** Reads the cluster behind an SDO, residue not included. */
export function readCluster(mappings: Mappings, object: StixObject): ClusterReading {
  const labels: { name?: string; type?: string } = {}
  for (const label of Array.isArray(object['labels']) ? object['labels'] : []) {
    const parts = typeof label === 'string' ? GALAXY_LABEL.exec(label) : null
    if (parts !== null) labels[parts[1] as 'name' | 'type'] = parts[2] as string
  }
  const type = labels.type ?? (typeof object['x_misp_type'] === 'string' ? object['x_misp_type'] : `stix-2.1-${object.type}`)
  const row = rowOf(mappings, object, type)
  const cluster = readRecord(row, object, { uuid: uuidOf(object.id), type })
  const steps = (parseTime(String(object['modified']))?.seconds ?? 0) - CLUSTER_CREATED
  if (object['created'] === isoMilliseconds(CLUSTER_CREATED) && steps > 0) cluster['version'] = String(steps)
  const { meta } = cluster
  if (isRecord(meta)) {
    const { external_id: ids } = meta
    if (Array.isArray(ids) && ids.length === 1) meta['external_id'] = ids[0]
    if (type.includes('mitre') && typeof meta['external_id'] === 'string')
      cluster['value'] = `${String(cluster['value'])} - ${meta['external_id']}`
  }
  if (typeof object['x_misp_name'] === 'string') labels.name ??= object['x_misp_name']
  return { galaxy: { ...(labels.name !== undefined && { name: labels.name }), type }, cluster }
}

/** The ATT&CK id among the external ids of a cluster. */
export function attackId(ids: unknown): string | undefined {
  return [ids].flat().find((id): id is string => typeof id === 'string' && /^(?:T\d{4}(?:\.\d{3})?|[SGMC]\d{4})$/.test(id))
}

function rowOf(mappings: Mappings, { type: stixType }: StixObject, galaxyType: string): Row {
  if (stixType === 'x-misp-galaxy-cluster') return mappings.galaxy('')
  const row = mappings.galaxy(galaxyType)
  if (row.type === stixType) return row
  const own = mappings.galaxy(`stix-2.1-${stixType}`)
  return own.type === stixType ? own : mappings.galaxy('stix-2.1-infrastructure') // has what every domain object has
}

/** Reads a cluster with everything that travelled beside it. */
function restoreCluster({ mappings, options }: ReadContext, object: StixObject): ClusterReading {
  const { galaxy, cluster } = readCluster(mappings, object)
  const residue = residueOf(object)
  if (!isAuthored(object) && isForeign(object)) {
    const known = options.events.clusters?.match(object)
    if (known !== undefined)
      return {
        galaxy: known.galaxy,
        cluster: { ...known.cluster },
        tag: tagName(String(known.cluster['type']), String(known.cluster['value'])),
        known: true,
      }
    const custom = customCluster(object, cluster, rowOf(mappings, object, String(cluster['type'])), timestampOf(object))
    return residue === undefined ? custom : { ...custom, cluster: restore(custom.cluster, residue) }
  }
  if (residue === undefined) return completeForeign(mappings, object, { galaxy, cluster })
  const galaxyResidue = residue['galaxy']
  return {
    galaxy: isRecord(galaxyResidue) ? restore(galaxy, galaxyResidue) : galaxy,
    cluster: restore(cluster, residue),
  }
}

/** Does neither MISP nor misp-stix say which galaxy it is of? */
function isForeign(object: StixObject): boolean {
  return object.type !== 'x-misp-galaxy-cluster' && !labelsOf(object).some((label) => label.startsWith('misp:galaxy-type='))
}

/** A cluster of which nobody told more than STIX does: what no row knows is `meta`, as in misp-stix. */
function completeForeign(mappings: Mappings, object: StixObject, { galaxy, cluster }: ClusterReading): ClusterReading {
  const type = String(cluster['type'])
  const meta = { ...(isRecord(cluster['meta']) && cluster['meta']), ...metaOf(object, rowOf(mappings, object, type)) }
  if (type === 'stix-2.1-malware' && object['is_family'] === true) meta['is_family'] = true // 2.0 does not have it
  nameTypes(meta, type)
  if (Object.keys(meta).length > 0) cluster['meta'] = meta
  // misp-stix puts the galaxy's description in front of the cluster's
  const { description } = cluster
  const at = typeof description === 'string' ? description.indexOf(' | ') : -1
  if (at > 0) {
    galaxy['description'] = String(description).slice(0, at)
    cluster['description'] = String(description).slice(at + 3)
  }
  if (type === 'country') nameCountry(cluster)
  const tag = nameAsTagged(cluster, object)
  if (NAMED_AGAIN.has(object.type)) nameAgain(cluster, meta)
  return { galaxy, cluster, ...(tag !== undefined && { tag }) }
}

/** What kind of malware, actor or tool it is: labels in STIX 2.0, a property in 2.1. */
function nameTypes(meta: MispRecord, galaxyType: string): void {
  const [, version, kind = ''] = /^stix-2\.([01])-(malware|threat-actor|tool)$/.exec(galaxyType) ?? []
  const property = `${kind.replace('-', '_')}_types`
  const [from, to] = version === '0' ? [property, 'labels'] : ['labels', property]
  if (version === undefined || meta[from] === undefined || meta[to] !== undefined) return
  meta[to] = meta[from]
  delete meta[from]
}

/** misp-stix labels a cluster with its tag, and shortens its name: `Domains` for `Domains - T1583.001`. */
function nameAsTagged(cluster: MispRecord, object: StixObject): string | undefined {
  const { type, value } = cluster
  const start = `misp-galaxy:${String(type)}="`
  const tag = labelsOf(object).find((label) => label.startsWith(start) && label.endsWith('"') && label.length > start.length)
  if (tag === undefined) return undefined
  cluster['tag_name'] = tag
  const tagged = tag.slice(start.length, -1)
  const name = asText(object['name'] ?? value)
  if (tagged.toLowerCase().includes(name.toLowerCase())) cluster['value'] = tagged // else the name was edited since
  return tag
}

/** misp-stix swaps the two names of a country: MISP's value is in small letters. */
function nameCountry(cluster: MispRecord): void {
  const { value, description } = cluster
  if (typeof value !== 'string' || description !== value.toLowerCase()) return
  Object.assign(cluster, { value: description, description: value })
}

/** Groups and software of ATT&CK are among their own synonyms, which misp-stix leaves out. */
const NAMED_AGAIN: ReadonlySet<string> = new Set(['intrusion-set', 'malware', 'tool'])

function nameAgain({ type, value }: MispRecord, meta: MispRecord): void {
  const name = String(value).replace(` - ${asText(meta['external_id'])}`, '')
  if (!String(type).startsWith('mitre') || name === value) return
  const { synonyms } = meta
  const known: unknown[] = Array.isArray(synonyms) ? synonyms : []
  if (!known.includes(name)) meta['synonyms'] = [...known, name]
}

/** Keys of `meta` with hyphens that misp-stix wrote with `_` before it kept their names (2026.10). */
const HYPHENATED: ReadonlySet<string> = new Set(
  [
    'attribution_confidence budapest_convention cfr_suspected_state_sponsor cfr_suspected_victims cfr_target_category',
    'cfr_type_of_incident colt_average colt_median microsoft_origin_threat mode_of_operation payment_method ransomenotes_files',
    'ransomenotes_refs ransomnotes_filenames ransomnotes_files ransomnotes_filesnames ransomnotes_refs spoken_language',
    'suspected_victims target_category targeted_sector threat_actor_classification',
  ].flatMap((line) => line.split(' ')),
)

/** Properties of `x-misp-galaxy-cluster` that are no `meta`. */
const OWN_PROPERTIES = new Set([
  'x_misp_name',
  'x_misp_type',
  'x_misp_value',
  'x_misp_description',
  'x_misp_meta',
  'x_misp_original_names',
])

function metaOf(object: StixObject, row: Row): MispRecord {
  const meta: MispRecord = {}
  const { x_misp_original_names: names, x_misp_meta: inner } = object
  const spelled = isRecord(names) ? names : {}
  const labels = labelsOf(object).filter((label) => !/^misp(?:-galaxy)?:/.test(label))
  if (labels.length > 0) meta['labels'] = labels
  for (const [key, value] of Object.entries(isRecord(inner) ? inner : {})) meta[asText(spelled[key] ?? key)] = value
  const ours = object.type === 'x-misp-galaxy-cluster' ? OWN_PROPERTIES : NONE
  for (const [key, value] of Object.entries(object)) {
    if (Object.hasOwn(COMMON.sdo, key) || ours.has(key) || key === 'x_misp_original_names') continue
    if (row.spellings.has(`${object.type}:${key}`)) continue
    meta[metaKey(key, spelled)] = value
  }
  return meta
}

const NONE: ReadonlySet<string> = new Set()

function metaKey(property: string, spelled: MispRecord): string {
  if (!property.startsWith('x_misp_')) return property
  const key = property.slice('x_misp_'.length)
  const original = spelled[property]
  if (typeof original === 'string') return original
  return HYPHENATED.has(key) ? key.replaceAll('_', '-') : key
}

/** Characters of a cluster that many elements have, on each of them. */
function sizeOf({ galaxy, cluster }: ClusterReading): number {
  return JSON.stringify(galaxy).length + JSON.stringify(cluster).length
}

/** Groups clusters into galaxies, in the order in which they come. `keys`: what galaxies are known by, once for each. */
function groupClusters(readings: readonly ClusterReading[], keys: Map<MispRecord, string>): MispRecord[] {
  const [only, ...more] = readings
  if (only !== undefined && more.length === 0) return [{ ...only.galaxy, GalaxyCluster: [only.cluster] }]
  const galaxies = new Map<string, MispRecord & { GalaxyCluster: MispRecord[] }>()
  for (const { galaxy, cluster } of readings) {
    const key = keys.get(galaxy) ?? canonicalJson(galaxy)
    keys.set(galaxy, key)
    const known = galaxies.get(key)
    if (known === undefined) galaxies.set(key, { ...galaxy, GalaxyCluster: [cluster] })
    else known.GalaxyCluster.push(cluster)
  }
  return [...galaxies.values()]
}

/** Puts the clusters where they belong. */
export function placeClusters(assembly: Assembly): void {
  const { clusters, clusterRelations, readings, context } = assembly
  for (const { from, to, type } of clusterRelations) {
    const [source, target] = [readings.get(from)?.cluster, readings.get(to)?.cluster]
    if (source === undefined || target === undefined) continue
    attach(source, 'GalaxyClusterRelation', {
      galaxy_cluster_uuid: source['uuid'],
      referenced_galaxy_cluster_uuid: target['uuid'],
      referenced_galaxy_cluster_type: type,
    })
  }
  const keys = new Map<MispRecord, string>()
  const sizes = new Map([...readings.values()].map((reading) => [reading, sizeOf(reading)]))
  for (const [record, own] of clusters) {
    for (const reading of own) repeat(assembly, sizes.get(reading) ?? 0)
    const existing = recordsIn(record['Galaxy'])
    const shown = context.options.events.galaxiesAsTags === true ? own.filter(({ tag }) => tag === undefined) : own
    const galaxies = [...groupClusters(shown, keys), ...existing]
    if (galaxies.length > 0) record['Galaxy'] = galaxies
  }
}

/** Gives the tags of clusters to what they hang on: misp-stix leaves them out there. */
export function tagClustered({ clusters }: Assembly): void {
  for (const [record, readings] of clusters) {
    const tags = recordsIn(record['Tag'])
    const names = new Set(tags.map(({ name }) => name))
    const before = tags.length
    for (const { tag } of readings) {
      if (tag === undefined || names.has(tag)) continue
      names.add(tag)
      tags.push({ name: tag })
    }
    if (tags.length > before) record['Tag'] = tags
  }
}

/** Ties a cluster to an element of the event, with what is known of it there. */
export function addCluster(
  assembly: Assembly,
  element: MispRecord,
  object: StixObject,
  facts: Record<string, unknown> | undefined,
): void {
  const reading = facts === undefined ? readOnce(assembly, object) : restoreCluster(assembly.context, object)
  if (facts !== undefined) restore(reading.cluster, facts)
  else repeat(assembly, TIE)
  const known = assembly.clusters.get(element)
  if (known === undefined) assembly.clusters.set(element, [reading])
  else known.push(reading)
}

/** Characters that a tag, and the tie itself, take beside the cluster. */
const TIE = 500

/** What hangs on thousands of elements is read once, where none of them says more of it. */
function readOnce({ context, readings }: Assembly, object: StixObject): ClusterReading {
  const known = readings.get(object)
  if (known !== undefined) return known
  const made = restoreCluster(context, object)
  readings.set(object, made)
  return made
}
