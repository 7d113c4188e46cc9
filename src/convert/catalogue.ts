import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { isTooShort, namesOf } from './cluster-names.ts'
import type { Diagnostic } from './diagnostic.ts'
import { fittingGalaxies, isMeantBySome } from './fitting-galaxies.ts'
import { GalaxyIndex } from './galaxy-index.ts'
import type { IndexedCluster } from './galaxy-index.ts'
import { knownCluster } from './known-cluster.ts'
import type { KnownCluster } from './known-cluster.ts'
import { identityOf } from './sdo-identity.ts'
import type { SdoIdentity } from './sdo-identity.ts'

/**
 * The clusters that MISP knows, in the form of the misp-galaxy repository, and which of them an SDO means.
 *
 * An SDO is held against the galaxies that the tables name for its type (`fittingGalaxies`), rule by rule: uuid, external id,
 * name, synonym, alias. The surest rule decides, then the order of the galaxies. What several clusters of a galaxy are called
 * means none of them, and two different ids of ATT&CK are never the same thing.
 */
export class Catalogue {
  /** How many clusters there are. */
  size = 0
  readonly #mappings: Mappings
  readonly #galaxies = new Map<string, GalaxyIndex>()
  readonly #fitting = new Map<string, readonly string[]>()

  constructor(mappings: Mappings) {
    this.#mappings = mappings
  }

  /** Can any SDO mean a cluster of this galaxy type? Files of others need not be added. */
  wants(galaxyType: string): boolean {
    return isMeantBySome(this.#mappings, galaxyType)
  }

  /**
   * Takes in a file of clusters, and the file of its galaxy where there is one; both as parsed JSON, which may be anything.
   * What cannot be used is left out and reported.
   */
  add(galaxy: unknown, file: unknown): Diagnostic[] {
    if (!isRecord(file) || typeof file['type'] !== 'string' || !Array.isArray(file['values'])) return [NOT_CLUSTERS]
    const { type, values } = file as { type: string; values: unknown[] }
    const head = isRecord(galaxy) && galaxy['type'] === type ? galaxy : undefined
    const index = this.#galaxies.get(type) ?? new GalaxyIndex()
    this.#galaxies.set(type, index)
    const bad = values.flatMap((entry, at) => (addEntry(index, head, file, type, entry) ? [] : at))
    this.size += values.length - bad.length
    return [...(head === undefined ? [noGalaxy(type)] : []), ...(bad.length > 0 ? [leftOut(bad)] : [])]
  }

  /** The cluster that an SDO means; `undefined` where that is not certain. */
  match(object: StixObject): KnownCluster | undefined {
    const indexes = this.#indexesFor(object.type)
    if (indexes.length === 0) return undefined
    const identity = identityOf(object)
    const named = identity.galaxy === undefined ? indexes : indexes.filter(({ type }) => type === identity.galaxy)
    return (
      known(
        findIn(indexes, ({ index }) => index.ofUuid(identity.uuid)),
        'uuid',
      ) ??
      known(
        findIn(named, ({ index }) => accepted(ofIds(index, identity), identity)),
        'external-id',
      ) ??
      byName(named, identity)
    )
  }

  #indexesFor(stixType: string): TypedIndex[] {
    let types = this.#fitting.get(stixType)
    if (types === undefined) {
      types = fittingGalaxies(this.#mappings, stixType)
      if (this.#fitting.size < 1000) this.#fitting.set(stixType, types)
    }
    return types.flatMap((type) => {
      const index = this.#galaxies.get(type)
      return index === undefined ? [] : { type, index }
    })
  }
}

interface TypedIndex {
  type: string
  index: GalaxyIndex
}

const NOT_CLUSTERS: Diagnostic = {
  code: 'not-clusters',
  severity: 'warning',
  message: 'is no cluster file of misp-galaxy: it has no "type", or no list of "values"',
}

function noGalaxy(type: string): Diagnostic {
  const message = `there is no galaxy file for the type ${type}; its clusters go without the uuid of their galaxy`
  return { code: 'galaxy-file-missing', severity: 'information', message }
}

function leftOut(positions: readonly number[]): Diagnostic {
  const count = positions.length
  const first = positions.slice(0, 5).map((at) => `/values/${at}`)
  const message = `without a name or uuid of their own, clusters are left out: ${first.join(', ')}${count > 5 ? ', …' : ''}`
  return { code: 'cluster-unusable', severity: 'warning', message, count }
}

/** The text form only: misp-galaxy has uuids of every making. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function addEntry(index: GalaxyIndex, galaxy: MispRecord | undefined, file: MispRecord, type: string, entry: unknown): boolean {
  if (!isRecord(entry) || typeof entry['value'] !== 'string' || typeof entry['uuid'] !== 'string') return false
  const { value } = entry as { value: string }
  const uuid = entry['uuid'].toLowerCase()
  if (value.trim() === '' || !UUID.test(uuid)) return false
  return index.add({ galaxy, file, type, uuid, value, entry, ...namesOf(type, value, entry) })
}

function known(cluster: IndexedCluster | undefined, by: KnownCluster['by']): KnownCluster | undefined {
  return cluster && knownCluster(cluster, by)
}

/** What the first galaxy finds that finds anything. */
function findIn(
  indexes: readonly TypedIndex[],
  find: (index: TypedIndex) => IndexedCluster | undefined,
): IndexedCluster | undefined {
  for (const index of indexes) {
    const found = find(index)
    if (found !== undefined) return found
  }
  return undefined
}

/** By the name, then by the aliases. A galaxy in which they are ambiguous is asked no further. */
function byName(indexes: readonly TypedIndex[], identity: SdoIdentity): KnownCluster | undefined {
  const { name = '', aliases } = identity
  const clear = indexes.filter(({ index }) => index.ofName(name).size < 2)
  const undisputed = clear.filter(({ index }) => index.ofSynonym(name).size < 2)
  const synonymous = isTooShort(name, 'synonym') ? [] : undisputed
  return (
    known(
      findIn(clear, ({ index }) => accepted(only(index.ofName(name)), identity)),
      'name',
    ) ??
    known(
      findIn(synonymous, ({ index }) => accepted(only(index.ofSynonym(name)), identity)),
      'synonym',
    ) ??
    known(
      findIn(undisputed, ({ index }) => accepted(ofAliases(index, aliases), identity)),
      'alias',
    )
  )
}

function only(clusters: ReadonlySet<IndexedCluster>): IndexedCluster | undefined {
  const [first] = clusters
  return clusters.size === 1 ? first : undefined
}

/** An SDO with several ids of one series (`T1566.001` and `T1566.002`) means none of them. */
function ofIds(index: GalaxyIndex, { ids }: SdoIdentity): IndexedCluster | undefined {
  const found = new Set(ids.flatMap((id) => [...index.ofId(id)]))
  const cluster = only(found)
  return cluster !== undefined && ids.filter((id) => cluster.ids.some((own) => series(own) === series(id))).length === 1
    ? cluster
    : undefined
}

/** Aliases must speak of one cluster, and one of them be its name: that of a subgroup is often a synonym of another. */
function ofAliases(index: GalaxyIndex, aliases: readonly string[]): IndexedCluster | undefined {
  const named = new Set(aliases.flatMap((alias) => [...index.ofName(alias)]))
  const spoken = new Set([...named, ...aliases.flatMap((alias) => [...index.ofSynonym(alias)])])
  return spoken.size === 1 ? only(named) : undefined
}

/** Unless the cluster has another id of the same series, or is not called what it must be called. */
function accepted(cluster: IndexedCluster | undefined, { ids, called }: SdoIdentity): IndexedCluster | undefined {
  if (cluster === undefined || (called !== undefined && !cluster.names.includes(called))) return undefined
  const differs = (id: string) => cluster.ids.some((own) => series(own) === series(id)) && !cluster.ids.includes(id)
  return ids.some(differs) && !ids.some((id) => cluster.ids.includes(id)) ? undefined : cluster
}

/** Techniques, software, groups, … are counted apart: `T`, `S`, `G`. */
function series(id: string): string {
  return id.replace(/[\d.].*$/, '')
}
