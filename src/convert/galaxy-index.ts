import type { ClusterNames } from './cluster-names.ts'
import type { ClusterSource } from './known-cluster.ts'

/** A cluster of an index with all that it is called. */
export type IndexedCluster = ClusterSource & ClusterNames

/** The clusters of one galaxy type. Those that were revoked have a uuid and an id, but their name may be another's now. */
export class GalaxyIndex {
  readonly #uuids = new Map<string, IndexedCluster>()
  readonly #ids = new Map<string, Set<IndexedCluster>>()
  readonly #names = new Map<string, Set<IndexedCluster>>()
  readonly #synonyms = new Map<string, Set<IndexedCluster>>()

  /** False: the galaxy has this uuid already. */
  add(cluster: IndexedCluster): boolean {
    if (this.#uuids.has(cluster.uuid)) return false
    this.#uuids.set(cluster.uuid, cluster)
    for (const id of cluster.ids) put(this.#ids, id, cluster)
    if (cluster.entry['revoked'] === true) return true
    for (const name of cluster.names) put(this.#names, name, cluster)
    for (const synonym of cluster.synonyms) put(this.#synonyms, synonym, cluster)
    return true
  }

  ofUuid(uuid: string): IndexedCluster | undefined {
    return this.#uuids.get(uuid)
  }

  ofId(id: string): ReadonlySet<IndexedCluster> {
    return this.#ids.get(id) ?? NONE
  }

  ofName(name: string): ReadonlySet<IndexedCluster> {
    return this.#names.get(name) ?? NONE
  }

  ofSynonym(name: string): ReadonlySet<IndexedCluster> {
    return this.#synonyms.get(name) ?? NONE
  }
}

const NONE: ReadonlySet<IndexedCluster> = new Set()

function put(index: Map<string, Set<IndexedCluster>>, key: string, cluster: IndexedCluster): void {
  const known = index.get(key)
  if (known === undefined) index.set(key, new Set([cluster]))
  else known.add(cluster)
}
