import { uuidOf } from '../../stix/id.ts'
import { isObservableType } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { writeAttribute } from '../attributes.ts'
import { recordsOf } from '../assembly.ts'
import type { Member } from '../bundle-index.ts'
import { writeChildren } from '../children.ts'
import { referencesIn } from '../content.ts'
import { openContainer, standIn, writeEventParts } from '../container.ts'
import type { Container } from '../container.ts'
import { RESIDUE_EXTENSION } from '../extension.ts'
import { mustWait, writeHeld } from '../held.ts'
import { mispLabels } from '../labels.ts'
import { writeObject } from '../objects.ts'
import { relationship } from '../relationship.ts'
import { residueOf } from '../residue.ts'
import { BundleScope } from '../scope.ts'
import type { EventScope, Parent } from '../scope.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { asText } from '../text.ts'
import { Changes } from './changes.ts'
import { compare } from './deviations.ts'
import type { Corrections } from './deviations.ts'
import { CHILD_LISTS, clusterKey, EVENT, Inventory, isElement, linkKey } from './inventory.ts'
import type { Entry } from './inventory.ts'
import { isOriginal } from './original.ts'
import type { Original } from './original.ts'
import { rebuild } from './rebuild.ts'
import type { Rebuilt } from './rebuild.ts'
import { reviseContainer, reviseDetached } from './revise-facts.ts'
import { isSwitchedOff, reviseIndicator } from './revise-indicator.ts'
import { reviseObservable } from './revise-observable.ts'
import { Revision } from './revision.ts'
import { writtenAs } from './scratch.ts'

/**
 * Writes an event that was made of STIX: what nobody touched in MISP returns as it came, what was edited is changed on top of
 * that, what was deleted is gone with all that was about it, and what is new is written as ever. What comes out is read again and
 * held against the event; what STIX did not take is put beside it. `false`: the original does not hold this event.
 */
export function returnEvent(bundle: BundleScope, event: MispRecord, original: Original): boolean {
  const uuid = String(event['uuid']).toLowerCase()
  const rebuilt = rebuild(bundle.mappings, original, uuid)
  if (rebuilt === undefined) return false
  const [before, after] = [new Inventory(rebuilt.event), new Inventory(event)]
  const changes = new Changes(before, after, original.state.elements, isWhole(event))
  if (changes.isNone && original.state.container !== 'authored') {
    forward(bundle, uuid, original, original.objects)
    return true
  }
  let corrections: Corrections = { beside: new Map(), anew: new Set(), gone: [] }
  for (let turn = 1; ; turn++) {
    const { objects, diagnostics } = write(bundle, event, original, rebuilt, before, changes, corrections)
    // Without residue there is no place for what STIX does not take
    const deviations = bundle.profile.residue
      ? compare(bundle.mappings, objects, original, before, after, changes, corrections)
      : undefined
    if (deviations === undefined || deviations.isNone || turn === MOST_TURNS) {
      forward(bundle, uuid, original, objects)
      for (const diagnostic of diagnostics) bundle.report(diagnostic)
      for (const key of deviations?.keys ?? []) {
        const message = `${key}: what became of it in MISP could not be written on top of the STIX that it came from`
        bundle.report({ code: 'edit-lost', severity: 'warning', message, event: uuid })
      }
      return true
    }
    corrections = deviations.corrections
  }
}

/** Nothing of an event goes out before all of it is known. */
function forward(bundle: BundleScope, uuid: string, { facts }: Original, objects: readonly StixObject[]): void {
  bundle.returnsOriginal(facts)
  bundle.eventUuids.push(uuid)
  for (const object of objects) bundle.return(object)
}

/** Each turn mends what the one before did not take. */
const MOST_TURNS = 3

/** What an event becomes, in a bundle of its own. */
function write(
  bundle: BundleScope,
  event: MispRecord,
  original: Original,
  rebuilt: Rebuilt,
  before: Inventory,
  changes: Changes,
  corrections: Corrections,
): { objects: StixObject[]; diagnostics: Diagnostic[] } {
  const objects: StixObject[] = []
  const diagnostics: Diagnostic[] = []
  const own = new BundleScope(
    bundle.mappings,
    bundle.options,
    (object) => objects.push(object),
    (diagnostic) => diagnostics.push(diagnostic),
  )
  new Return(own, event, original, rebuilt, before, changes, corrections).run()
  own.end()
  return { objects, diagnostics }
}

/** Is all of the event there? A filtered search counts more attributes than it shows. */
function isWhole(event: MispRecord): boolean {
  const { attribute_count: count } = event
  const shown =
    recordsIn(event['Attribute']).length +
    recordsIn(event['Object']).reduce((sum, { Attribute: inner }) => sum + recordsIn(inner).length, 0)
  return !(Number(count) > shown)
}

/** One event on its way back, in the order of its steps. */
class Return {
  private readonly bundle: BundleScope
  private readonly event: MispRecord
  private readonly original: Original
  private readonly rebuilt: Rebuilt
  private readonly before: Inventory
  private readonly changes: Changes
  private readonly revision: Revision
  /** Record as it was made -> its key. */
  private readonly keys = new Map<MispRecord, string>()
  /** Key of an element -> the objects that it comes from. */
  private readonly origins = new Map<string, Member[]>()
  /** Elements whose objects MISP itself had written: they are written anew. */
  private readonly rewritten = new Set<string>()
  /** Ids of objects that were written anew under the same ids. */
  private readonly withdrawn = new Set<string>()

  private readonly corrections: Corrections

  constructor(
    bundle: BundleScope,
    event: MispRecord,
    original: Original,
    rebuilt: Rebuilt,
    before: Inventory,
    changes: Changes,
    corrections: Corrections,
  ) {
    this.corrections = corrections
    this.bundle = bundle
    this.event = event
    this.original = original
    this.rebuilt = rebuilt
    this.before = before
    this.changes = changes
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

  run(): void {
    for (const { id, type } of this.original.objects)
      if (type === 'marking-definition' || type === 'identity') this.bundle.expect(id)
    this.dropDeleted()
    this.dropCorrected()
    this.reviseEdited()
    this.dropUnused()
    this.revision.settle()
    this.dropUnused()
    const fresh = this.revision.settle()
    const container = openContainer(this.bundle, this.event)
    const { scope } = container
    this.knowCarriers(scope)
    this.writeAnew(scope)
    this.writeAdded(scope)
    const own = this.ownContainer()
    this.placeBeside(scope)
    this.emit(scope, fresh)
    if (own !== undefined) this.endOwn(scope, own)
    else this.endAuthored(container)
  }

  /** What was deleted goes, and what tied it. */
  private dropDeleted(): void {
    const { revision, changes } = this
    for (const { object, role } of this.rebuilt.members) {
      if (role === 'observable' && this.isPart(object.id)) continue // goes with the last of its owners
      const keys = this.keysOf(object.id)
      if (keys.length > 0 && keys.every((key) => changes.of(key) === 'deleted')) revision.drop(object.id)
    }
    const links = new Map<string, boolean>()
    for (const { relationship: id, element, cluster } of this.rebuilt.assembly.ties) {
      const there = changes.of(this.linkOf(element, cluster)) !== 'deleted'
      links.set(id, (links.get(id) ?? false) || there)
    }
    for (const [id, there] of links) if (!there) revision.drop(id)
    for (const [object, { cluster }] of this.rebuilt.assembly.readings) {
      if (changes.of(clusterKey(String(cluster['type']), String(cluster['value']))) === 'deleted') revision.drop(object.id)
    }
  }

  /** What stands on a carrier of its own, and could not be changed there, is written anew. */
  private dropCorrected(): void {
    for (const key of this.corrections.anew) {
      const parent = this.before.entries.get(key)?.parent
      // What no object of its own says is said by what it hangs on
      if (!this.origins.has(key) && parent !== undefined && isElement(parent)) this.rewrite(parent)
      for (const { object, role } of this.origins.get(key) ?? [])
        if (role === 'relationship' || !isElement(key)) this.revision.drop(object.id)
      if (!isElement(key)) continue
      const isApart = (this.origins.get(key) ?? []).every(({ role }) => PATTERNS_AND_VALUES.has(role))
      if (isApart) this.rewritten.add(key)
      else this.rewrite(key)
    }
  }

  private keysOf(id: string): string[] {
    const member = this.rebuilt.assembly.context.index.members.get(id)
    return member === undefined ? [] : recordsOf(member).flatMap((record) => this.keys.get(record) ?? [])
  }

  private linkOf(element: MispRecord, object: StixObject): string {
    const cluster = this.rebuilt.assembly.readings.get(object)?.cluster ?? {}
    return linkKey(this.keys.get(element) ?? EVENT, clusterKey(String(cluster['type']), String(cluster['value'])))
  }

  private reviseEdited(): void {
    const { changes } = this
    const touched = this.rebuilt.members.flatMap((member) => {
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
    for (const [object, { cluster, known }] of this.rebuilt.assembly.readings) {
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
    const is = main === undefined ? undefined : this.changes.is(main)
    const written = is === undefined ? [] : writtenAs(this.bundle.mappings, is, this.rebuilt.assembly.eventUuid)
    const ids = new Set(written.map(({ id }) => id))
    const carrier = written.find(({ type }) => type === 'observed-data') ?? written.find(({ type }) => !isBeside(type))
    const old = new Set(carriers.map(({ object }) => object.id))
    for (const { object } of this.rebuilt.members) {
      // What ties the parts of the element to each other is written with them
      if (object.type === 'relationship' && old.has(String(object['source_ref'])) && old.has(String(object['target_ref'])))
        this.revision.drop(object.id)
    }
    for (const id of old) {
      if (ids.has(id)) this.withdrawn.add(id)
      else if (carrier !== undefined) this.revision.rename(id, carrier.id)
      else this.revision.drop(id)
    }
  }

  private reviseIndicator(object: StixObject): void {
    const { changes, rebuilt } = this
    const placed = rebuilt.assembly.alternatives.get(object.id) ?? []
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
    const named = isRewritten && this.bundle.profile.residue ? beside(stated, { uuids }) : stated
    this.revision.revise(named, newestOf(left.map(({ is }) => is?.['timestamp'])))
  }

  private reviseObservable(object: StixObject, key: string): void {
    const { changes, revision } = this
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
    const is = this.changes.is(key)
    const entry = this.before.entries.get(key)
    if (is === undefined || entry === undefined) return
    const now = this.revision.now(object.id) ?? object
    const revised = reviseDetached(this.bundle, now, [{ was: entry.record, is, edited: true }], entry.kind)
    if (revised !== now) this.revision.revise(revised, is['timestamp'])
  }

  /** An observable that only gone objects were about goes with them. */
  private dropUnused(): void {
    const { index } = this.rebuilt.assembly.context
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
    const { members } = this.rebuilt.assembly.context.index
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
    const { members } = this.rebuilt.assembly.context.index
    return this.referrers(id).some((each) => {
      const member = members.get(each)
      return member !== undefined && isLabelled(member.object, member.role)
    })
  }

  private referrers(id: string): readonly string[] {
    return this.revision.referrers.get(id) ?? []
  }

  /** What is new may refer to what came in. */
  private knowCarriers(scope: EventScope): void {
    for (const [key, members] of this.origins) {
      const uuid = this.before.entries.get(key)?.record['uuid']
      const carrier = this.carrierOf(members)
      if (typeof uuid === 'string' && carrier !== undefined) scope.carriers.set(uuid.toLowerCase(), carrier.id)
    }
    for (const { key, record, parent } of this.before.entries.values()) {
      const inside = key.startsWith('attribute ') && parent !== EVENT ? this.carrierOf(this.origins.get(parent) ?? []) : undefined
      if (inside !== undefined) scope.carriers.set(String(record['uuid']).toLowerCase(), inside.id)
    }
  }

  private carrierOf(members: readonly Member[]): StixObject | undefined {
    const there = members.flatMap(({ object, role }) => {
      const now = this.revision.now(this.revision.idOf(object.id))
      return now === undefined ? [] : [{ object: now, role }]
    })
    return (there.find(({ role }) => role !== 'observable') ?? there[0])?.object
  }

  /** Writes the elements anew that MISP itself had written. */
  private writeAnew(scope: EventScope): void {
    const held: MispRecord[] = []
    for (const key of this.rewritten) {
      const is = this.changes.is(key)
      if (is === undefined) continue
      const record = this.withoutKnown(key, is)
      if (is['type'] !== undefined) writeAttribute(scope, record)
      else if (mustWait(this.bundle.mappings, is)) held.push({ ...record, ObjectReference: is['ObjectReference'] })
      else writeObject(scope, record)
    }
    writeHeld(scope, held)
  }

  /** An element without what hangs on it and came in with it. */
  private withoutKnown(key: string, record: MispRecord): MispRecord {
    const kept = { ...record }
    const added = this.addedOn(key)
    for (const list of CHILD_LISTS) {
      if (list === 'Attribute' || kept[list] === undefined) continue
      const mine = added[list]
      if (mine === undefined) delete kept[list]
      else kept[list] = mine
    }
    return kept
  }

  /** The lists of what was added to an element. */
  private addedOn(parent: string): MispRecord {
    const lists: Record<string, MispRecord[]> = {}
    for (const entry of this.added) {
      if (entry.parent !== parent || entry.kind === 'cluster' || entry.kind === 'link') continue
      ;(lists[entry.list] ??= []).push(entry.record)
    }
    const galaxies = this.galaxiesOn(parent)
    return galaxies.length === 0 ? lists : { ...lists, Galaxy: galaxies }
  }

  /** The clusters that were added to an element and did not come in as STIX, in their galaxies. */
  private galaxiesOn(parent: string): MispRecord[] {
    const added = new Set(this.added.flatMap(({ key, kind }) => (kind === 'link' ? key : [])))
    const record = parent === EVENT ? this.event : this.changes.is(parent)
    return recordsIn(record?.['Galaxy']).flatMap((galaxy) => {
      const clusters = recordsIn(galaxy['GalaxyCluster']).filter((cluster) => {
        const name = clusterKey(String(cluster['type']), String(cluster['value']))
        return added.has(linkKey(parent, name)) && !this.before.entries.has(name)
      })
      return clusters.length === 0 ? [] : [{ ...galaxy, GalaxyCluster: clusters }]
    })
  }

  /** What is new, or has to be written as if it were. */
  private get added(): readonly Entry[] {
    const again = [...this.corrections.anew].flatMap((key) => (isElement(key) ? [] : (this.changes.entry(key) ?? [])))
    return again.length === 0 ? this.changes.added : [...this.changes.added, ...again]
  }

  private writeAdded(scope: EventScope): void {
    const parents = new Set(this.added.map(({ parent }) => parent))
    const own = this.addedOn(EVENT)
    const objects = recordsIn(own['Object'])
    for (const object of objects) if (!isOriginal(object) && !mustWait(this.bundle.mappings, object)) writeObject(scope, object)
    for (const attribute of recordsIn(own['Attribute'])) writeAttribute(scope, attribute)
    writeHeld(
      scope,
      objects.filter((object) => mustWait(this.bundle.mappings, object)),
    )
    for (const parent of parents) {
      if (parent === EVENT || !this.before.entries.has(parent) || this.rewritten.has(parent)) continue
      this.writeAddedOn(scope, parent)
    }
    for (const entry of this.added) if (entry.kind === 'link') this.writeLink(scope, entry)
  }

  private writeAddedOn(scope: EventScope, key: string): void {
    const parent = this.parentOf(scope, key)
    if (parent === undefined) return
    const { uuid } = parent
    const added = this.addedOn(key)
    const of = uuid === uuidOf(parent.carrier.id) ? undefined : uuid
    writeChildren(scope, added, parent, of)
    for (const record of recordsIn(added['ObjectReference']))
      scope.later.push({ list: 'ObjectReference', record, parent, of: uuid })
  }

  private parentOf(scope: EventScope, key: string): Parent | undefined {
    const entry = this.before.entries.get(key)
    const owner = entry !== undefined && entry.kind === 'attribute' && entry.parent !== EVENT ? entry.parent : key
    const carrier = this.carrierOf(this.origins.get(owner) ?? [])
    if (entry === undefined || carrier === undefined) return undefined
    const indicator = carrier.type === 'indicator' ? carrier : undefined
    return { uuid: String(entry.record['uuid']).toLowerCase(), carrier, indicator, markings: scope.markings }
  }

  /** A cluster that came in as STIX, on one more element. */
  private writeLink(scope: EventScope, { record, parent }: Entry): void {
    const name = clusterKey(String(record['type']), String(record['value']))
    const object = [...this.rebuilt.assembly.readings].find(
      ([, { cluster }]) => clusterKey(String(cluster['type']), String(cluster['value'])) === name,
    )?.[0]
    const carrier = parent === EVENT || object === undefined ? undefined : this.parentOf(scope, parent)
    if (object === undefined || carrier === undefined) return
    const type = carrier.indicator === undefined ? 'related-to' : 'indicates'
    const link = relationship(scope, type, carrier.carrier.id, object.id, asText(carrier.carrier['modified'] ?? scope.modified))
    const parentUuid = carrier.uuid === uuidOf(carrier.carrier.id) ? {} : { parent: carrier.uuid }
    if (this.bundle.profile.residue)
      link['extensions'] = {
        [RESIDUE_EXTENSION.id]: { extension_type: 'property-extension', element: 'link', authored: true, ...parentUuid },
      }
    scope.write(link, carrier.markings)
  }

  /** The container that came in, if one did. */
  private ownContainer(): StixObject | undefined {
    return this.original.state.container === 'own' ? this.revision.now(this.rebuilt.container.object.id) : undefined
  }

  /** What an object of the original has become. */
  private current(object: StixObject): StixObject | undefined {
    if (this.withdrawn.has(object.id) || this.revision.isGone(object.id)) return undefined
    const member = this.rebuilt.assembly.context.index.members.get(object.id)
    if (member === undefined || member.object['modified'] !== object['modified']) return object // an older version
    const now = this.revision.now(object.id)
    return now === member.object ? object : now
  }

  /** Puts what STIX has no place for beside the objects; on observables it may not stand. */
  private placeBeside(scope: EventScope): void {
    for (const [key, residue] of this.corrections.beside) {
      const uuid = key.slice(key.indexOf(' ') + 1)
      const carrier = this.carrierOf(this.origins.get(key) ?? [])
      if (carrier !== undefined && !isObservableType(carrier.type)) {
        const known = residueOf(carrier)?.['elements']
        this.revision.revise(beside(carrier, { elements: { ...(known as object | undefined), [uuid]: residue } }))
      } else scope.beside = { ...scope.beside, [uuid]: residue }
    }
    if (this.corrections.gone.length > 0) scope.gone = this.corrections.gone
  }

  private emit(scope: EventScope, fresh: readonly StixObject[]): void {
    const container = this.ownContainer()?.id
    for (const object of this.original.objects) {
      const now = object.id === container ? undefined : this.current(object)
      if (now === undefined) continue
      this.bundle.return(now)
      if (object['objects'] !== undefined && now !== object) this.emitInner(now)
    }
    for (const object of fresh) this.bundle.return(object)
    if (this.original.state.container !== 'own') for (const { id } of fresh) scope.refs.push(id)
  }

  /** The observables that an Observed Data held inside, now that it refers to them. */
  private emitInner(observed: StixObject): void {
    const held = new Set(this.original.objects.map(({ id }) => id))
    const open = [...referencesIn(observed)]
    const seen = new Set(open)
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const inner = held.has(id) ? undefined : this.revision.now(id)
      if (inner === undefined || !isObservableType(inner.type)) continue
      this.bundle.return(inner)
      for (const ref of referencesIn(inner)) if (!seen.has(ref)) open.push(ref)
      for (const ref of referencesIn(inner)) seen.add(ref)
    }
  }

  private endOwn(scope: EventScope, container: StixObject): void {
    const event: MispRecord = { ...this.addedOn(EVENT), Attribute: [], Object: [] }
    const { clusters, adrift, galaxies, reports } = writeEventParts(scope, event, container)
    for (const list of [galaxies, reports])
      if (list.length > 0) scope.report('warning', 'facts-left-out', 'an event report or galaxy has no form in STIX')
    const extra = {
      ...(clusters.length > 0 && { clusters }),
      ...(adrift.length > 0 && { adrift: JSON.stringify(adrift) }),
      ...(scope.beside !== undefined && { elements: scope.beside }),
      ...(scope.gone !== undefined && { gone: scope.gone }),
    }
    const { revised, residue } = reviseContainer(this.bundle, this.rebuilt, this.changes, container, this.event)
    const refs = Array.isArray(revised['object_refs']) ? (revised['object_refs'] as string[]) : []
    const more = scope.refs.filter((id) => !refs.includes(id))
    const all = [...refs, ...more]
    const listed =
      more.length === 0 && refs.length > 0
        ? revised
        : { ...revised, object_refs: all.length > 0 ? all : [standIn(scope, revised)] }
    const facts = { ...residue, ...extra }
    const told = Object.keys(facts).length === 0 || !this.bundle.profile.residue ? listed : beside(listed, facts)
    if (told !== this.rebuilt.container.object) this.revision.revise(told, this.event['timestamp'])
    for (const object of this.original.objects) {
      const now = object.id === container.id ? this.current(object) : undefined
      if (now !== undefined) this.bundle.write({ ...now }, [])
    }
  }

  private endAuthored(container: Container): void {
    const { scope } = container
    for (const object of this.original.objects) {
      const now = this.current(object)
      if (now !== undefined && !scope.refs.includes(now.id) && now.type !== 'relationship') scope.refs.push(now.id)
    }
    const { Attribute: _attributes, Object: _objects, ...own } = this.addedOn(EVENT)
    const facts = Object.fromEntries(Object.entries(this.event).filter(([key]) => !CHILD_LISTS.has(key)))
    container.endWith({ ...facts, ...own })
  }
}

/** What these give can be written beside them. */
const PATTERNS_AND_VALUES: ReadonlySet<string> = new Set(['indicator', 'observed', 'observable'])

/** Is an object of this type never what an element stands on? */
function isBeside(type: string): boolean {
  return isObservableType(type) || type === 'identity' || type === 'relationship' || type.endsWith('-definition')
}

/** The object with residue that does not say that all of it is ours. */
function beside(object: StixObject, facts: Record<string, unknown>): StixObject {
  const extensions = object['extensions'] as Record<string, unknown> | undefined
  const known = residueOf(object)
  return {
    ...object,
    extensions: { ...extensions, [RESIDUE_EXTENSION.id]: { extension_type: 'property-extension', ...known, ...facts } },
  }
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
