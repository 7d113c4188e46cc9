import { isUtf8 } from 'node:buffer'
import type { StixObject } from '../../stix/types.ts'
import { isRecord, isTooDeep } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { OUR_DEFINITIONS } from '../extension.ts'

/** What stands around and between the objects of an original, each of which has a line of its own. */
export const BEFORE_OBJECTS = ',\n"objects":[\n'
export const SEPARATOR = ',\n'
export const AFTER_OBJECTS = '\n],\n"x_tipbridge_elements":"'
export const AFTER_ELEMENTS = '",\n"x_tipbridge_state":'

/** An original that is laid out as we write it: with its seal at hand, and its objects as the text that they will be again. */
export interface SealedOriginal {
  /** The bundle without its objects. */
  facts: MispRecord
  seal: string
  /** The objects, in order. */
  stretches: readonly Stretch[]
}

/** Some neighbouring objects, as JSON with `SEPARATOR` between them. */
export interface Stretch {
  text: Buffer
  /** How many there are of each type; `undefined` where each of them has to be looked at before it returns. */
  types: ReadonlyMap<string, number> | undefined
}

/**
 * Looks through an original without keeping its objects. `undefined` for one that is not as we write it: it has to be read as a
 * whole, which tells what is wrong with it.
 */
export function openSealed(bytes: Buffer): SealedOriginal | undefined {
  const headEnd = bytes.indexOf(BEFORE_OBJECTS)
  const start = headEnd + BEFORE_OBJECTS.length
  const end = bytes.lastIndexOf(AFTER_OBJECTS)
  const elementsEnd = bytes.indexOf(AFTER_ELEMENTS, end)
  if (headEnd < 0 || start >= end || elementsEnd < end) return undefined
  try {
    const facts: unknown = JSON.parse(`${bytes.toString('utf8', 0, headEnd)}}`)
    const tail: unknown = JSON.parse(`{"x_tipbridge_state":${bytes.toString('utf8', elementsEnd + AFTER_ELEMENTS.length)}`)
    const state = isRecord(tail) ? tail['x_tipbridge_state'] : undefined
    if (!isRecord(facts) || !isRecord(state) || typeof state['seal'] !== 'string' || state['container'] === 'authored')
      return undefined
    const { type: _type, ...rest } = facts
    const stretches = stretchesIn(bytes.subarray(start, end))
    return stretches === undefined ? undefined : { facts: rest, seal: state['seal'], stretches }
  } catch {
    return undefined // no JSON, or a line longer than a string can be
  }
}

/** The objects of a stretch. Throws where it is no JSON. */
export function objectsIn(text: Buffer): StixObject[] {
  return JSON.parse(`[${text.toString('utf8')}]`) as StixObject[]
}

/** The objects in stretches of about `STRETCH` bytes, which all are JSON; `undefined` where one of them is no STIX object. */
function stretchesIn(text: Buffer): Stretch[] | undefined {
  if (!isUtf8(text)) return undefined
  const stretches: Stretch[] = []
  let former: { stretch: Stretch; lastId: string } | undefined
  for (let start = 0; start < text.length;) {
    const end = borderAfter(text, start + STRETCH)
    const part = text.subarray(start, end)
    const objects: unknown[] = objectsIn(part)
    if (!objects.every((object) => isObject(object) && !isTooDeep(object))) return undefined
    const stretch = { text: part, types: typesOf(objects as StixObject[]) }
    const [first, last] = [objects[0], objects.at(-1)] as [StixObject, StixObject]
    if (former?.lastId === first.id) former.stretch.types = stretch.types = undefined
    stretches.push(stretch)
    former = { stretch, lastId: last.id }
    start = end + SEPARATOR.length
  }
  return stretches
}

/** Where a separator begins from here on. No JSON text has a line feed in it. */
function borderAfter(text: Buffer, from: number): number {
  const border = from < text.length ? text.indexOf(SEPARATOR, from) : -1
  return border < 0 ? text.length : border
}

/** Little enough that its objects are gone before the young generation is full. */
const STRETCH = 64 * 1024

/** Is it an object of STIX, as far as we need to know? */
export function isObject(object: unknown): object is StixObject {
  return isRecord(object) && typeof object['type'] === 'string' && typeof object['id'] === 'string'
}

/**
 * Counts types; `undefined` where something may not return as it is: what other events may have written as well, a second version
 * of an object (which stands right behind the first), what uses a definition of ours.
 */
function typesOf(objects: readonly StixObject[]): Map<string, number> | undefined {
  const types = new Map<string, number>()
  let lastId: string | undefined
  for (const { id, type, extensions } of objects) {
    if (id === lastId || type === 'marking-definition' || type === 'identity' || usesOurs(extensions)) return undefined
    types.set(type, (types.get(type) ?? 0) + 1)
    lastId = id
  }
  return types
}

function usesOurs(extensions: unknown): boolean {
  return isRecord(extensions) && Object.keys(extensions).some((id) => OUR_DEFINITIONS.has(id))
}
