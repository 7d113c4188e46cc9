import { uuidOf } from '../../stix/id.ts'
import { isObservableType } from '../../stix/model.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { writeAttribute } from '../attributes.ts'
import { writeChildren } from '../children.ts'
import { openContainer, standIn, writeEventParts } from '../container.ts'
import type { Container } from '../container.ts'
import { referencesIn } from '../content.ts'
import { RESIDUE_EXTENSION } from '../extension.ts'
import { mustWait, writeHeld } from '../held.ts'
import { writeObject } from '../objects.ts'
import { relationship } from '../relationship.ts'
import { residueOf } from '../residue.ts'
import type { BundleScope, EventScope, Parent } from '../scope.ts'
import { asText } from '../text.ts'
import { besideIt } from './beside.ts'
import { CHILD_LISTS, clusterKey, EVENT, isElement, linkKey } from './inventory.ts'
import type { Entry } from './inventory.ts'
import { isOriginal } from './original.ts'
import { reviseContainer } from './revise-facts.ts'
import { Reviser } from './reviser.ts'
import type { ReturnTask } from './task.ts'

/** Writes the objects of an original as they have become, and what is new in the event, in the order of its steps. */
export class ReturnWriter {
  private readonly bundle: BundleScope
  private readonly task: ReturnTask
  private readonly reviser: Reviser
  /** Key of an element -> what is new on it, or has to be written as if it were. */
  private readonly added: ReadonlyMap<string, readonly Entry[]>
  /** Key of a cluster -> the object that it was read from. */
  private readonly domainObjects = new Map<string, StixObject>()

  constructor(bundle: BundleScope, task: ReturnTask) {
    const { changes, corrections, rebuilt } = task
    this.bundle = bundle
    this.task = task
    this.reviser = new Reviser(bundle, task)
    const again = [...corrections.anew].flatMap((key) => (isElement(key) ? [] : (changes.entry(key) ?? [])))
    this.added = Map.groupBy([...changes.added, ...again], ({ parent }) => parent)
    for (const [object, { cluster }] of rebuilt.assembly.readings) {
      const key = clusterKey(String(cluster['type']), String(cluster['value']))
      if (!this.domainObjects.has(key)) this.domainObjects.set(key, object)
    }
  }

  run(): void {
    for (const { id, type } of this.task.original.objects)
      if (type === 'marking-definition' || type === 'identity') this.bundle.expect(id)
    const fresh = this.reviser.run()
    const container = openContainer(this.bundle, this.task.event)
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

  /** The container that came in, if one did. */
  private ownContainer(): StixObject | undefined {
    const { original, rebuilt } = this.task
    return original.state.container === 'own' ? this.reviser.revision.now(rebuilt.container.object.id) : undefined
  }

  /** What is new may refer to what came in. */
  private knowCarriers(scope: EventScope): void {
    for (const [key, members] of this.reviser.origins) {
      const uuid = this.task.before.entries.get(key)?.record['uuid']
      const carrier = this.reviser.carrierOf(members)
      if (typeof uuid === 'string' && carrier !== undefined) scope.carriers.set(uuid.toLowerCase(), carrier.id)
    }
    for (const { key, record, parent } of this.task.before.entries.values()) {
      const inside =
        key.startsWith('attribute ') && parent !== EVENT
          ? this.reviser.carrierOf(this.reviser.origins.get(parent) ?? [])
          : undefined
      if (inside !== undefined) scope.carriers.set(String(record['uuid']).toLowerCase(), inside.id)
    }
  }

  /** Writes the elements anew that MISP itself had written. */
  private writeAnew(scope: EventScope): void {
    const held: MispRecord[] = []
    for (const key of this.reviser.rewritten) {
      const is = this.task.changes.is(key)
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
    const entries = this.added.get(parent) ?? []
    const links = new Set<string>()
    for (const { kind, key, list, record } of entries) {
      if (kind === 'link') links.add(key)
      else if (kind !== 'cluster') (lists[list] ??= []).push(record)
    }
    const galaxies = this.galaxiesOn(parent, links)
    return galaxies.length === 0 ? lists : { ...lists, Galaxy: galaxies }
  }

  /** The clusters that were added to an element and did not come in as STIX, in their galaxies. `links`: the keys of all that were. */
  private galaxiesOn(parent: string, links: ReadonlySet<string>): MispRecord[] {
    if (links.size === 0) return []
    const record = parent === EVENT ? this.task.event : this.task.changes.is(parent)
    return recordsIn(record?.['Galaxy']).flatMap((galaxy) => {
      const clusters = recordsIn(galaxy['GalaxyCluster']).filter((cluster) => {
        const name = clusterKey(String(cluster['type']), String(cluster['value']))
        return links.has(linkKey(parent, name)) && !this.task.before.entries.has(name)
      })
      return clusters.length === 0 ? [] : [{ ...galaxy, GalaxyCluster: clusters }]
    })
  }

  private writeAdded(scope: EventScope): void {
    const own = this.addedOn(EVENT)
    const objects = recordsIn(own['Object'])
    for (const object of objects) if (!isOriginal(object) && !mustWait(this.bundle.mappings, object)) writeObject(scope, object)
    for (const attribute of recordsIn(own['Attribute'])) writeAttribute(scope, attribute)
    writeHeld(
      scope,
      objects.filter((object) => mustWait(this.bundle.mappings, object)),
    )
    for (const parent of this.added.keys()) {
      if (parent === EVENT || !this.task.before.entries.has(parent) || this.reviser.rewritten.has(parent)) continue
      this.writeAddedOn(scope, parent)
    }
    for (const entries of this.added.values())
      for (const entry of entries) if (entry.kind === 'link') this.writeLink(scope, entry)
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
    const entry = this.task.before.entries.get(key)
    const owner = entry !== undefined && entry.kind === 'attribute' && entry.parent !== EVENT ? entry.parent : key
    const carrier = this.reviser.carrierOf(this.reviser.origins.get(owner) ?? [])
    if (entry === undefined || carrier === undefined) return undefined
    const indicator = carrier.type === 'indicator' ? carrier : undefined
    return { uuid: String(entry.record['uuid']).toLowerCase(), carrier, indicator, markings: scope.markings }
  }

  /** A cluster that came in as STIX, on one more element. */
  private writeLink(scope: EventScope, { record, parent }: Entry): void {
    const object = this.domainObjects.get(clusterKey(String(record['type']), String(record['value'])))
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

  /** Puts what STIX has no place for beside the objects; on observables it may not stand. */
  private placeBeside(scope: EventScope): void {
    for (const [key, residue] of this.task.corrections.beside) {
      const uuid = key.slice(key.indexOf(' ') + 1)
      const carrier = this.reviser.carrierOf(this.reviser.origins.get(key) ?? [])
      if (carrier !== undefined && !isObservableType(carrier.type)) {
        const known = residueOf(carrier)?.['elements']
        this.reviser.revision.revise(besideIt(carrier, { elements: { ...(known as object | undefined), [uuid]: residue } }))
      } else scope.beside = { ...scope.beside, [uuid]: residue }
    }
    if (this.task.corrections.gone.length > 0) scope.gone = this.task.corrections.gone
  }

  private emit(scope: EventScope, fresh: readonly StixObject[]): void {
    const container = this.ownContainer()?.id
    const held = new Set(this.task.original.objects.map(({ id }) => id))
    for (const object of this.task.original.objects) {
      const now = object.id === container ? undefined : this.reviser.current(object)
      if (now === undefined) continue
      this.bundle.return(now)
      if (object['objects'] !== undefined && now !== object) this.emitInner(now, held)
    }
    for (const object of fresh) this.bundle.return(object)
    if (this.task.original.state.container !== 'own') for (const { id } of fresh) scope.refs.push(id)
  }

  /** The observables that an Observed Data held inside, now that it refers to them. `held`: ids of what stood beside it. */
  private emitInner(observed: StixObject, held: ReadonlySet<string>): void {
    const open = [...referencesIn(observed)]
    const seen = new Set(open)
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const inner = held.has(id) ? undefined : this.reviser.revision.now(id)
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
    const { revised, residue } = reviseContainer(this.bundle, this.task.rebuilt, this.task.changes, container, this.task.event)
    const refs = Array.isArray(revised['object_refs']) ? (revised['object_refs'] as string[]) : []
    const listedIds = new Set(refs)
    const more = scope.refs.filter((id) => !listedIds.has(id))
    const all = [...refs, ...more]
    const listed =
      more.length === 0 && refs.length > 0
        ? revised
        : { ...revised, object_refs: all.length > 0 ? all : [standIn(scope, revised)] }
    const facts = { ...residue, ...extra }
    const told = Object.keys(facts).length === 0 || !this.bundle.profile.residue ? listed : besideIt(listed, facts)
    if (told !== this.task.rebuilt.container.object) this.reviser.revision.revise(told, this.task.event['timestamp'])
    for (const object of this.task.original.objects) {
      const now = object.id === container.id ? this.reviser.current(object) : undefined
      if (now !== undefined) this.bundle.write({ ...now }, [])
    }
  }

  private endAuthored(container: Container): void {
    const { scope } = container
    const refs = new Set(scope.refs)
    for (const object of this.task.original.objects) {
      const now = this.reviser.current(object)
      if (now === undefined || refs.has(now.id) || now.type === 'relationship') continue
      refs.add(now.id)
      scope.refs.push(now.id)
    }
    const { Attribute: _attributes, Object: _objects, ...own } = this.addedOn(EVENT)
    const facts = Object.fromEntries(Object.entries(this.task.event).filter(([key]) => !CHILD_LISTS.has(key)))
    container.endWith({ ...facts, ...own })
  }
}
