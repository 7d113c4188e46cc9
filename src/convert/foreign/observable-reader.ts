import { COMMON, isObservableType } from '../../stix/model.ts'
import { isLater, mispMicroseconds, parseTime } from '../../stix/timestamp.ts'
import type { StixObject } from '../../stix/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Resolve } from '../../mapping/binding.ts'
import { joinSlots, readRow } from '../../mapping/row.ts'
import { bestShape } from '../../mapping/shape.ts'
import type { Shape } from '../../mapping/shape.ts'
import { memberOf, timestampOf } from '../assembly.ts'
import type { Assembly } from '../assembly.ts'
import type { Member } from '../bundle-index.ts'
import { referencesIn } from '../content.ts'
import { distinct } from '../text.ts'
import { unboundIn } from '../unbound.ts'
import { commentOf, placeAttribute, placeObject, stand, tagsOf } from './elements.ts'
import { attributeOf } from './pattern-reader.ts'
import { readTemplate } from './template-reader.ts'

/**
 * Reads what was observed and no element of MISP's own stands for: each observable is an attribute or an object. One that only
 * says the value that another refers to is part of that. `observed`: Observed Data that MISP did not write.
 */
export function readObservables(assembly: Assembly, observed: readonly Member[], members: readonly Member[]): void {
  const seen = observed.map(({ object }) => membersSeenIn(assembly, object))
  const views = viewsOf(observed, seen)
  const open = [...views.keys()].filter(isOpen)
  for (const member of members) if (member.role === 'observable' && isOpen(member) && !views.has(member)) open.push(member)
  if (open.length > 0) leaveToOwners(assembly, members)
  for (const member of inOrder(open)) if (member.record === undefined) readObservable(assembly, member, views.get(member))
  for (const [at, member] of observed.entries()) standForAll(member, seen[at] ?? [])
}

function isOpen({ object, record }: Member): boolean {
  return record === undefined && isObservableType(object.type)
}

/** What an element of MISP's own refers to is a part of it, however far away. */
function leaveToOwners(assembly: Assembly, members: readonly Member[]): void {
  const owned = members.filter(({ role, record }) => role === 'observable' && record !== undefined)
  for (const { object, record } of owned) {
    for (const id of referencesIn(object)) {
      const target = memberOf(assembly, id)
      if (record === undefined || target?.role !== 'observable' || target.record !== undefined) continue
      target.record = record
      owned.push(target)
    }
  }
}

/** What Observed Data say of an observable: when it was seen, and how they are marked. */
interface View {
  first: Member
  /** The first that observed nothing else. */
  alone: Member | undefined
  firstSeen: string | undefined
  lastSeen: string | undefined
}

function viewsOf(observed: readonly Member[], seen: readonly (readonly Member[])[]): Map<Member, View> {
  const views = new Map<Member, View>()
  for (const [at, member] of observed.entries()) {
    const { first_observed: from, last_observed: to } = member.object
    const first = timeOf(from)
    const last = timeOf(to)
    const alone = refsOf(member.object).length === 1 ? member : undefined
    for (const each of seen[at] ?? []) {
      const known = views.get(each)
      if (known === undefined) views.set(each, { first: member, alone, firstSeen: first, lastSeen: last })
      else {
        known.alone ??= alone
        known.firstSeen = earlier(known.firstSeen, first)
        known.lastSeen = earlier(last, known.lastSeen) === last ? known.lastSeen : last
      }
    }
  }
  return views
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return isLater(one, other) ? other : one
}

function timeOf(time: unknown): string | undefined {
  const moment = typeof time === 'string' ? parseTime(time) : undefined
  return moment === undefined ? undefined : mispMicroseconds(moment)
}

function refsOf({ object_refs: refs }: StixObject): string[] {
  return Array.isArray(refs) ? refs.filter((id): id is string => typeof id === 'string') : []
}

function membersSeenIn(assembly: Assembly, observed: StixObject): Member[] {
  const members: Member[] = []
  for (const id of refsOf(observed)) {
    const member = memberOf(assembly, id)
    if (member !== undefined) members.push(member)
  }
  return members
}

/** Those that refer to others first: what they take in needs no element of its own. */
function inOrder(members: readonly Member[]): Member[] {
  const groups = Map.groupBy(members, refers)
  return [...(groups.get(true) ?? []), ...(groups.get(false) ?? [])]
}

function refers({ object }: Member): boolean {
  return referencesIn(object).length > 0
}

function readObservable(assembly: Assembly, member: Member, view: View | undefined): void {
  const { object } = member
  const carrier = view?.first.object
  const provenance = {
    member: carrierOf(assembly, member, view),
    at: 0,
    timestamp: timestampOf(carrier ?? object) ?? assembly.timestamp,
    comment: carrier === undefined ? undefined : commentOf(carrier),
    tags:
      carrier === undefined ? tagsOf(assembly, object) : distinct([...tagsOf(assembly, object), ...tagsOf(assembly, carrier)]),
    firstSeen: view?.firstSeen,
    lastSeen: view?.lastSeen,
  }
  const { attribute, object: template } = shapesOf(assembly, object)
  const chosen =
    template === undefined || (attribute !== undefined && leftBy(attribute, object) <= leftBy(template, object))
      ? attribute
      : template
  if (chosen === undefined) return
  const taken = new Set<string>()
  const resolve: Resolve = (id) => {
    const target = assembly.scope.resolve(id)
    if (target !== undefined) taken.add(id)
    return target
  }
  let record: MispRecord
  if (chosen === attribute) {
    const readings = refers(member) ? readRow(chosen.row, object, resolve) : chosen.readings
    const data = readings.find(({ filler }) => filler.name === 'data')?.value
    const content = attributeOf(assembly.context.mappings, chosen.row, joinSlots(chosen.row, readings) ?? '')
    record = placeAttribute(assembly, data === undefined ? content : { ...content, data }, provenance)
  } else {
    const read = readTemplate(assembly, object, chosen.row, resolve)
    if (read === undefined) return
    record = placeObject(assembly, read, provenance)
  }
  stand(member, record)
  for (const id of taken) {
    const target = memberOf(assembly, id)
    if (target?.record === undefined && target !== undefined && saysOneThing(target.object)) stand(target, record)
  }
}

/** The only observable of an Observed Data has its UUID. */
function carrierOf(assembly: Assembly, member: Member, view: View | undefined): Member {
  const carrier = view?.alone
  return carrier !== undefined && carrier.record === undefined && !assembly.shared.has(carrier.object.id) ? carrier : member
}

function shapesOf({ context, scope }: Assembly, object: StixObject): { attribute: Shape | undefined; object: Shape | undefined } {
  const { mappings } = context
  return {
    attribute: bestShape(mappings.ofShape(object.type), object, scope.resolve),
    object: bestShape(mappings.objectsOfShape(object.type), object, scope.resolve),
  }
}

/** How much of what an object itself says no place of the row takes. */
function leftBy({ row, readings }: Shape, object: StixObject): number {
  return unboundIn([{ row, readings }], { objects: [object], resolve: () => undefined }).length
}

/** Does an object say one value and nothing else? */
function saysOneThing(object: StixObject): boolean {
  const own = Object.keys(object).filter((key) => !Object.hasOwn(COMMON.sco, key))
  return own.length === 1 || object.type === 'artifact'
}

/** An Observed Data stands for all that it observed. */
function standForAll(member: Member, seen: readonly Member[]): void {
  for (const { record } of seen) if (record !== undefined) stand(member, record)
}
