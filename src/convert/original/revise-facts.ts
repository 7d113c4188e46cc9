import { sameJson } from '../../stix/canonical.ts'
import { uuid5 } from '../../stix/id.ts'
import { markingOfTag, tagOfMarking } from '../../stix/marking.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import { namedCodec } from '../../mapping/codecs.ts'
import { writeRecord } from '../../mapping/record.ts'
import type { Row } from '../../mapping/row.ts'
import { labelsOf } from '../labels.ts'
import { difference } from '../residue.ts'
import type { Residue } from '../residue.ts'
import type { BundleScope } from '../scope.ts'
import { asText } from '../text.ts'
import type { Changes } from './changes.ts'
import type { EntryKind } from './inventory.ts'
import { EVENT } from './inventory.ts'
import type { Rebuilt } from './rebuild.ts'
import type { Branch } from './revise-indicator.ts'

/** The envelope row of what stands on a carrier of its own. */
const ROWS: Readonly<Partial<Record<EntryKind, string>>> = {
  note: 'analyst-note',
  opinion: 'analyst-opinion',
  sighting: 'sighting',
  reference: 'object-reference',
  relationship: 'analyst-relationship',
  report: 'event-report',
}

/**
 * An object with what its elements say beside their values: comment, tags, end of validity, or all the facts of a note, a
 * sighting, a relationship, a cluster. The object itself where nothing of that was edited.
 */
export function reviseDetached(
  bundle: BundleScope,
  object: StixObject,
  branches: readonly Branch[],
  kind?: EntryKind,
): StixObject {
  const { mappings } = bundle
  const [first] = branches
  if (first?.is === undefined) return object
  if (kind === 'cluster') return rebase(object, mappings.galaxy(asText(first.was['type'])), first.was, first.is)
  const name = kind === undefined ? undefined : ROWS[kind]
  if (name !== undefined) {
    const row = mappings.envelope(object.type === 'opinion' && kind === 'sighting' ? 'false-positive' : name)
    return rebase(object, row, first.was, first.is)
  }
  const comment = agreed(branches, ({ comment: text }) => asText(text ?? ''))
  let revised = object
  if (comment !== undefined)
    revised = comment === '' ? without(revised, 'description') : { ...revised, description: withoutName(comment, object) }
  const tags = agreed(branches, (record) => namesIn(record).join('\n'))
  if (tags !== undefined) revised = retag(bundle, revised, namesIn(first.was), namesIn(first.is))
  const expiry = agreed(branches, (record) => expiryOf(record) ?? '')
  if (expiry !== undefined) revised = expiry === '' ? without(revised, 'valid_until') : { ...revised, valid_until: expiry }
  return revised
}

/** The name of an Indicator stands in front of its description in MISP. */
function withoutName(comment: string, { name }: StixObject): string {
  const start = `${asText(name ?? '')}: `
  return start.length > 2 && comment.startsWith(start) ? comment.slice(start.length) : comment
}

/** What all elements of an object now say, where it is not what they said. */
function agreed(branches: readonly Branch[], say: (record: MispRecord) => string): string | undefined {
  const said = new Set(branches.map(({ is }) => say(is ?? {})))
  const [only] = said
  return said.size === 1 && only !== undefined && branches.some(({ was }) => say(was) !== only) ? only : undefined
}

const epoch = namedCodec('epoch', {})

function expiryOf(record: MispRecord): string | undefined {
  const attributes = record['type'] === undefined ? recordsIn(record['Attribute']) : [record]
  for (const attribute of attributes) {
    const expiry = recordsIn(attribute['Sighting']).find(({ type }) => asText(type) === '2')
    const until = expiry === undefined ? undefined : epoch?.encode(expiry['date_sighting'])
    if (typeof until === 'string') return until
  }
  return undefined
}

/** An object with those of a row's facts that differ between two records. */
function rebase(object: StixObject, row: Row, was: MispRecord, is: MispRecord): StixObject {
  const [old, now] = [was, is].map((record) => {
    const written: StixObject = { type: row.type, id: '' }
    writeRecord(row, record, written)
    return written
  }) as [StixObject, StixObject]
  let revised = object
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (TIMES.has(key) || sameJson(old[key], now[key])) continue
    revised = now[key] === undefined ? without(revised, key) : { ...revised, [key]: now[key] }
  }
  return revised
}

const TIMES: ReadonlySet<string> = new Set(['created', 'modified'])

function without(object: StixObject, key: string): StixObject {
  const { [key]: _gone, ...rest } = object
  return rest as StixObject
}

/** Names of the tags of an element, of an object those that all its attributes have; clusters are said by relationships. */
function namesIn(record: MispRecord): string[] {
  const attributes = record['type'] === undefined && record['name'] !== undefined ? recordsIn(record['Attribute']) : [record]
  const [first = [], ...others] = attributes.map(({ Tag: tags }) => recordsIn(tags).map(({ name }) => asText(name)))
  const shared = first.filter((name) => !name.startsWith('misp-galaxy:') && others.every((names) => names.includes(name)))
  return [...new Set(shared)].sort()
}

/** An object with other tags: labels, and references to marking definitions. */
function retag(bundle: BundleScope, object: StixObject, was: readonly string[], is: readonly string[]): StixObject {
  const gone = was.filter((name) => !is.includes(name))
  const come = is.filter((name) => !was.includes(name))
  const labels = [
    ...labelsOf(object).filter((label) => !gone.includes(label)),
    ...come.filter((name) => markingOfTag(name) === undefined),
  ]
  const { object_marking_refs: marks } = object
  const kept = (Array.isArray(marks) ? marks.map(String) : []).filter((id) => !gone.includes(tagOfMarking(id, undefined) ?? id))
  const markings = come.flatMap((name) => markingOfTag(name) ?? [])
  for (const marking of markings) bundle.writeOnce(marking.object)
  const refs = [...new Set([...kept, ...markings.map(({ id }) => id)])]
  let revised = labels.length === 0 ? without(object, 'labels') : { ...object, labels }
  revised = refs.length === 0 ? without(revised, 'object_marking_refs') : { ...revised, object_marking_refs: refs }
  return revised
}

/** The report or grouping of an event as MISP now tells it, and what of that STIX has no place for. */
export function reviseContainer(
  bundle: BundleScope,
  rebuilt: Rebuilt,
  changes: Changes,
  container: StixObject,
  event: MispRecord,
): { revised: StixObject; residue: Residue } {
  const { event: before } = rebuilt
  let revised = container
  if (changes.of(EVENT) !== 'same') {
    const row = bundle.mappings.envelope('event')
    revised = rebase(revised, row, { info: before['info'] }, { info: event['info'] })
    revised = retag(bundle, revised, namesIn({ ...before, name: undefined }), namesIn({ ...event, name: undefined }))
  }
  revised = reviseReferences(revised, changes)
  const said = unbound(event)
  // What a server adds by itself is nothing that anybody said
  for (const key of Object.keys(said))
    if (before[key] === undefined && key !== 'extends_uuid' && key !== 'ShadowAttribute') delete said[key]
  return { revised, residue: difference(said, unbound(before)) ?? {} }
}

const UNBOUND = [
  'threat_level_id',
  'analysis',
  'date',
  'distribution',
  'sharing_group_id',
  'extends_uuid',
  'ShadowAttribute',
] as const

function unbound(event: MispRecord): MispRecord {
  return Object.fromEntries(UNBOUND.flatMap((key) => (event[key] === undefined ? [] : [[key, event[key]]])))
}

/** The texts of a container that are elements in MISP: its description, and its references. */
function reviseReferences(container: StixObject, changes: Changes): StixObject {
  let revised = container
  const description = `report ${uuid5(`${container.id} description`)}`
  if (changes.of(description) === 'deleted') revised = without(revised, 'description')
  if (changes.of(description) === 'edited') revised = { ...revised, description: asText(changes.is(description)?.['content']) }
  const references = recordsIn(container['external_references'])
  const kept = references.flatMap((reference, at) => {
    const key = `attribute ${uuid5(`${container.id} reference ${at}`)}`
    const change = changes.of(key)
    if (change === 'same') return [reference]
    if (change === 'deleted') return []
    const [was, is] = [changes.was(key)['value'], changes.is(key)?.['value']]
    const place = reference['url'] === was ? 'url' : 'external_id'
    return was === is ? [reference] : [{ ...reference, [place]: is }]
  })
  if (kept.length === references.length && kept.every((each, at) => each === references[at])) return revised
  return kept.length === 0 ? without(revised, 'external_references') : { ...revised, external_references: kept }
}
