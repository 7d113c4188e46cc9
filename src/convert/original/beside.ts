import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { difference } from '../residue.ts'
import type { Residue } from '../residue.ts'
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
  const found = new Map<string, Record<string, unknown>>()
  const keys = [...touched].filter((key) => isElement(key) && !rewritten.has(key) && changes.is(key) !== undefined)
  if (keys.length === 0) return found
  const again = rebuild(rebuilt.assembly.context.mappings, { ...original, objects: [...objects] }, rebuilt.assembly.eventUuid)
  const read = again === undefined ? new Map<string, Entry>() : new Inventory(again.event).entries
  for (const key of keys) {
    const residue = difference(facts(changes.is(key) ?? {}), facts(read.get(key)?.record ?? changes.was(key)))
    if (residue !== undefined) found.set(key.slice(key.indexOf(' ') + 1), { ...residue })
  }
  return found
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
  const attributes = record['type'] === undefined ? recordsIn(record['Attribute']).filter(({ deleted }) => !isTrue(deleted)) : []
  if (attributes.length > 0) said['Attribute'] = attributes.map((attribute) => ({ uuid: attribute['uuid'], ...facts(attribute) }))
  return said
}
