import { canonicalJson } from '../../stix/canonical.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { difference, withoutServerKeys } from '../residue.ts'
import { asText, isTrue } from '../text.ts'
import type { Changes } from './changes.ts'
import { Inventory } from './inventory.ts'
import type { Entry } from './inventory.ts'
import type { Original } from './original.ts'
import { rebuild } from './rebuild.ts'
import type { Rebuilt } from './rebuild.ts'

/**
 * What the edited attributes and objects of foreign STIX say that the objects, as they will be, do not give back: by UUID, as
 * residue. `objects`: the original as it will return.
 */
export function residuesOf(
  rebuilt: Rebuilt,
  original: Original,
  changes: Changes,
  rewritten: ReadonlySet<string>,
  objects: readonly StixObject[],
): Map<string, Record<string, unknown>> {
  const touched = new Set(changes.keysOf('edited').filter(isElement))
  for (const { parent, kind } of changes.added) if (kind === 'attribute' || kind === 'link') touched.add(parent)
  for (const key of changes.keysOf('deleted')) if (key.startsWith('attribute ')) touched.add(changes.parentOf(key))
  const keys = [...touched].filter((key) => isElement(key) && !rewritten.has(key) && changes.is(key) !== undefined)
  const found = new Map<string, Record<string, unknown>>()
  if (keys.length === 0) return found
  const again = rebuild(rebuilt.assembly.context.mappings, { ...original, objects: [...objects] }, rebuilt.assembly.eventUuid)
  const read = again === undefined ? new Map<string, Entry>() : new Inventory(again.event).entries
  for (const key of keys) {
    const [is, reads] = [changes.is(key) ?? {}, read.get(key)?.record ?? changes.was(key)]
    const residue = { ...difference(facts(is), facts(reads)), ...membership(is, reads) }
    if (Object.keys(residue).length > 0) found.set(key.slice(key.indexOf(' ') + 1), residue)
  }
  return found
}

/** Attributes that an object has, and its objects do not give back; and the other way round. */
function membership(is: MispRecord, reads: MispRecord): { more?: string; without?: string[] } {
  const [now, read] = [is, reads].map((record) => new Map(attributesIn(record).map((each) => [asText(each['uuid']).toLowerCase(), each]))) as [
    Map<string, MispRecord>,
    Map<string, MispRecord>,
  ]
  const more = [...now].flatMap(([uuid, attribute]) => (read.has(uuid) ? [] : [withoutServerKeys(attribute)]))
  const without = [...read.keys()].filter((uuid) => !now.has(uuid))
  return { ...(more.length > 0 && { more: canonicalJson(more) }), ...(without.length > 0 && { without }) }
}

function attributesIn(record: MispRecord): MispRecord[] {
  return record['type'] === undefined ? recordsIn(record['Attribute']).filter(({ deleted }) => !isTrue(deleted)) : []
}

function isElement(key: string): boolean {
  return key.startsWith('attribute ') || key.startsWith('object ')
}

const FACTS = [
  'type',
  'category',
  'object_relation',
  'value',
  'to_ids',
  'name',
  'comment',
  'first_seen',
  'last_seen',
  'data',
] as const

/** What an element says that somebody may have meant: without what every server adds. */
function facts(record: MispRecord): MispRecord {
  const said: MispRecord = {}
  for (const key of FACTS) if (record[key] !== undefined && record[key] !== '' && record[key] !== null) said[key] = record[key]
  const { distribution } = record
  if (distribution !== undefined && asText(distribution) !== '5') said['distribution'] = distribution
  if (isTrue(record['disable_correlation'])) said['disable_correlation'] = true
  const tags = recordsIn(record['Tag'])
  if (tags.length > 0) said['Tag'] = tags.map(({ name }) => ({ name }))
  return said
}
