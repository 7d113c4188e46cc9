import { scoId } from '../../stix/id.ts'
import { isObservableType } from '../../stix/model.ts'
import { formatTimestamp, isLater, isoMilliseconds, parseTime } from '../../stix/timestamp.ts'
import type { StixObject } from '../../stix/types.ts'
import { isRecord } from '../../misp/types.ts'
import { referencesIn } from '../content.ts'
import { asText } from '../text.ts'

/** The objects of an original on their way to what the event has become. */
export class Revision {
  private readonly newest: ReadonlyMap<string, StixObject>
  private readonly gone = new Set<string>()
  private readonly revised = new Map<string, StixObject>()
  /** Id of an observable -> that of what it has become. */
  private readonly renamed = new Map<string, string>()
  /** Observables that are new. */
  private readonly fresh = new Map<string, StixObject>()

  /** Id of an object -> ids of those that referred to it. */
  readonly referrers: ReadonlyMap<string, readonly string[]>

  /** `newest`: of each id the version that counts. */
  constructor(newest: ReadonlyMap<string, StixObject>) {
    this.newest = newest
    this.referrers = referrersIn(newest)
  }

  /** The object as far as it is known now; `undefined` for one that is gone or was never there. */
  now(id: string): StixObject | undefined {
    return this.gone.has(id) ? undefined : (this.revised.get(id) ?? this.newest.get(id))
  }

  isGone(id: string): boolean {
    return this.gone.has(id)
  }

  drop(id: string): void {
    if (this.newest.has(id)) this.gone.add(id)
  }

  /** Puts a changed object in the place of what it was. `timestamp`: when MISP says it was changed, in seconds. */
  revise(object: StixObject, timestamp?: unknown): void {
    const before = this.newest.get(object.id)
    this.revised.set(
      object.id,
      before?.['modified'] === undefined ? object : { ...object, modified: later(asText(before['modified']), timestamp) },
    )
  }

  /** Puts an observable that says something else in the place of what it was. */
  replace(id: string, object: StixObject): void {
    this.fresh.set(object.id, object)
    this.rename(id, object.id)
  }

  /** Adds an observable that others refer to. */
  addObservable(object: StixObject): void {
    this.fresh.set(object.id, object)
  }

  /** Lets everything that refers to an object refer to another. */
  rename(id: string, to: string): void {
    if (id === to) return
    this.gone.add(id)
    this.renamed.set(id, to)
  }

  /** The id under which an object goes on. */
  idOf(id: string): string {
    let now = id
    for (let turns = 0; turns < 100 && this.renamed.has(now); turns++) now = this.renamed.get(now) as string
    return now
  }

  /**
   * Follows every change to what refers to it: what was about something that is gone goes with it, and an observable that refers
   * to a changed one changes in its turn. Gives the new observables; of the others `now` says what they have become.
   */
  settle(): StixObject[] {
    let open = [...this.gone, ...this.renamed.keys()]
    // An observable can stand behind another, and no chain of references in STIX is longer
    for (let turns = 0; open.length > 0 && turns < LONGEST_CHAIN; turns++) {
      this.followAll(open)
      open = [...this.fresh.values()].flatMap((object) => (this.followFresh(object) ? object.id : []))
    }
    return [...this.fresh.values()]
  }

  /** Follows changed objects into all that refer to them: into reports, which refer to very many, once when all else is known. */
  private followAll(ids: readonly string[]): void {
    const containers = new Map<string, StixObject>()
    for (let open = ids; open.length > 0;) {
      const referrers = new Set(open.flatMap((id) => this.referrers.get(id) ?? []))
      open = [...referrers].filter((id) => {
        const object = this.now(id)
        if (object === undefined) return false
        if (!isContainer(object)) return this.follow(object)
        containers.set(id, object) // nothing has to follow it
        return false
      })
    }
    for (const container of containers.values()) this.follow(container)
  }

  /** Follows the changes into an object; `true` where others have to follow it. */
  private follow(object: StixObject): boolean {
    const changed = this.relinked(object)
    if (changed === object) return false
    if (changed === undefined) {
      this.gone.add(object.id)
      return true
    }
    if (!isObservable(object) || scoId(object) !== object.id) {
      this.revise(changed)
      return false
    }
    this.replace(object.id, { ...changed, id: scoId(changed) })
    return true
  }

  private followFresh(object: StixObject): boolean {
    const changed = this.relinked(object)
    if (changed === object || changed === undefined) return false
    const next = { ...changed, id: scoId(changed) }
    this.fresh.delete(object.id)
    this.fresh.set(next.id, next)
    if (next.id === object.id) return false
    this.renamed.set(object.id, next.id)
    return true
  }

  /** The object with references to what is there; itself where nothing changes, `undefined` where it has nothing left to be about. */
  private relinked(object: StixObject): StixObject | undefined {
    let changed: StixObject | undefined
    for (const key of Object.keys(object)) {
      const value = object[key]
      const next = this.relinkedValue(key, value)
      if (next === value) continue
      if (next === undefined && NEEDED.has(key) && !isContainer(object)) return undefined
      changed ??= { ...object }
      if (next === undefined) delete changed[key]
      else changed[key] = next
    }
    return changed ?? object
  }

  private relinkedValue(key: string, value: unknown): unknown {
    if (key.endsWith('_ref') && typeof value === 'string') {
      const id = this.idOf(value)
      return this.gone.has(id) ? undefined : id
    }
    if (Array.isArray(value)) {
      const next: unknown[] = key.endsWith('_refs')
        ? [...new Set(value.map((id: unknown) => this.idOf(String(id))))].filter((id) => !this.gone.has(id))
        : value.map((each: unknown) => this.relinkedValue('', each))
      if (next.length === value.length && next.every((each, at) => each === value[at])) return value
      return next.length === 0 && value.length > 0 ? undefined : next
    }
    if (!isRecord(value)) return value
    let changed: Record<string, unknown> | undefined
    for (const [name, inner] of Object.entries(value)) {
      const next = this.relinkedValue(name, inner)
      if (next === inner) continue
      changed ??= { ...value }
      if (next === undefined) delete changed[name]
      else changed[name] = next
    }
    return changed ?? value
  }
}

/** Without these a relationship, a sighting, a note or an Observed Data is about nothing. */
const NEEDED: ReadonlySet<string> = new Set(['source_ref', 'target_ref', 'sighting_of_ref', 'object_refs', 'object_ref'])

/** The later of what MISP says and a moment after the version before (section 3.6). */
function later(before: string, timestamp: unknown): string {
  const moment = parseTime(before)
  const milliseconds = moment === undefined ? 0 : Number(moment.fraction.padEnd(3, '0').slice(0, 3)) + 1
  const seconds = (moment?.seconds ?? 0) + (milliseconds > 999 ? 1 : 0)
  const next = formatTimestamp({ seconds, fraction: String(milliseconds % 1000).padStart(3, '0') }) ?? before
  const said = typeof timestamp === 'string' && /^\d{1,12}$/.test(timestamp) ? isoMilliseconds(Number(timestamp)) : undefined
  return said !== undefined && isLater(said, next) ? said : next
}

/** An event that holds nothing any more is still one. */
function isContainer({ type }: StixObject): boolean {
  return type === 'report' || type === 'grouping'
}

const LONGEST_CHAIN = 100

function isObservable(object: StixObject): boolean {
  return isObservableType(object.type) && object['created'] === undefined
}

/** Id of an object -> ids of those that refer to it. */
function referrersIn(objects: ReadonlyMap<string, StixObject>): Map<string, string[]> {
  const referrers = new Map<string, string[]>()
  for (const [id, object] of objects) {
    for (const ref of referencesIn(object)) {
      const known = referrers.get(ref)
      if (known === undefined) referrers.set(ref, [id])
      else known.push(id)
    }
  }
  return referrers
}
