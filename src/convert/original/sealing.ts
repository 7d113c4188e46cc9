import { isRecord } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { asText } from '../text.ts'
import { clusterKey, linkKey, takeCensus, takeCensusOf, tellsMore } from './inventory.ts'
import type { Census, Entry } from './inventory.ts'
import { hashNumber } from './said.ts'
import { Seal } from './seal.ts'

/** Takes note of the key and hash of an element. */
export type TakeNote = (key: string, hash: number) => void

/** Seals the elements of an event as they come. Nothing of them is kept but clusters, which many elements have. */
export class Sealing implements Census {
  private readonly seal = new Seal()
  private readonly takeNote: TakeNote
  private readonly clusters = new Map<string, MispRecord>()
  /** The last element that had clusters, and which. */
  private linkedTo = ''
  private links = new Set<string>()
  private isBroken = false

  /** `facts`: the event, with its attributes and objects or without them. */
  constructor(facts: MispRecord, takeNote: TakeNote = () => {}) {
    this.takeNote = takeNote
    takeCensus(facts, this)
  }

  /** Seals an attribute or object of the event. */
  add(list: 'Attribute' | 'Object', record: unknown): void {
    try {
      if (isRecord(record)) takeCensusOf(list, record, this)
    } catch {
      this.isBroken = true // it is nested deeper than the stack is
    }
  }

  /** An element that is there twice breaks the seal: then the event is looked at more closely. */
  element({ key, kind, record }: Entry): boolean {
    this.note(key, hashNumber(kind, record))
    return true
  }

  cluster(record: MispRecord, parent: string): void {
    const name = clusterKey(asText(record['type']), asText(record['value']))
    if (tellsMore(record, this.clusters.get(name))) this.clusters.set(name, record)
    if (parent !== this.linkedTo) {
      this.linkedTo = parent
      this.links = new Set()
    }
    if (this.links.has(name)) return
    this.links.add(name)
    this.note(linkKey(parent, name), hashNumber('link', record))
  }

  /** The seal of what came; `undefined` where something cannot be sealed. */
  end(): string | undefined {
    if (this.isBroken) return undefined
    for (const [name, record] of this.clusters) this.note(name, hashNumber('cluster', record))
    return this.seal.toString()
  }

  private note(key: string, hash: number): void {
    this.seal.add(key, hash)
    this.takeNote(key, hash)
  }
}
