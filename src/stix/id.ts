import { hash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import { MODEL } from './model.ts'
import type { StixObject } from './types.ts'

/** STIX 2.1 section 2.9: the namespace of deterministic SCO ids. Nothing but SCO ids by the rule may use it. */
const SCO_NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7'

/** Our own namespace, for every other name that has to become a UUID: UUIDv5(DNS, "tipbridge"). */
export const TIPBRIDGE_NAMESPACE = '2f00facf-67f9-59b5-872b-a88d016b0d63'

/** RFC 9562 text form; any version, the RFC variant. STIX 2.1 asks for versions 1-5 (section 2.9), we write 1-8 as they come. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Is this a lower-case UUID that a STIX id may carry as it is? */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && value.length === 36 && UUID.test(value)
}

/** Names that surely take no more bytes are hashed without a buffer of their own. */
const SHORT = 1024

const scoUuid = uuid5In(SCO_NAMESPACE)

/** UUIDv5 of a name in our own namespace. */
export const uuid5: (name: string) => string = uuid5In(TIPBRIDGE_NAMESPACE)

/** The UUID in a STIX id: what stands behind the last `--`. */
export function uuidOf(id: string): string {
  return id.slice(id.lastIndexOf('--') + 2)
}

/** The type in a STIX id: what stands before the first `--`. */
export function typeOf(id: string): string {
  const end = id.indexOf('--')
  return end < 0 ? id : id.slice(0, end)
}

/**
 * The id of a cyber-observable. The specification's UUIDv5 (section 2.9) where everything that the object says contributes
 * to it: then equal ids mean equal objects. Otherwise a UUIDv5 in our own namespace over the whole content but the markings,
 * so that different objects never share an id. Types for which the specification has no rule (process), and objects without
 * any contributing property, get the same hash with version nibble 4, which the OASIS validator asks for.
 */
export function scoId(object: StixObject): string {
  const contributing = MODEL[object.type]?.contributing
  if (contributing !== undefined && contributing.length === 1) {
    // The common case, without building an object: a single value
    const [only] = contributing as [string]
    const value = object[only]
    if (value !== undefined && onlySays(object, contributing)) {
      return `${object.type}--${scoUuid(`{${JSON.stringify(only)}:${canonicalJson(value)}}`)}`
    }
  }
  if (contributing !== undefined && onlySays(object, contributing)) {
    const named: Record<string, unknown> = {}
    for (const key of contributing) if (object[key] !== undefined) named[key] = object[key]
    if (Object.keys(named).length > 0) return `${object.type}--${scoUuid(canonicalJson(named))}`
  }
  const { id: _id, spec_version: _version, object_marking_refs: _markings, granular_markings: _granular, ...content } = object
  const uuid = uuid5(canonicalJson(content))
  const random =
    contributing === undefined ? MODEL[object.type] !== undefined : !contributing.some((key) => object[key] !== undefined)
  return `${object.type}--${random ? asVersion4(uuid) : uuid}`
}

/**
 * The id of a cyber-observable by the rule of the specification (section 2.9): UUIDv5 of its contributing properties, of several hashes
 * the first that there is of MD5, SHA-1, SHA-256 and SHA-512, else the first by name. `undefined`: nothing contributes.
 */
export function deterministicId(object: StixObject): string | undefined {
  const named: Record<string, unknown> = {}
  for (const key of MODEL[object.type]?.contributing ?? [])
    if (object[key] !== undefined) named[key] = key === 'hashes' ? oneHash(object[key]) : object[key]
  return Object.keys(named).length === 0 ? undefined : `${object.type}--${scoUuid(canonicalJson(named))}`
}

const PREFERRED_HASHES = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512']

function oneHash(hashes: unknown): unknown {
  const names = Object.keys(hashes as object)
  if (names.length < 2) return hashes
  const name = PREFERRED_HASHES.find((each) => names.includes(each)) ?? names.sort()[0] ?? ''
  return { [name]: (hashes as Record<string, unknown>)[name] }
}

/** Does the object say nothing beyond the contributing properties? Of several hashes only one contributes. */
function onlySays(object: StixObject, contributing: readonly string[]): boolean {
  for (const key in object) {
    if (key === 'type' || key === 'id' || key === 'spec_version' || key === 'object_marking_refs' || key === 'granular_markings')
      continue
    if (!contributing.includes(key)) return false
    if (key === 'hashes' && Object.keys(object[key] as object).length !== 1) return false
  }
  return true
}

function asVersion4(uuid: string): string {
  return `${uuid.slice(0, 14)}4${uuid.slice(15)}`
}

function uuid5In(namespace: string): (name: string) => string {
  const prefix = Buffer.from(namespace.replaceAll('-', ''), 'hex')
  const scratch = Buffer.alloc(prefix.length + SHORT)
  scratch.set(prefix)
  const views: Buffer[] = []
  return (name) => {
    if (name.length * 3 > SHORT) return asVersion5(hash('sha1', Buffer.concat([prefix, Buffer.from(name)]), 'hex'))
    const end = prefix.length + scratch.write(name, prefix.length)
    return asVersion5(hash('sha1', (views[end] ??= scratch.subarray(0, end)), 'hex'))
  }
}

/** The first 16 bytes of a hash with version 5 and the RFC's variant (RFC 9562 section 5.5). */
function asVersion5(hex: string): string {
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
