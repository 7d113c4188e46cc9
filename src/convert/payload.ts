import type { Bind, Resolve } from '../mapping/binding.ts'
import type { Row } from '../mapping/row.ts'
import type { StixObject } from '../stix/types.ts'
import { asText } from './text.ts'
import type { Unbound } from './unbound.ts'

/** What MISP calls a payload: its file name, of a sample with the MD5. */
export function payloadName(bind: Bind, sample: boolean, main: StixObject, resolve: Resolve): string | undefined {
  const [first = ''] = bind.path.split('.')
  const holder = first.endsWith('_ref') ? resolve(String(main[first])) : main
  const name = holder?.['x_misp_filename'] ?? main['name']
  const hash = md5Of(holder) ?? md5Of(main)
  if (typeof name !== 'string') return undefined
  return sample && hash !== undefined ? `${name}|${hash}` : name
}

function md5Of(object: StixObject | undefined): string | undefined {
  const { MD5: hash } = (object?.['hashes'] ?? {}) as Record<string, unknown>
  return typeof hash === 'string' ? hash : undefined
}

/** A payload behind a file, as MISP has it. */
export interface Payload {
  relation: string
  name: string
  data?: unknown
}

const REFERENCE = 'content_ref'

/**
 * The payloads behind an observable of which nobody told more than STIX does: samples, which MISP names with their MD5, and other
 * attachments. misp-stix may write several into one pattern, and a sample without its content.
 */
export function payloadsOf(row: Row, main: StixObject, resolve: Resolve): Payload[] {
  return [main[REFERENCE]].flat().flatMap((id) => {
    const artifact = typeof id === 'string' ? resolve(id) : undefined
    return artifact === undefined ? [] : (payloadOf(row, main, artifact) ?? [])
  })
}

function payloadOf(row: Row, main: StixObject, artifact: StixObject): Payload | undefined {
  const { payload_bin: data, x_misp_filename: filename, name, encryption_algorithm: encryption } = artifact
  if (data === undefined && filename === undefined && name === undefined) return undefined
  const sample = encryption !== undefined || md5Of(artifact) !== undefined
  const relation = relationOf(row, sample ? 'malware-sample' : 'attachment') ?? relationOf(row, 'attachment')
  if (relation === undefined) return undefined
  const own = asText(filename ?? name ?? main['name'] ?? artifact.id)
  const hash = sample ? (md5Of(artifact) ?? md5Of(main)) : undefined
  return { relation, name: hash === undefined ? own : `${own}|${hash}`, ...(data !== undefined && { data }) }
}

function relationOf(row: Row, type: string): string | undefined {
  return [...row.relations].find(([, each]) => each === type)?.[0]
}

/** What says of a payload how it is called or kept: its type is guessed from the name, its archive is how MISP keeps samples. */
const DESCRIBING: ReadonlySet<string> = new Set([
  'x_misp_filename',
  'name',
  'MD5',
  'mime_type',
  'encryption_algorithm',
  'decryption_key',
  'payload_bin',
])

/** Does a value that no row knows describe a payload that was read? */
export function describesPayload({ path, name }: Unbound): boolean {
  return DESCRIBING.has(name) && /:content_ref\b/.test(path)
}
