import type { StixObject } from '../stix/types.ts'
import { uuid5, uuidOf } from '../stix/id.ts'
import { printString } from '../stix/pattern/print-literal.ts'
import { compareMoments, parseTime } from '../stix/timestamp.ts'
import type { MispRecord } from '../misp/types.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import { printRowPattern, readRowPattern } from '../mapping/row-pattern.ts'
import { joinSlots, readRow, splitValue, writeRow } from '../mapping/row.ts'
import type { Fill, Row } from '../mapping/row.ts'
import type { Resolve } from '../mapping/binding.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { namedCodec } from '../mapping/codecs.ts'
import { writeChildren } from './children.ts'
import { tagsFor } from './profile-filter.ts'
import { carry, declareCustom, isTrue } from './scope.ts'
import type { EventScope } from './scope.ts'
import { readTags, splitTags, strictest } from './tags.ts'
import type { SplitTags } from './tags.ts'
import type { Marking } from '../stix/marking.ts'

/** The STIX objects that stand for one element. */
export interface Parts {
  /** Observed Data, or the SDO, or the Indicator: what holds the residue. */
  carrier: StixObject
  indicator: StixObject | undefined
}

/** What reading needs to know of the bundle. */
export interface ReadScope {
  mappings: Mappings
  resolve: Resolve
  /** Markings of the container: not the element's own. */
  inherited: ReadonlySet<string>
}

/** The type name under which a pattern speaks of a MISP type without a place in STIX. */
export function genericPatternType(type: string): string {
  return `x-tipbridge-${type.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')}`.slice(0, 250)
}

/** Writes an attribute that stands in the event by itself. */
export function writeAttribute(scope: EventScope, record: MispRecord): void {
  const { type, value } = record
  const uuid = scope.uuidFor('element', record)
  const tags = splitTags(tagsFor(scope.bundle, record['Tag']))
  const markings = strictest(scope.markings, tags.markings)
  const row = typeof type === 'string' ? scope.mappings.attribute(type) : undefined
  const written = typeof value === 'string' && row !== undefined ? writeNative(scope, row, record, value, uuid, tags, markings) : undefined
  if (written === undefined && row !== undefined && row.form !== 'generic' && row.form !== 'pattern-only' && !(row.form === 'rule' && !isTrue(record['to_ids']))) {
    scope.report('warning', 'value-has-no-place', `${String(type)}: the value is not legal where STIX has its place; it is carried in the generic form`, { uuid })
  }
  const parts = written ?? writeGeneric(scope, row, record, uuid, tags, markings)
  if (parts === undefined) return
  finishElement(scope, parts, record, uuid, tags, markings)
}

/** Writes residue, the parts, and what hangs on the element. */
function finishElement(scope: EventScope, parts: Parts, record: MispRecord, uuid: string, tags: SplitTags, markings: readonly Marking[]): void {
  const { carrier, indicator } = parts
  if (tags.labels.length > 0 || scope.profile.labels) {
    carrier['labels'] = labelsOf(scope, record, tags)
    if (indicator !== undefined && indicator !== carrier) indicator['labels'] = carrier['labels']
  }
  if (markings.length > 0) {
    carrier['object_marking_refs'] = markings.map(({ id }) => id)
  }
  scope.carriers.set(uuid, carrier.id)
  const left = writeChildren(scope, record, { uuid, carrier, indicator, markings })
  if (scope.profile.residue) {
    const read = { mappings: scope.mappings, resolve: (id: string) => scope.bundle.kept(id), inherited: scope.markingIds }
    const predicted = readAttribute(read, parts)
    const names = readTags(carrier, scope.markingIds, definitionIn(markings))
    carry(scope, carrier, 'attribute', left.record, predicted, names, left.skip, left.extra)
  }
  scope.write(carrier, markings)
  if (indicator !== undefined && indicator !== carrier) {
    scope.write(indicator, markings)
    scope.write(basedOn(scope, indicator, carrier), markings)
  }
}

/** Looks a marking definition up among those at hand. */
export function definitionIn(markings: readonly Marking[]): (id: string) => StixObject | undefined {
  return (id) => markings.find((marking) => marking.id === id)?.object
}

function labelsOf(scope: EventScope, record: MispRecord, tags: SplitTags): string[] {
  if (!scope.profile.labels) return tags.labels
  const { type, category } = record
  const labels = [`misp:type="${String(type)}"`]
  if (typeof category === 'string' && category !== '') labels.push(`misp:category="${category}"`)
  return tags.labels.length === 0 ? labels : [...labels, ...tags.labels]
}

/** The relationship that ties an Indicator to what it was made from. */
export function basedOn(scope: EventScope, indicator: StixObject, carrier: StixObject): StixObject {
  const type = carrier.type === 'observed-data' ? 'based-on' : 'related-to'
  return relationship(scope, type, indicator.id, carrier.id, carrier['modified'] as string)
}

/** A relationship of ours between two objects; its id follows from its ends. */
export function relationship(scope: EventScope, type: string, source: string, target: string, modified: string): StixObject {
  const object = scope.start('relationship', uuid5(`${source} ${type} ${target}`), modified)
  object['relationship_type'] = type
  object['source_ref'] = source
  object['target_ref'] = target
  return object
}

const PART_NAMES = ['data'] as const

function fillsOf(row: Row, record: MispRecord, value: string): Fill[] | undefined {
  const parts = splitValue(row, value)
  if (parts === undefined) return undefined
  const fills: Fill[] = parts.map((part, at) => ({ name: row.slots[at] ?? 'value', value: part, index: at }))
  for (const name of PART_NAMES) if (typeof record[name] === 'string') fills.push({ name, value: record[name], index: fills.length })
  return fills
}

function writeNative(
  scope: EventScope,
  row: Row,
  record: MispRecord,
  value: string,
  uuid: string,
  tags: SplitTags,
  markings: readonly Marking[],
): Parts | undefined {
  const toIds = isTrue(record['to_ids'])
  const modified = scope.timeOf(record['timestamp'])
  if (row.form === 'rule') return toIds && value !== '' && value.isWellFormed() ? writeRule(scope, row, record, value, uuid, modified, tags) : undefined
  if (row.form !== 'sco' && row.form !== 'sdo') return undefined
  const fills = fillsOf(row, record, value)
  if (fills === undefined) return undefined
  const written = writeRow(row, fills, row.form === 'sdo' ? () => `${row.type}--${uuid}` : undefined)
  if (written === undefined || row.slots.some((_slot, at) => !written.placed.has(at))) return undefined
  const [main] = written.objects as [StixObject]
  if (row.form === 'sdo') {
    const carrier = { ...scope.start(main.type, uuid, modified), ...withoutIds(main) }
    writeRecord(scope.mappings.envelope(carrier['description'] === undefined ? 'domain-object' : 'observed'), record, carrier)
    const pattern = genericPattern(scope, record, value)
    return { carrier, indicator: toIds && pattern !== undefined ? startIndicator(scope, record, uuid, modified, pattern, tags) : undefined }
  }
  scope.observe(written.objects, markings)
  const carrier = observedData(scope, record, uuid, modified, written.objects)
  const pattern = toIds ? printRowPattern(row, fills) : undefined
  return { carrier, indicator: pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags) }
}

function withoutIds({ type: _type, id: _id, spec_version: _version, ...content }: StixObject): Record<string, unknown> {
  return content
}

function writeRule(scope: EventScope, row: Row, record: MispRecord, value: string, uuid: string, modified: string, tags: SplitTags): Parts | undefined {
  const carrier = startIndicator(scope, record, uuid, modified, value, tags)
  carrier['pattern_type'] = row.type
  if (row.type === 'stix' && !isPattern(value)) return undefined
  if (row.type !== 'stix') delete carrier['pattern_version']
  return { carrier, indicator: carrier }
}

function isPattern(text: string): boolean {
  try {
    readRowPattern(NO_ROW, text)
    return true
  } catch {
    return false
  }
}

const NO_ROW = { spellings: new Map(), customNames: new Map() } as unknown as Row

/** An Observed Data over observables of one element. Its times are first and last seen, else the element's own. */
export function observedData(scope: EventScope, record: MispRecord, uuid: string, modified: string, objects: readonly StixObject[]): StixObject {
  const carrier = scope.start('observed-data', uuid, modified)
  writeRecord(scope.mappings.envelope('observed'), record, carrier)
  const first = seen.encode(record['first_seen']) as string | undefined
  const last = seen.encode(record['last_seen']) as string | undefined
  const [from, to] = observedTimes(first, last, carrier['modified'] as string)
  carrier['first_observed'] = from
  carrier['last_observed'] = to
  carrier['number_observed'] = 1
  carrier['object_refs'] = objects.map(({ id }) => id)
  return carrier
}

const seen = namedCodec('seen', {}) as NonNullable<ReturnType<typeof namedCodec>>

/** STIX requires both times, the first not after the last (section 4.14). */
function observedTimes(first: string | undefined, last: string | undefined, modified: string): [string, string] {
  const from = first ?? (last !== undefined && isLater(modified, last) ? last : modified)
  const to = last ?? (isLater(from, modified) ? from : modified)
  return isLater(from, to) ? [modified, modified] : [from, to]
}

function isLater(a: string, b: string): boolean {
  if (a === b) return false
  const left = parseTime(a)
  const right = parseTime(b)
  return left !== undefined && right !== undefined && compareMoments(left, right) > 0
}

/** An Indicator of one element, under the element's UUID. */
export function startIndicator(scope: EventScope, record: MispRecord, uuid: string, modified: string, pattern: string, tags: SplitTags): StixObject {
  const indicator = scope.start('indicator', uuid, modified)
  writeRecord(scope.mappings.envelope('indicator'), record, indicator)
  indicator['pattern'] = pattern
  indicator['pattern_type'] = 'stix'
  indicator['pattern_version'] = '2.1'
  indicator['valid_from'] = indicator['modified']
  const until = validUntil(scope, record, indicator['valid_from'] as string)
  if (until !== undefined) indicator['valid_until'] = until
  if (tags.confidence !== undefined) indicator['confidence'] = tags.confidence
  return indicator
}

const epoch = namedCodec('epoch', {}) as NonNullable<ReturnType<typeof namedCodec>>

/** The latest expiration sighting (type 2), else the time to live; only a moment after `valid_from` counts (section 4.7). */
function validUntil(scope: EventScope, record: MispRecord, validFrom: string): string | undefined {
  let latest: string | undefined
  const { Sighting: sightings } = record
  if (Array.isArray(sightings)) {
    for (const sighting of sightings as (MispRecord | null)[]) {
      if (String(sighting?.['type']) !== '2') continue
      const at = epoch.encode(sighting?.['date_sighting']) as string | undefined
      if (at !== undefined && (latest === undefined || at > latest)) latest = at
    }
  }
  const { ttlDays } = scope.bundle.options
  if (latest === undefined && ttlDays !== undefined) {
    latest = epoch.encode(Math.round((parseTime(validFrom)?.seconds ?? 0) + ttlDays * 86_400)) as string | undefined
  }
  return latest !== undefined && isLater(latest, validFrom) ? latest : undefined
}

/** `[x-tipbridge-<type>:value = '…']`: the Indicator of what has no place in STIX. Profiles without types of ours have none. */
export function genericPattern(scope: EventScope, record: MispRecord, value: string): string | undefined {
  if (!scope.profile.customTypes || !value.isWellFormed() || value === '') return undefined
  return `[${genericPatternType(String(record['type']))}:value = ${printString(value)}]`
}

function writeGeneric(scope: EventScope, row: Row | undefined, record: MispRecord, uuid: string, tags: SplitTags, _markings: readonly Marking[]): Parts | undefined {
  const { type, value } = record
  const modified = scope.timeOf(record['timestamp'])
  const native = row?.form === 'pattern-only' && typeof value === 'string' ? patternOnly(row, record, value) : undefined
  if (!scope.profile.customTypes) {
    if (native === undefined || !isTrue(record['to_ids'])) {
      scope.bundle.announce('no-place-in-stix', `attributes that STIX has no place for are left out of the profile ${scope.profile.name}`)
      return undefined
    }
    const indicator = startIndicator(scope, record, uuid, modified, native, tags)
    return { carrier: indicator, indicator }
  }
  const carrier = scope.start('x-misp-attribute', uuid, modified)
  declareCustom(carrier)
  writeRecord(scope.mappings.envelope('generic-attribute'), record, carrier)
  carrier['x_misp_type'] ??= String(type ?? '')
  carrier['x_misp_value'] ??= String(value ?? '').toWellFormed()
  carrier['x_misp_to_ids'] = isTrue(record['to_ids'])
  const pattern = isTrue(record['to_ids']) ? (native ?? genericPattern(scope, record, carrier['x_misp_value'] as string)) : undefined
  return { carrier, indicator: pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags) }
}

function patternOnly(row: Row, record: MispRecord, value: string): string | undefined {
  const fills = fillsOf(row, record, value)
  return fills === undefined ? undefined : printRowPattern(row, fills)
}

const LABEL = /^misp:(type|category|name|meta-category)="(.*)"$/s

/** MISP's own labels on an object. */
export function mispLabels(object: StixObject): { type?: string; category?: string; name?: string; 'meta-category'?: string } {
  const found: Record<string, string> = {}
  const { labels } = object
  if (!Array.isArray(labels)) return found
  for (const label of labels) {
    const parts = typeof label === 'string' ? LABEL.exec(label) : null
    if (parts !== null) found[parts[1] as string] ??= parts[2] as string
  }
  return found
}

/** Reads an attribute back from its parts, without tags, residue and what hangs on it. */
export function readAttribute(scope: ReadScope, { carrier, indicator }: Parts): MispRecord {
  const labels = mispLabels(carrier)
  const record: MispRecord = { uuid: uuidOf(carrier.id) }
  if (carrier.type === 'x-misp-attribute') {
    readRecord(scope.mappings.envelope('generic-attribute'), carrier, record)
    if (labels.category !== undefined) record['category'] ??= labels.category
    if (typeof record['to_ids'] !== 'boolean') record['to_ids'] = scope.mappings.facts(String(record['type']))?.to_ids ?? false
    // Our own Indicator says it; without one `x_misp_to_ids` counts, unless that Indicator was taken away
    if (carrier['extensions'] !== undefined && record['to_ids'] === true) record['to_ids'] = isLive(indicator)
  } else {
    const type = labels.type ?? typeByShape(scope, carrier) ?? 'other'
    const row = scope.mappings.attribute(type)
    readRecord(scope.mappings.envelope(envelopeOf(carrier, row)), carrier, record)
    record['type'] = type
    const category = labels.category ?? scope.mappings.facts(type)?.category
    if (category !== undefined) record['category'] = category
    record['to_ids'] = isLive(indicator)
    Object.assign(record, readValue(scope, row, carrier, indicator))
    readSeen(carrier, record)
  }
  if (indicator !== undefined && indicator !== carrier && indicator['description'] !== undefined) {
    readRecord(scope.mappings.envelope('indicator'), { ...indicator, modified: carrier['modified'] }, record)
  }
  return record
}

/** Does an Indicator stand that has not been revoked? */
export function isLive(indicator: StixObject | undefined): boolean {
  return indicator !== undefined && indicator['revoked'] !== true
}

/** Which envelope row is read from a carrier; `description` is left to a row that binds it. */
export function envelopeOf(carrier: StixObject, row: Row | undefined): string {
  if (carrier.type === 'indicator') return 'indicator'
  if (carrier.type === 'observed-data') return 'observed'
  return row?.binds.some(({ path }) => path === 'description') ? 'observed' : 'domain-object'
}

function typeByShape(scope: ReadScope, carrier: StixObject): string | undefined {
  for (const main of mainObjects(scope, carrier)) {
    let best: Row | undefined
    let most = 0
    for (const row of scope.mappings.ofShape(main.type)) {
      const readings = readRow(row, main, scope.resolve)
      if (joinSlots(row, readings) !== undefined && readings.length > most) {
        best = row
        most = readings.length
      }
    }
    if (best !== undefined) return best.name
  }
  return undefined
}

/** The observables of an Observed Data, or the object itself. */
export function mainObjects(scope: ReadScope, carrier: StixObject): StixObject[] {
  if (carrier.type !== 'observed-data') return [carrier]
  const { object_refs: refs } = carrier
  return Array.isArray(refs) ? refs.flatMap((id) => (typeof id === 'string' ? (scope.resolve(id) ?? []) : [])) : []
}

/** `value` and `data`: from the observables, unless the Indicator is younger than they are, or all there is. */
function readValue(scope: ReadScope, row: Row | undefined, carrier: StixObject, indicator: StixObject | undefined): MispRecord {
  if (row === undefined) return {}
  if (row.form === 'rule') return { value: carrier['pattern'] === undefined ? '' : unbracket(row, String(carrier['pattern'])) }
  const edited = indicator !== undefined && indicator !== carrier && isLater(String(indicator['modified']), String(carrier['modified']))
  const fromPattern = edited || carrier.type === 'indicator' ? valueInPattern(row, indicator ?? carrier) : undefined
  if (fromPattern !== undefined) return fromPattern
  for (const main of mainObjects(scope, carrier)) {
    const readings = readRow(row, main, scope.resolve)
    const value = joinSlots(row, readings)
    if (value === undefined) continue
    const data = readings.find(({ filler }) => filler.name === 'data')?.value
    return data === undefined ? { value } : { value, data }
  }
  return indicator === undefined ? {} : (valueInPattern(row, indicator) ?? {})
}

/** misp-stix puts a rule in square brackets. */
function unbracket(row: Row, pattern: string): string {
  return row.type !== 'stix' && pattern.startsWith('[') && pattern.endsWith(']') ? pattern.slice(1, -1) : pattern
}

function valueInPattern(row: Row, indicator: StixObject): MispRecord | undefined {
  const { pattern } = indicator
  if (typeof pattern !== 'string') return undefined
  const generic = genericValue(pattern)
  if (generic !== undefined) return { value: generic }
  let readings: ReturnType<typeof readRowPattern>
  try {
    readings = readRowPattern(row, pattern)
  } catch {
    return undefined
  }
  const parts = row.slots.map((slot) => readings?.find(({ name }) => name === slot)?.value)
  if (parts.length === 0 || !parts.every((part) => typeof part === 'string')) return undefined
  const data = readings?.find(({ name }) => name === 'data')?.value
  return data === undefined ? { value: parts.join('|') } : { value: parts.join('|'), data }
}

const GENERIC = /^\[x-tipbridge-[a-z0-9-]+:value = '((?:[^'\\]|\\.)*)'\]$/s

function genericValue(pattern: string): string | undefined {
  return GENERIC.exec(pattern)?.[1]?.replaceAll(/\\(.)/gs, '$1')
}

/** `first_seen` and `last_seen`, where they are not only the element's own time. */
export function readSeen(carrier: StixObject, record: MispRecord): void {
  if (carrier.type !== 'observed-data') return
  const { first_observed: from, last_observed: to, modified } = carrier
  if (from === modified && to === modified) return
  if (from !== undefined && !sameMoment(from, modified)) record['first_seen'] = seen.decode(from)
  if (to !== undefined && !sameMoment(to, modified)) record['last_seen'] = seen.decode(to)
}

function sameMoment(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const left = parseTime(String(a))
  const right = parseTime(String(b))
  return left !== undefined && right !== undefined && compareMoments(left, right) === 0
}
