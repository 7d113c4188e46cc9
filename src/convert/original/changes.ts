import type { MispRecord } from '../../misp/types.ts'
import { asText } from '../text.ts'
import type { ElementHashes } from './element-hashes.ts'
import { clusterAliases, EVENT, valueKey } from './inventory.ts'
import type { Entry, Inventory } from './inventory.ts'
import { hashOf } from './said.ts'

/** What became of an element since its event was made. */
export type Change = 'same' | 'edited' | 'deleted'

/** Did somebody rate an event that had a rating? What had none gets one from the server. */
function isRated(was: MispRecord, is: MispRecord): boolean {
  return RATINGS.some((key) => was[key] !== undefined && is[key] !== undefined && asText(was[key]) !== asText(is[key]))
}

const RATINGS = ['threat_level_id', 'analysis'] as const

/** Is it there under another key? A server skips a second equal attribute, and knows clusters by names of its own. */
function isElsewhere({ kind, record, parent }: Entry, inventory: Inventory): boolean {
  if (kind === 'attribute') return inventory.values.has(valueKey(record))
  if (kind !== 'cluster' && kind !== 'link') return false
  const [own, onParent] = clusterAliases(record, parent)
  const alias = kind === 'cluster' ? own : onParent
  return alias !== undefined && inventory.byUuid.has(alias)
}

/** What MISP, or its analysts, made of the elements of an event. */
export class Changes {
  /** Elements that were not there. */
  readonly added: Entry[] = []
  private readonly changes = new Map<string, Change>()
  /** Keys of elements that have attributes which were not there. */
  private readonly filled = new Set<string>()
  private readonly before: Inventory
  private readonly after: Inventory

  /** `hashes`: of every element when the event was made. `whole`: is all of the event there, so that what is missing was deleted? */
  constructor(before: Inventory, after: Inventory, hashes: ElementHashes, whole: boolean) {
    this.before = before
    this.after = after
    for (const entry of before.entries.values()) {
      const { key, kind } = entry
      // Without any hashes the original is taken by what it reads as
      const hash = hashes.isEmpty ? hashOf(kind, entry.record) : hashes.of(key)
      if (hash === undefined) continue // this tipbridge reads more than the one that made the event
      const now = after.entries.get(key)
      if (now !== undefined)
        this.changes.set(key, hashOf(kind, now.record) === hash && !isRated(entry.record, now.record) ? 'same' : 'edited')
      else this.changes.set(key, !whole || isElsewhere(entry, after) ? 'same' : 'deleted')
    }
    for (const entry of after.entries.values()) {
      const isNew = !before.entries.has(entry.key) && hashes.of(entry.key) === undefined
      if (!isNew || (entry.kind !== 'attribute' && isElsewhere(entry, before))) continue
      this.added.push(entry)
      if (entry.kind === 'attribute') this.filled.add(entry.parent)
    }
  }

  /** What became of an element; `same` for one that was never seen in MISP. */
  of(key: string): Change {
    return this.changes.get(key) ?? 'same'
  }

  /** Is everything as it was? */
  get isNone(): boolean {
    return this.added.length === 0 && [...this.changes.values()].every((change) => change === 'same')
  }

  /** The keys of elements of which this became. */
  keysOf(change: Change): string[] {
    return [...this.changes].flatMap(([key, each]) => (each === change ? key : []))
  }

  /** The element as it was made. */
  was(key: string): MispRecord {
    return this.before.entries.get(key)?.record ?? {}
  }

  /** The element as it is now, and where it stands. */
  entry(key: string): Entry | undefined {
    return this.after.entries.get(key)
  }

  /** The element in whose list it stood. */
  parentOf(key: string): string {
    return this.before.entries.get(key)?.parent ?? ''
  }

  /** The element as it is now; `undefined` for one that is not there. */
  is(key: string): MispRecord | undefined {
    return this.after.entries.get(key)?.record
  }

  /** What became of an element and of everything that it holds, but for what stands on carriers of its own. */
  ofWhole(key: string): Change {
    const own = this.of(key)
    if (own !== 'same') return own
    for (const inner of this.innerOf(key)) if (this.of(inner) !== 'same') return 'edited'
    return this.filled.has(key) ? 'edited' : 'same'
  }

  /** The attributes of an object. */
  private innerOf(key: string): string[] {
    if (!key.startsWith('object ')) return []
    return this.inner.get(key) ?? []
  }

  private get inner(): Map<string, string[]> {
    if (this.innerKeys !== undefined) return this.innerKeys
    const made = new Map<string, string[]>()
    for (const { key, kind, parent } of this.before.entries.values()) {
      if (kind !== 'attribute' || parent === EVENT) continue
      const known = made.get(parent)
      if (known === undefined) made.set(parent, [key])
      else known.push(key)
    }
    this.innerKeys = made
    return made
  }

  private innerKeys: Map<string, string[]> | undefined
}
