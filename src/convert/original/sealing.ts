import { isRecord } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { asText } from '../text.ts'
import type { ElementHashes } from './element-hashes.ts'
import { clusterKey, linkKey, takeCensus, takeCensusOf, tellsMore } from './inventory.ts'
import type { Census, Entry } from './inventory.ts'
import { KeyHash } from './key-hash.ts'
import { hashOf } from './said.ts'
import { Seal } from './seal.ts'

/** Seals the elements of an event as they come. Nothing of them is kept but clusters, which many elements have. */
export class Sealing implements Census {
  readonly #seal = new Seal()
  readonly #hashes: ElementHashes | undefined
  readonly #key = new KeyHash()
  /** By key. */
  readonly #clusters = new Map<string, MispRecord>()
  /** The last element that had clusters, and which. */
  #linkedTo: Entry | undefined
  #links = new Set<string>()
  #isBroken = false

  /** `facts`: the event, with its attributes and objects or without them. `hashes`: where the hash of each element goes. */
  constructor(facts: MispRecord, hashes?: ElementHashes) {
    this.#hashes = hashes
    takeCensus(facts, this)
  }

  /** Seals an attribute or object of the event. */
  add(list: 'Attribute' | 'Object', record: unknown): void {
    try {
      if (isRecord(record)) takeCensusOf(list, record, this)
    } catch {
      this.#isBroken = true // it is nested deeper than the stack is
    }
  }

  /** An element that is there twice breaks the seal: then the event is looked at more closely. */
  element({ kind, name, record }: Entry): boolean {
    this.#note(this.#key.takeBoth(kind, name), hashOf(kind, record))
    return true
  }

  cluster(record: MispRecord, parent: Entry): void {
    const cluster = clusterKey(asText(record['type']), asText(record['value']))
    if (tellsMore(record, this.#clusters.get(cluster))) this.#clusters.set(cluster, record)
    if (parent !== this.#linkedTo) {
      this.#linkedTo = parent
      this.#links = new Set()
    }
    if (this.#links.has(cluster)) return
    this.#links.add(cluster)
    this.#note(this.#key.take(linkKey(parent.key, cluster)), hashOf('link', record))
  }

  /** The seal of what came; `undefined` where something cannot be sealed. */
  end(): string | undefined {
    if (this.#isBroken) return undefined
    for (const [key, record] of this.#clusters) this.#note(this.#key.take(key), hashOf('cluster', record))
    return this.#seal.toString()
  }

  #note(key: KeyHash, hash: number): void {
    this.#seal.add(key, hash)
    this.#hashes?.add(key, hash)
  }
}
