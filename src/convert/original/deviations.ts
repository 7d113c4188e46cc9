import { canonicalJson } from '../../stix/canonical.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { difference, withoutServerKeys } from '../residue.ts'
import { asText, isTrue } from '../text.ts'
import { EVENT, Inventory, isElement } from './inventory.ts'
import { rebuild } from './rebuild.ts'
import { hashOf } from './said.ts'
import type { ReturnTask } from './task.ts'

/** What has to be done beside changing the objects, so that they read as MISP has it. */
export interface Corrections {
  /** Key of an attribute or object -> what of it no object says. */
  beside: ReadonlyMap<string, Record<string, unknown>>
  /** Keys of what has to be written anew. */
  anew: ReadonlySet<string>
  /** Keys of what the objects still say, and MISP does not have. */
  gone: readonly string[]
}

/** Where objects do not read as the event that they were written for. */
export interface Deviations {
  isNone: boolean
  keys: readonly string[]
  corrections: Corrections
}

/** Reads the objects that were written for an event and holds what they say against what MISP has. */
export function compare(mappings: Mappings, objects: readonly StixObject[], task: ReturnTask): Deviations {
  const { original, before, after, changes, corrections: sofar } = task
  const event: MispRecord = after.entries.get(EVENT)?.record ?? {}
  const again = rebuild(
    mappings,
    { ...original, objects: [...objects], state: { ...original.state, container: 'own' } },
    asText(event['uuid']).toLowerCase(),
  )
  const read = again === undefined ? new Inventory({}) : new Inventory(again.event)
  const beside = new Map(sofar.beside)
  const anew = new Set(sofar.anew)
  const gone = new Set(sofar.gone)
  const keys = new Set<string>()
  // Does it read as it was made, and did only the server of MISP say it otherwise?
  const isServed = (key: string, found: MispRecord): boolean =>
    isElement(key) &&
    changes.of(key) === 'same' &&
    hashOf(before.entries.get(key)?.kind ?? 'attribute', found) === original.state.elements.of(key)
  for (const { key, kind, record, parent } of after.entries.values()) {
    if (kind === 'cluster' || kind === 'event') continue
    const found = read.entries.get(key)?.record
    if (found !== undefined && (hashOf(kind, found) === hashOf(kind, record) || isServed(key, found))) continue
    if (!before.entries.has(key)) continue // what is new is written as ever
    keys.add(key)
    if (found === undefined || !isElement(key)) anew.add(kind === 'attribute' && parent !== EVENT ? parent : key)
    else if (!anew.has(key)) beside.set(key, { ...difference(facts(record), facts(found)) })
  }
  const holders = new Set<string>()
  for (const key of changes.keysOf('deleted')) if (key.startsWith('attribute ')) holders.add(changes.parentOf(key))
  for (const { key, parent, kind } of changes.added) {
    if (kind !== 'attribute') continue
    if (before.entries.has(parent)) holders.add(parent)
    if (parent === EVENT && !read.entries.has(key)) keys.add(key)
  }
  holders.delete(EVENT) // each of its attributes is an entry of its own
  for (const key of holders) {
    const told = anew.has(key) ? undefined : membersBeside(after.entries.get(key)?.record, read.entries.get(key)?.record)
    if (told === undefined) continue
    beside.set(key, { ...beside.get(key), ...told })
    keys.add(key)
  }
  for (const { key, kind, parent } of read.entries.values()) {
    if (kind === 'cluster' || after.entries.has(key) || (parent !== EVENT && kind !== 'link' && !after.entries.has(parent)))
      continue
    if (kind === 'attribute' && parent !== EVENT) continue
    if (changes.of(key) === 'same' && before.entries.has(key)) continue // only MISP's server keeps it as another
    keys.add(key)
    gone.add(key)
  }
  return { isNone: keys.size === 0, keys: [...keys], corrections: { beside, anew, gone: [...gone] } }
}

/** Attributes that an element has, and its objects do not give back; and the other way round. */
function membersBeside(is: MispRecord | undefined, reads: MispRecord | undefined): Record<string, unknown> | undefined {
  if (is === undefined || reads === undefined) return undefined
  const [now, then] = [membersOf(is), membersOf(reads)]
  const more = [...now].flatMap(([uuid, attribute]) => (then.has(uuid) ? [] : [withoutServerKeys(attribute)]))
  const without = [...then.keys()].filter((uuid) => !now.has(uuid))
  if (more.length === 0 && without.length === 0) return undefined
  return { ...(more.length > 0 && { more: canonicalJson(more) }), ...(without.length > 0 && { without }) }
}

function membersOf(record: MispRecord): Map<string, MispRecord> {
  const attributes = recordsIn(record['Attribute']).filter(({ deleted }) => !isTrue(deleted))
  return new Map(attributes.map((attribute) => [asText(attribute['uuid']).toLowerCase(), attribute]))
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
