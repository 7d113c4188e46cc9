import { gunzipSync } from 'node:zlib'
import { uuid5 } from '../../stix/id.ts'
import type { StixObject } from '../../stix/types.ts'
import { DEEPEST, isRecord, isTooDeep, recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { factsOf } from '../object-pieces.ts'
import type { EventOptions, TlpLevel } from '../profile.ts'
import { emptyObject } from '../template.ts'
import { isTrue } from '../text.ts'
import { ElementHashes } from './element-hashes.ts'
import { isObject } from './sealed.ts'

/** The STIX objects that an event was made of, as they came, and what is needed to tell later what became of each in MISP. */
export interface Original {
  /** The bundle without its objects. */
  facts: MispRecord
  objects: StixObject[]
  state: OriginalState
}

/** How the event was made from the objects. */
export interface OriginalState {
  /** Was the container among the objects, made for them, or written by tipbridge itself? */
  container: 'own' | 'made' | 'authored'
  /** Ids of objects that belong to further events of their bundle. */
  shared: string[]
  /** Ids of domain objects that were found in a catalogue -> the cluster that they are. */
  known: Record<string, KnownName>
  /** The options that it was read with. */
  options: EventOptions & { defaultTlp?: TlpLevel }
  /** What every element was in MISP when the event was made. */
  elements: ElementHashes
}

/** What names a cluster that MISP knows already. */
export interface KnownName {
  type: string
  value: string
  uuid: string
}

const TEMPLATE = 'original-imported-file'

/** How an original of ours begins its comment: nobody else's is ever read as STIX. */
const MARK = 'tipbridge'

/** Compressed bytes. What is larger no MISP takes as an attachment. */
const LARGEST_ORIGINAL = 32 * 1024 * 1024

/** A few kilobytes can claim to be any number of gigabytes. */
const LARGEST_UNPACKED = 1024 * 1024 * 1024

/** An original that cannot be read. The message says why. */
export class OriginalError extends Error {
  override name = 'OriginalError'
}

/**
 * The MISP object that holds an original: MISP's own `original-imported-file`, with a gzipped STIX bundle. Throws an OriginalError
 * for one above `LARGEST_ORIGINAL`.
 */
export function originalObject(mappings: Mappings, packed: Buffer, event: MispRecord): MispRecord {
  if (packed.length > LARGEST_ORIGINAL)
    throw new OriginalError(
      `the original takes ${packed.length} bytes, and MISP takes ${LARGEST_ORIGINAL}: split the bundle, or leave it out (--no-original)`,
    )
  const row = mappings.object(TEMPLATE)[0]
  const { timestamp, uuid } = event
  const time = timestamp === undefined ? {} : { timestamp }
  const attributes = [
    { ...factsOf(mappings, row, 'imported-sample', 'original.stix21.json.gz'), data: packed.toString('base64') },
    factsOf(mappings, row, 'format', 'STIX 2.1'),
  ]
  return {
    uuid: uuid5(`${String(uuid)} original`),
    name: TEMPLATE,
    'meta-category': 'file',
    ...(row !== undefined && emptyObject(row)),
    ...time,
    comment: `${MARK}: the STIX objects that this event was made of. Do not edit; they return as they came.`,
    Attribute: attributes.map((attribute, at) => ({ uuid: uuid5(`${String(uuid)} original ${at}`), ...attribute, ...time })),
  }
}

/** Is the object an original that tipbridge packed? Those of others are objects like any other. */
export function isOriginal(record: MispRecord): boolean {
  const { name, comment, deleted } = record
  return name === TEMPLATE && typeof comment === 'string' && comment.startsWith(MARK) && !isTrue(deleted)
}

/** The bytes of an original. Throws an OriginalError for one that was damaged. */
export function unpackOriginal(record: MispRecord): Buffer {
  const sample = recordsIn(record['Attribute']).find(({ object_relation: relation }) => relation === 'imported-sample')
  const data = sample?.['data']
  if (typeof data !== 'string') throw new OriginalError('it has no data: the event was fetched without its attachments')
  const packed = Buffer.from(data, 'base64')
  try {
    return gunzipSync(packed, { maxOutputLength: LARGEST_UNPACKED, chunkSize: sizeOf(packed) })
  } catch (error) {
    throw new OriginalError(`it cannot be unpacked (${(error as Error).message})`)
  }
}

/** One piece takes all: gzip ends with how many bytes there will be. That can be a lie, but none beyond what deflate can do. */
function sizeOf(packed: Buffer): number {
  const said = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4)
  return Math.max(1024, Math.min(said, packed.length * MOST_DEFLATED, LARGEST_UNPACKED) + 1)
}

const MOST_DEFLATED = 1032

/** Reads all of an original. Throws an OriginalError for one that was damaged. */
export function readOriginal(bytes: Buffer): Original {
  let bundle: unknown
  try {
    bundle = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new OriginalError(`it cannot be unpacked (${(error as Error).message})`)
  }
  if (!isRecord(bundle) || !Array.isArray(bundle['objects'])) throw new OriginalError('it is no STIX bundle')
  const { objects, x_tipbridge_state: state, x_tipbridge_elements: elements, type: _type, ...facts } = bundle
  if (isTooDeep(bundle)) throw new OriginalError(`it is nested deeper than ${DEEPEST} levels`)
  return {
    facts,
    objects: (objects as unknown[]).filter(isObject),
    state: { ...stateOf(state), elements: ElementHashes.from(elements) },
  }
}

function stateOf(state: unknown): Omit<OriginalState, 'elements'> {
  const { container, shared, known, options } = isRecord(state) ? state : {}
  return {
    container: container === 'made' || container === 'authored' ? container : 'own',
    shared: Array.isArray(shared) ? shared.map(String) : [],
    known: isRecord(known) ? Object.fromEntries(Object.entries(known).filter(isNamed)) : {},
    options: isRecord(options) ? options : {},
  }
}

function isNamed(entry: [string, unknown]): entry is [string, KnownName] {
  const [, name] = entry
  return isRecord(name) && [name['type'], name['value'], name['uuid']].every((each) => typeof each === 'string')
}
