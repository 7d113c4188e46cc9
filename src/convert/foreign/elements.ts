import { isUuid, uuid5, uuidOf } from '../../stix/id.ts'
import { isLater } from '../../stix/timestamp.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { attach, definitionsOf, repeat } from '../assembly.ts'
import type { Assembly } from '../assembly.ts'
import type { Member } from '../bundle-index.ts'
import { asServed } from '../../misp/normalise.ts'
import { isMispUuid } from '../../misp/uuid.ts'
import { residueOf } from '../residue.ts'
import { readTags } from '../tags.ts'
import { asText, distinct } from '../text.ts'

/** Facts of the object that an element comes from. */
export interface Provenance {
  member: Member
  /** The how-many-eth element of its object it is. */
  at: number
  timestamp: unknown
  comment: string | undefined
  tags: readonly string[]
  firstSeen: string | undefined
  lastSeen: string | undefined
}

/** Gives an attribute to the event; one that MISP would not tell from another of the event is that other. */
export function placeAttribute(assembly: Assembly, attribute: MispRecord, provenance: Provenance): MispRecord {
  const type = asText(attribute['type'])
  const served = asServed(type, asText(attribute['value']))
  const equal = equalTo(assembly, type)
  const known = equal.get(served)
  if (known !== undefined) {
    join(assembly, known, attribute, provenance)
    stand(provenance.member, known)
    return known
  }
  const record = finish(assembly, attribute, provenance)
  equal.set(served, record)
  attach(assembly.event, 'Attribute', record)
  return record
}

/** Gives an object to the event. Its attributes get their UUIDs from it. */
export function placeObject(assembly: Assembly, object: MispRecord, provenance: Provenance): MispRecord {
  const record = finish(assembly, object, provenance)
  const { tags } = provenance
  const turns = new Map<string, number>()
  for (const attribute of recordsIn(record['Attribute'])) {
    const relation = asText(attribute['object_relation'])
    const turn = turns.get(relation) ?? 0
    turns.set(relation, turn + 1)
    attribute['uuid'] ??= uuid5(`${String(record['uuid'])} ${relation} ${turn}`)
    if (record['timestamp'] !== undefined) attribute['timestamp'] ??= record['timestamp']
    if (tags.length > 0) attribute['Tag'] = tagList(tags)
    assembly.byUuid.set(String(attribute['uuid']), attribute)
  }
  attach(assembly.event, 'Object', record)
  return record
}

/** The attributes of a type. Those of foreign objects have the category that MISP gives to it. */
function equalTo({ equal }: Assembly, type: string): Map<string, MispRecord> {
  let known = equal.get(type)
  if (known === undefined) equal.set(type, (known = new Map()))
  return known
}

function finish(assembly: Assembly, element: MispRecord, provenance: Provenance): MispRecord {
  const { member, comment, tags } = provenance
  const { Attribute: inner } = element
  const isObject = element['name'] !== undefined
  const holders = isObject && Array.isArray(inner) ? inner.length : 1
  repeat(assembly, (comment?.length ?? 0) + holders * lengthOf(tags))
  const uuid = uuidFor(assembly, provenance)
  const record = withFacts(uuid, element, provenance, isObject ? [] : tags)
  assembly.byUuid.set(uuid, record)
  stand(member, record)
  return record
}

/** The element with its UUID in front, and what it has from its object behind it. */
function withFacts(uuid: string, element: MispRecord, facts: Provenance, tags: readonly string[]): MispRecord {
  const { timestamp, comment, firstSeen, lastSeen } = facts
  const { type, category, value, to_ids: toIds, data, name } = element
  const isPlain = name === undefined && data === undefined && category !== undefined && toIds !== undefined
  const isNeverSeen = firstSeen === undefined && lastSeen === undefined
  // Most are such, and have all of their facts in one piece of memory when they are made in one go
  if (isPlain && isNeverSeen && timestamp !== undefined && comment !== undefined && tags.length > 0)
    return { uuid, type, category, value, to_ids: toIds, timestamp, comment, Tag: tagList(tags) }
  const record: MispRecord = { uuid, ...element }
  if (timestamp !== undefined) record['timestamp'] = timestamp
  if (comment !== undefined) record['comment'] = comment
  if (firstSeen !== undefined) record['first_seen'] = firstSeen
  if (lastSeen !== undefined) record['last_seen'] = lastSeen
  if (tags.length > 0) record['Tag'] = tagList(tags)
  return record
}

function tagList(names: readonly string[]): MispRecord[] {
  return names.map((name) => ({ name }))
}

function lengthOf(texts: readonly string[]): number {
  let length = 0
  for (const text of texts) length += text.length
  return length
}

/**
 * The first element of an object takes its UUID, further ones theirs from its id and their place in it. Observables are the same
 * all over the world, and MISP knows a UUID once: those of an event come from both.
 */
function uuidFor(assembly: Assembly, { member, at }: Provenance): string {
  const { object } = member
  const listed = residueOf(object)?.['uuids']
  const named: unknown = Array.isArray(listed) ? listed[at] : undefined
  if (typeof named === 'string' && isUuid(named) && !assembly.byUuid.has(named)) return named
  const own = uuidOf(object.id)
  const isOwn = at === 0 && member.role !== 'observable' && !assembly.shared.has(object.id)
  if (isOwn && isUuid(own) && isMispUuid(own) && !assembly.byUuid.has(own)) return own
  return uuid5(`${assembly.eventUuid} ${object.id} ${at}`)
}

/** Lets an object of the bundle stand for one more element. */
export function stand(member: Member, record: MispRecord): void {
  member.used = true
  if (member.record === undefined) member.record = record
  else if (member.record !== record) (member.others ??= new Set()).add(record)
}

/** One attribute from several objects: for detection if one of them is, seen over the whole time. */
function join(assembly: Assembly, known: MispRecord, attribute: MispRecord, provenance: Provenance): void {
  const { comment, firstSeen, lastSeen, tags } = provenance
  if (attribute['to_ids'] === true) known['to_ids'] = true
  if (comment !== undefined) known['comment'] ??= comment
  if (firstSeen !== undefined && (known['first_seen'] === undefined || isLater(asText(known['first_seen']), firstSeen)))
    known['first_seen'] = firstSeen
  if (lastSeen !== undefined && (known['last_seen'] === undefined || isLater(lastSeen, asText(known['last_seen']))))
    known['last_seen'] = lastSeen
  if (tags.length === 0) return
  const names = assembly.joined.get(known) ?? new Set(recordsIn(known['Tag']).map(({ name }) => asText(name)))
  assembly.joined.set(known, names)
  for (const name of tags) {
    if (names.has(name)) continue
    names.add(name)
    attach(known, 'Tag', { name })
  }
}

/** The labels and markings of an object that are its own. */
export function tagsOf(assembly: Assembly, object: StixObject): string[] {
  return distinct(readTags(object, assembly.scope.inherited, definitionsOf(assembly)))
}

/** What an Indicator says of itself, in one text: `<name>: <description>`, or what it has of them. */
export function tellingOf(indicator: StixObject): string | undefined {
  const { name, description } = indicator
  const text = commentOf(indicator)
  return typeof name === 'string' && name !== '' && text !== undefined && text === description && !text.startsWith(name)
    ? `${name}: ${text}`
    : text
}

/** What an object says of itself, in one text: its description, else its name. */
export function commentOf({ name, description }: StixObject): string | undefined {
  if (typeof description === 'string' && description !== '') return description
  return typeof name === 'string' && name !== '' ? name : undefined
}
