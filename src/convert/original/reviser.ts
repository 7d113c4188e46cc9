import { isObservableType } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { memberOf, recordsOf } from '../assembly.ts'
import type { Member } from '../bundle-index.ts'
import { referencesIn } from '../content.ts'
import { mispLabels } from '../labels.ts'
import type { BundleScope } from '../scope.ts'
import { besideIt } from './beside.ts'
import { clusterKey, EVENT, isElement, linkKey } from './inventory.ts'
import { reviseDetached } from './revise-facts.ts'
import { isSwitchedOff, reviseIndicator } from './revise-indicator.ts'
import { reviseObservable } from './revise-observable.ts'
import { Revision } from './revision.ts'
import { writtenAs } from './scratch.ts'
import type { ReturnTask } from './task.ts'

/** Makes of the objects of an original what the event has become. */
export class Reviser {
  readonly revision: Revision
  /** Key of an element -> the objects that it comes from. */
  readonly origins = new Map<string, Member[]>()
  /** Keys of elements that are written anew: those that MISP itself had written, and what no pattern holds any more. */
  readonly rewritten = new Set<string>()
  /** Ids of objects that are written anew under the same ids. */
  private readonly withdrawn = new Set<string>()
  /** Record as it was made -> its key. */
  private readonly keys = new Map<MispRecord, string>()
  private readonly bundle: BundleScope
  private readonly task: ReturnTask

  constructor(bundle: BundleScope, task: ReturnTask) {
    this.bundle = bundle
    this.task = task
    const { before, rebuilt } = task
    const { index } = rebuilt.assembly.context
    this.revision = new Revision(new Map([...index.members].map(([id, { object }]) => [id, object])))
    for (const { key, record } of before.entries.values()) this.keys.set(record, key)
    for (const member of rebuilt.members) {
      for (const record of recordsOf(member)) {
        const key = this.keys.get(record)
        if (key === undefined) continue
        const known = this.origins.get(key)
        if (known === undefined) this.origins.set(key, [member])
        else known.push(member)
      }
    }
  }

  /** Does all of it; gives the observables that are new. */
  run(): StixObject[] {
    this.dropDeleted()
    this.dropCorrected()
    this.reviseEdited()
    this.dropUnused()
    this.revision.settle()
    this.dropUnused()
    return this.revision.settle()
  }

  /** Keys of the elements that an object stands for. */
  private keysOf(id: string): string[] {
    const member = this.task.rebuilt.assembly.context.index.members.get(id)
    return member === undefined ? [] : recordsOf(member).flatMap((record) => this.keys.get(record) ?? [])
  }

  /** What stands for an element now: rather an object with versions than an observable. */
  carrierOf(members: readonly Member[]): StixObject | undefined {
    const there = members.flatMap(({ object, role }) => {
      const now = this.revision.now(this.revision.idOf(object.id))
      return now === undefined ? [] : [{ object: now, role }]
    })
    return (there.find(({ role }) => role !== 'observable') ?? there[0])?.object
  }

  /** What an object of the original has become. */
  current(object: StixObject): StixObject | undefined {
    if (this.withdrawn.has(object.id) || this.revision.isGone(object.id)) return undefined
    const member = this.task.rebuilt.assembly.context.index.members.get(object.id)
    if (member === undefined || member.object['modified'] !== object['modified']) return object // an older version
    const now = this.revision.now(object.id)
    return now === member.object ? object : now
  }

  /** What was deleted goes, and what tied it. */
  private dropDeleted(): void {
    const { revision } = this
    const { changes } = this.task
    for (const { object, role } of this.task.rebuilt.members) {
      if (role === 'observable' && this.isPart(object.id)) continue // goes with the last of its owners
      const keys = this.keysOf(object.id)
      if (keys.length > 0 && keys.every((key) => changes.of(key) === 'deleted')) revision.drop(object.id)
    }
    const links = new Map<string, boolean>()
    for (const { relationship: id, element, cluster } of this.task.rebuilt.assembly.ties) {
      const there = changes.of(this.linkOf(element, cluster)) !== 'deleted'
      links.set(id, (links.get(id) ?? false) || there)
    }
    for (const [id, there] of links) if (!there) revision.drop(id)
    for (const [object, { cluster }] of this.task.rebuilt.assembly.readings) {
      if (changes.of(clusterKey(String(cluster['type']), String(cluster['value']))) === 'deleted') revision.drop(object.id)
    }
  }

  /** What stands on a carrier of its own, and could not be changed there, is written anew. */
  private dropCorrected(): void {
    for (const key of this.task.corrections.anew) {
      const parent = this.task.before.entries.get(key)?.parent
      // What no object of its own says is said by what it hangs on
      if (!this.origins.has(key) && parent !== undefined && isElement(parent)) this.rewrite(parent)
      for (const { object, role } of this.origins.get(key) ?? [])
        if (role === 'relationship' || !isElement(key)) this.revision.drop(object.id)
      if (!isElement(key)) continue
      const isApart = (this.origins.get(key) ?? []).every(({ role }) => PATTERNS_AND_VALUES.has(role))
      if (!isApart) {
        this.rewrite(key)
        continue
      }
      this.rewritten.add(key)
      for (const { object, role } of this.origins.get(key) ?? []) if (role === 'indicator') this.reviseIndicator(object)
    }
  }

  private linkOf(element: MispRecord, object: StixObject): string {
    const cluster = this.task.rebuilt.assembly.readings.get(object)?.cluster ?? {}
    return linkKey(this.keys.get(element) ?? EVENT, clusterKey(String(cluster['type']), String(cluster['value'])))
  }

  private reviseEdited(): void {
    const { changes } = this.task
    const touched = this.task.rebuilt.members.flatMap((member) => {
      const keys = this.keysOf(member.object.id).filter((key) => changes.ofWhole(key) !== 'same')
      return keys.length === 0 || this.revision.isGone(member.object.id) ? [] : [{ ...member, keys }]
    })
    for (const { object, role, keys } of touched) if (isLabelled(object, role)) for (const key of keys) this.rewrite(key)
    for (const { object, role, keys } of touched) {
      const own = keys.filter((key) => !this.rewritten.has(key))
      if (own.length === 0) continue
      if (role === 'indicator') this.reviseIndicator(object)
      else if (role === 'observable') for (const key of own) this.reviseObservable(object, key)
      else if (role === 'identity' || role === 'domain') for (const key of own) this.reviseObservable(object, key)
      else if (role !== 'observed') for (const key of own) this.reviseFacts(object, key)
    }
    for (const [object, { cluster, known }] of this.task.rebuilt.assembly.readings) {
      const key = clusterKey(String(cluster['type']), String(cluster['value']))
      if (changes.of(key) === 'edited' && known !== true) this.reviseFacts(object, key)
    }
  }

  /**
   * What MISP or misp-stix wrote means the element and nothing else: it is written as ever, in the place of what was there. What
   * stands in one observable with it is written with it.
   */
  private rewrite(key: string): void {
    if (this.rewritten.has(key)) return
    const origins = this.origins.get(key) ?? []
    const carriers = origins.filter(({ role }) => role !== 'observable' && role !== 'relationship')
    const keys = new Set([key, ...carriers.flatMap(({ object }) => this.keysOf(object.id))])
    for (const each of keys) this.rewritten.add(each)
    const [main] = keys
    const is = main === undefined ? undefined : this.task.changes.is(main)
    const written = is === undefined ? [] : writtenAs(this.bundle.mappings, is, this.task.rebuilt.assembly.eventUuid)
    const ids = new Set(written.map(({ id }) => id))
    const carrier = written.find(({ type }) => type === 'observed-data') ?? written.find(({ type }) => !isBeside(type))
    const old = new Set(carriers.map(({ object }) => object.id))
    const { members } = this.task.rebuilt.assembly.context.index
    for (const id of old) {
      for (const referrer of this.referrers(id)) {
        const tie = members.get(referrer)?.object
        // What ties the parts of the element to each other is written with them
        if (tie?.type === 'relationship' && old.has(String(tie['source_ref'])) && old.has(String(tie['target_ref'])))
          this.revision.drop(referrer)
      }
    }
    for (const id of old) {
      if (ids.has(id)) this.withdrawn.add(id)
      else if (carrier !== undefined) this.revision.rename(id, carrier.id)
      else this.revision.drop(id)
    }
  }

  private reviseIndicator(object: StixObject): void {
    const { changes, rebuilt } = this.task
    const placed = memberOf(rebuilt.assembly, object.id)?.alternatives ?? []
    const branches = placed.map((was) => {
      const key = this.keys.get(was) ?? ''
      const change = changes.ofWhole(key)
      const anew = this.rewritten.has(key)
      return { was, is: change === 'deleted' || anew ? undefined : (changes.is(key) ?? was), edited: change === 'edited' }
    })
    const revised = reviseIndicator(this.bundle.mappings, object, branches)
    if (revised === undefined) return this.revision.drop(object.id)
    const kept = branches.filter(({ is, was }) => is !== undefined && (revised['revoked'] === true || !isSwitchedOff(was, is)))
    // What is not for detection any more stands in no pattern: it is an observation
    for (const [at, { is, was }] of branches.entries())
      if (is !== undefined && !kept.some((branch) => branch.was === was))
        this.rewritten.add(this.keys.get(placed[at] ?? {}) ?? '')
    const left = branches.filter(({ is }) => is !== undefined)
    const stated = reviseDetached(this.bundle, revised, left)
    if (stated === object) return
    const uuids = kept.map(({ is }) => String(is?.['uuid']))
    const isRewritten = stated['pattern'] !== object['pattern'] && stated['revoked'] !== true
    const named = isRewritten && this.bundle.profile.residue ? besideIt(stated, { uuids }) : stated
    this.revision.revise(named, newestOf(left.map(({ is }) => is?.['timestamp'])))
  }

  private reviseObservable(object: StixObject, key: string): void {
    const { revision } = this
    const { changes } = this.task
    const is = changes.is(key)
    if (is === undefined) return
    const resolve = (id: string): StixObject | undefined => revision.now(id)
    const revised = reviseObservable(this.bundle.mappings, resolve, revision.now(object.id) ?? object, changes.was(key), is)
    if (revised === undefined) return
    for (const part of revised.parts) revision.addObservable(part)
    if (revised.object.id === object.id) revision.revise(revised.object)
    else revision.replace(object.id, revised.object)
  }

  private reviseFacts(object: StixObject, key: string): void {
    const is = this.task.changes.is(key)
    const entry = this.task.before.entries.get(key)
    if (is === undefined || entry === undefined) return
    const now = this.revision.now(object.id) ?? object
    const revised = reviseDetached(this.bundle, now, [{ was: entry.record, is, edited: true }], entry.kind)
    if (revised !== now) this.revision.revise(revised, is['timestamp'])
  }

  /** An observable that only gone objects were about goes with them. */
  private dropUnused(): void {
    const { index } = this.task.rebuilt.assembly.context
    const used = new Set<string>()
    const lost = new Set<string>()
    for (const { object } of index.members.values()) {
      if (object.type === 'report' || object.type === 'grouping') continue
      const now = this.withdrawn.has(object.id) ? undefined : this.revision.now(object.id)
      for (const id of referencesIn(now ?? object)) (now === undefined ? lost : used).add(id)
    }
    const open = [...lost]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const member = index.members.get(id)
      const isAuthor = member?.role === 'identity' && member.record === undefined
      if ((member?.role !== 'observable' && !isAuthor) || this.revision.isGone(id) || this.isUsed(id, used)) continue
      this.revision.drop(id)
      open.push(...referencesIn(member?.object))
    }
  }

  /** Does anything that stays refer to an observable? */
  private isUsed(id: string, used: ReadonlySet<string>): boolean {
    if (!used.has(id)) return false
    const { members } = this.task.rebuilt.assembly.context.index
    return this.referrers(id).some((each) => {
      const object = members.get(each)?.object
      return (
        object !== undefined &&
        object.type !== 'report' &&
        object.type !== 'grouping' &&
        !this.withdrawn.has(each) &&
        !this.revision.isGone(each)
      )
    })
  }

  /** Is it part of an element that MISP itself had written? */
  private isPart(id: string): boolean {
    const { members } = this.task.rebuilt.assembly.context.index
    return this.referrers(id).some((each) => {
      const member = members.get(each)
      return member !== undefined && isLabelled(member.object, member.role)
    })
  }

  private referrers(id: string): readonly string[] {
    return this.revision.referrers.get(id) ?? []
  }
}

/** What these give can be written beside them. */
const PATTERNS_AND_VALUES: ReadonlySet<string> = new Set(['indicator', 'observed', 'observable'])

/** Is an object of this type never what an element stands on? */
function isBeside(type: string): boolean {
  return isObservableType(type) || type === 'identity' || type === 'relationship' || type.endsWith('-definition')
}

/** Did MISP or misp-stix say what it is? */
function isLabelled(object: StixObject, role: Member['role']): boolean {
  if (role === 'attribute' || role === 'object') return true
  if (role !== 'observed' && role !== 'indicator') return false
  const { type, name } = mispLabels(object)
  return type !== undefined || name !== undefined
}

function newestOf(timestamps: readonly unknown[]): string | undefined {
  const all = timestamps.map(Number).filter((time) => Number.isFinite(time))
  return all.length === 0 ? undefined : String(Math.max(...all))
}
