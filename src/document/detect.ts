import { isRecord } from '../misp/types.ts'
import type { InputErrorCode } from './input-error.ts'

/** What an object is, told by its keys. */
export type Shape =
  /** `inside`: the event stands under `Event`. */
  | { kind: 'event'; inside: boolean }
  | { kind: 'attributes' }
  | { kind: 'objects' }
  | { kind: 'bundle' }
  | { kind: 'envelope' }
  /** One record, by itself or one of many. `under`: the key it is wrapped in. */
  | { kind: 'record'; of: RecordKind; under?: 'Attribute' | 'Object' }
  | Refusal

export type RecordKind = 'attribute' | 'object' | 'stix'

export interface Refusal {
  kind: 'refused'
  code: InputErrorCode
  /** What was found, as the end of "found …". */
  found: string
}

export const ACCEPTED =
  'Accepted are MISP events, lists of events, attributes or objects, MISP feed directories, ' +
  'STIX 2.0 and 2.1 bundles, lists of objects and single objects, TAXII envelopes, and NDJSON of any of these.'

/**
 * Classifies an object whose long lists have been cut out.
 * `firstOf` returns the first item of such a list, or `undefined` for an empty one.
 */
export function detect(value: Record<string, unknown>, firstOf: (list: 'objects') => unknown): Shape {
  if (isStix1(value))
    return { kind: 'refused', code: 'stix-1', found: 'STIX 1.x, which tipbridge does not read; convert it to STIX 2.1 first' }
  if (value['type'] === 'bundle') return { kind: 'bundle' }
  if (isStixObject(value)) return { kind: 'record', of: 'stix' }
  if (isAttribute(value)) return { kind: 'record', of: 'attribute' }
  if (isMispObject(value)) return { kind: 'record', of: 'object' }
  if (isRecord(value['Event'])) return { kind: 'event', inside: true }
  if (isRecord(value['Attribute'])) return { kind: 'record', of: 'attribute', under: 'Attribute' }
  if (isRecord(value['Object'])) return { kind: 'record', of: 'object', under: 'Object' }
  if (Array.isArray(value['objects']) && isEnvelope(firstOf('objects'))) return { kind: 'envelope' }
  return detectBare(value)
}

/** An event without a wrapper, or a search result without `response`. */
function detectBare(value: Record<string, unknown>): Shape {
  const attributes = Array.isArray(value['Attribute'])
  const objects = Array.isArray(value['Object'])
  const signs = EVENT_KEYS.filter((key) => key in value).length
  const looksLikeEvent = 'info' in value ? signs > 1 || attributes || objects : signs > 2
  if (looksLikeEvent || (signs > 0 && (attributes || objects))) return { kind: 'event', inside: false }
  if (attributes && objects) return { kind: 'event', inside: false }
  if (attributes && Object.keys(value).length === 1) return { kind: 'attributes' }
  if (objects && Object.keys(value).length === 1) return { kind: 'objects' }
  return { kind: 'refused', code: 'not-recognised', found: describe(value) }
}

const EVENT_KEYS = [
  'info',
  'date',
  'threat_level_id',
  'analysis',
  'published',
  'publish_timestamp',
  'Org',
  'Orgc',
  'org_id',
  'orgc_id',
  'extends_uuid',
  'attribute_count',
  'EventReport',
  'ShadowAttribute',
  'RelatedEvent',
  'Tag',
]

function isStix1(value: Record<string, unknown>): boolean {
  if ('stix:STIX_Package' in value || 'STIX_Package' in value) return true
  return typeof value['version'] === 'string' && /^1\.\d/.test(value['version']) && STIX_1_KEYS.some((key) => key in value)
}

const STIX_1_KEYS = [
  'stix_header',
  'observables',
  'indicators',
  'ttps',
  'threat_actors',
  'exploit_targets',
  'incidents',
  'campaigns',
]

function isStixObject(value: Record<string, unknown>): boolean {
  const { type, id } = value
  if (typeof type !== 'string') return false
  return (typeof id === 'string' && id.includes('--')) || typeof value['spec_version'] === 'string'
}

function isAttribute(value: Record<string, unknown>): boolean {
  return (
    typeof value['type'] === 'string' && 'value' in value && ['category', 'to_ids', 'object_relation'].some((key) => key in value)
  )
}

function isMispObject(value: Record<string, unknown>): boolean {
  return (
    typeof value['name'] === 'string' &&
    ('meta-category' in value || 'template_uuid' in value) &&
    Array.isArray(value['Attribute'])
  )
}

/** A TAXII manifest has `objects` too, but they are no STIX objects. */
function isEnvelope(first: unknown): boolean {
  return first === undefined || (isRecord(first) && typeof first['type'] === 'string')
}

/** Names what was found, for a message that somebody can act on. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list that begins with ${describe(value[0])}`
  if (!isRecord(value)) return value === null ? 'null' : `a ${typeof value}`
  const keys = Object.keys(value)
  if (keys.length === 0) return 'an empty object'
  for (const [name, needs] of LOOKALIKES) if (needs.every((key) => key in value)) return name
  if (isFeedManifest(value)) return 'the manifest of a MISP feed; give the directory of the feed instead'
  const named = keys.slice(0, 6).map((key) => JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key))
  return `an object with the ${keys.length === 1 ? 'key' : 'keys'} ${named.join(', ')}${keys.length > 6 ? ', …' : ''}`
}

/** `{ "<event uuid>": { info, Orgc, timestamp, … }, … }` */
export function isFeedManifest(value: Record<string, unknown>): boolean {
  const entries = Object.entries(value).slice(0, 20)
  return (
    entries.length > 0 &&
    entries.every(([key, entry]) => UUID.test(key) && isRecord(entry) && ('info' in entry || 'timestamp' in entry))
  )
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** JSON of the same world that is no content to convert. */
const LOOKALIKES: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ['a MISP object template', ['meta-category', 'attributes']],
  ['a MISP galaxy', ['GalaxyCluster']],
  ['a MISP galaxy', ['authors', 'values']],
  ['a MISP taxonomy', ['namespace', 'predicates']],
  ['a MISP warninglist', ['matching_attributes', 'list']],
  ['a MISP sharing group', ['SharingGroup']],
  ['an error message of MISP', ['message', 'url']],
  ['a TAXII collection list', ['collections']],
  ['a TAXII collection', ['can_read', 'can_write']],
  ['a TAXII discovery document', ['api_roots']],
  ['a TAXII API root', ['versions', 'max_content_length']],
  ['a TAXII status', ['status', 'success_count']],
  ['a TAXII error message', ['title', 'http_status']],
  ['a TAXII manifest', ['objects']],
  ['a TAXII manifest entry', ['date_added', 'id']],
]
