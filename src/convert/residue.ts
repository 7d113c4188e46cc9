import { canonicalJson, sameJson } from '../stix/canonical.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord, recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { RESIDUE_EXTENSION } from './extension.ts'

/**
 * What rows and envelope did not bind of one element. It is defined by a difference: the record as it was, less what reading
 * the written STIX gives back. So nothing can be forgotten, and what is bound never stands here.
 */
export interface Residue {
  /** Unbound keys under MISP's own names, where STIX allows the value throughout. */
  misp?: MispRecord
  /** Canonical JSON of the unbound keys whose value STIX does not allow: null, empty lists, odd names or types. */
  rest?: string
  /**
   * Canonical JSON, path -> [hash of the bound value as it reads back, the spelling]: what STIX can say, but not so. Without a
   * spelling the key was absent. It counts only while the STIX value is unedited.
   */
  spelled?: string
}

/** What one server made for itself, in every record: never carried over. */
const SERVER_KEYS: ReadonlySet<string> = new Set([
  'id',
  'event_id',
  'org_id',
  'orgc_id',
  'object_id',
  'referenced_id',
  'source_id',
  'tag_id',
  'user_id',
  'galaxy_id',
  'galaxy_cluster_id',
  'attribute_id',
  'sharing_group_id',
  'organisation_id',
  'server_id',
  'old_id',
  'report_id',
  'event_tag_id',
  'attribute_tag_id',
  'attribute_count',
  'RelatedEvent',
  'RelatedAttribute',
  'event_creator_email',
  'Feed',
  'warnings',
  'value1',
  'value2',
])

/** Short, stable, not cryptographic: FNV-1a of 32 bits, in hexadecimal. Tells an edited value from an unedited one. */
export function shortHash(text: string): string {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  }
  return (state >>> 0).toString(16).padStart(8, '0')
}

/** How many facts a residue holds, in attributes and tags inside it too: what is lost without it. Null and empty are none. */
export function countFacts(residue: MispRecord): number {
  const { misp, rest, spelled, tags, attributes, embedded } = residue
  const own = [misp, parseObject(rest), parseObject(spelled)].flatMap((facts) => (isRecord(facts) ? Object.values(facts) : []))
  const inner = [
    ...recordsIn(attributes),
    ...recordsIn(embedded),
    ...(isRecord(tags) ? Object.values(tags).filter(isRecord) : []),
  ]
  return own.filter((value) => !isEmpty(value)).length + inner.reduce((sum, each) => sum + countFacts(each), 0)
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The difference between a record and what reads back; `undefined` when there is none. `skip` names keys that travel otherwise. */
export function difference(original: MispRecord, predicted: MispRecord, skip?: ReadonlySet<string>): Residue | undefined {
  const found = new Difference()
  found.compare(original, predicted, '', skip)
  return found.residue()
}

class Difference {
  private misp: MispRecord | undefined
  private rest: MispRecord | undefined
  private spelled: Record<string, unknown[]> | undefined

  compare(original: MispRecord, predicted: MispRecord, trail: string, skip: ReadonlySet<string> | undefined): void {
    let met = 0
    for (const key of Object.keys(original)) {
      const value = original[key]
      const read = predicted[key]
      if (value === read && value !== undefined) {
        met++ // JSON is never the same as what stands in a prototype
        continue
      }
      const nature = natureOf(key)
      if (nature === 'server' || skip?.has(key)) continue
      if (!Object.hasOwn(predicted, key)) {
        this.unbound(trail, key, nature, value)
      } else {
        met++
        if (!sameJson(value, read)) this.differs(trail + key, value, read)
      }
    }
    const keys = Object.keys(predicted)
    if (met === keys.length) return
    for (const key of keys) {
      if (!Object.hasOwn(original, key) && !skip?.has(key))
        (this.spelled ??= {})[trail + key] = [shortHash(canonicalJson(predicted[key]))]
    }
  }

  private unbound(trail: string, key: string, nature: Nature, value: unknown): void {
    const kept = typeof value === 'object' ? withoutServerKeys(value) : value
    const legal = nature === 'plain' && isLegal(kept, 0)
    const holder = legal ? (this.misp ??= {}) : (this.rest ??= {})
    if (trail === '') define(holder, key, kept)
    else place(holder, trail, key, kept)
  }

  private differs(path: string, value: unknown, predicted: unknown): void {
    if (isRecord(value) && isRecord(predicted)) this.compare(value, predicted, `${path}.`, undefined)
    else (this.spelled ??= {})[path] = [shortHash(canonicalJson(predicted)), withoutServerKeys(value)]
  }

  residue(): Residue | undefined {
    const { misp, rest, spelled } = this
    if (misp === undefined && rest === undefined && spelled === undefined) return undefined
    const residue: Residue = misp === undefined ? {} : { misp }
    if (rest !== undefined) residue.rest = canonicalJson(rest)
    if (spelled !== undefined) residue.spelled = canonicalJson(spelled)
    return residue
  }
}

/** Puts the residue back on what was read. The bound value wins where it was edited. */
export function restore(predicted: MispRecord, residue: Residue): MispRecord {
  const spelled = parseObject(residue.spelled)
  for (const path of Object.keys(spelled)) respell(predicted, path, spelled[path])
  if (isRecord(residue.misp)) merge(predicted, residue.misp)
  merge(predicted, parseObject(residue.rest))
  return predicted
}

function respell(record: MispRecord, path: string, spelling: unknown): void {
  if (!Array.isArray(spelling)) return
  const at = path.lastIndexOf('.')
  const holder = at < 0 ? record : reach(record, path.slice(0, at))
  const key = path.slice(at + 1)
  if (holder === undefined || !Object.hasOwn(holder, key)) return
  if (shortHash(canonicalJson(holder[key])) !== spelling[0]) return
  if (spelling.length > 1) holder[key] = spelling[1]
  else delete holder[key]
}

function reach(record: MispRecord, path: string): MispRecord | undefined {
  let holder: unknown = record
  for (const key of path.split('.')) holder = isRecord(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined
  return isRecord(holder) ? holder : undefined
}

/** Adds what is not there. Lists of elements are joined, records go into one another, a bound value stays. */
function merge(into: MispRecord, from: MispRecord): void {
  for (const key of Object.keys(from)) {
    const value = from[key]
    const there = Object.hasOwn(into, key) ? into[key] : undefined
    if (there === undefined) define(into, key, value)
    else if (isRecord(there) && isRecord(value)) merge(there, value)
    else if (Array.isArray(there) && Array.isArray(value)) there.push(...(value as unknown[]))
  }
}

/** Assigns own data whatever the name: `__proto__` is a key like any other. */
function define(into: MispRecord, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true })
  else into[key] = value
}

function place(holder: MispRecord, trail: string, key: string, value: unknown): void {
  let at = holder
  for (const step of trail.slice(0, -1).split('.')) {
    const next = at[step]
    at = isRecord(next) ? next : (at[step] = {})
  }
  define(at, key, value)
}

/** Does tipbridge say that all of the object is its own? Residue of what it only changed does not. */
export function isAuthored(object: StixObject): boolean {
  return residueOf(object)?.['authored'] === true
}

/** A copy without what one server made for itself; `meta` of a cluster is content and stays as it is. */
export function withoutServerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isObject) ? value.map(withoutServerKeys) : value
  if (!isRecord(value)) return value
  const kept: MispRecord = {}
  for (const key of Object.keys(value)) {
    if (!SERVER_KEYS.has(key)) define(kept, key, key === 'meta' ? value[key] : withoutServerKeys(value[key]))
  }
  return kept
}

/** What a key is: one server's own, a name that STIX takes, or another. */
type Nature = 'server' | 'plain' | 'odd'

const natures = new Map<string, Nature>()

function natureOf(key: string): Nature {
  const known = natures.get(key)
  if (known !== undefined) return known
  const nature = SERVER_KEYS.has(key) ? 'server' : isPlainName(key) ? 'plain' : 'odd'
  if (natures.size < 5000) natures.set(key, nature)
  return nature
}

const PLAIN_NAME = /^[A-Za-z0-9_-]{1,250}$/

function isPlainName(key: string): boolean {
  return PLAIN_NAME.test(key) && key !== '__proto__'
}

/** May the value stand in a STIX object throughout: no null, nothing empty, names of dictionaries, numbers that survive? */
export function isLegal(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  if (value === null || typeof value !== 'object' || depth > 32) return false
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => isLegal(item, depth + 1))
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => isPlainName(key) && isLegal((value as MispRecord)[key], depth + 1))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function parseObject(text: unknown): MispRecord {
  if (typeof text !== 'string') return {}
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {} // edited by somebody into something that is not JSON: nothing to restore
  }
}

/** The residue on a carrier, or `undefined`. */
export function residueOf(object: StixObject): (Residue & Record<string, unknown>) | undefined {
  const extensions = object['extensions']
  const found =
    isRecord(extensions) && Object.hasOwn(extensions, RESIDUE_EXTENSION.id) ? extensions[RESIDUE_EXTENSION.id] : undefined
  return isRecord(found) ? found : undefined
}
