import { canonicalJson } from '../stix/canonical.ts'
import { isUuid, uuid5, uuidOf } from '../stix/id.ts'
import { isoMilliseconds, parseTime } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import { isRecord } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readRecord, writeRecord } from '../mapping/record.ts'
import type { Mappings } from '../mapping/mappings.ts'
import { definitionIn } from './parts.ts'
import { writeChildren } from './children.ts'
import type { Left } from './children.ts'
import { writeEventClusters } from './galaxies.ts'
import { writeAnalystRelationship, writeReference } from './references.ts'
import { writeReport } from './reports.ts'
import { readOrganisation } from './organisation.ts'
import { withoutServerKeys } from './residue.ts'
import { carry, EventScope } from './scope.ts'
import type { BundleScope, Later, Parent } from './scope.ts'
import { readTags, splitTags, strictest } from './tags.ts'
import { isWithheldByProfile, tagsFor } from './profile-filter.ts'
import { isTrue } from './text.ts'

/** The label by which misp-stix knows what MISP wrote. It must read exactly so. */
export const TOOL_LABEL = 'misp:tool="MISP-STIX-Converter"'

/** The Report or Grouping of one event, open until all its elements are written. */
export interface Container {
  scope: EventScope
  /** Takes an element that lives only beside the container: a deleted one. */
  keeps(kind: string, record: MispRecord): boolean
  /** Keeps an element beside the container that could not be written. */
  setAside(kind: string, record: MispRecord): void
  end(): void
  /** Ends it with other facts than those that it was opened with. */
  endWith(facts: MispRecord): void
}

/** Opens the container of an event, or of a search without one (`facts` undefined). */
export function openContainer(bundle: BundleScope, facts: MispRecord | undefined): Container {
  const event = facts ?? {}
  const tags = splitTags(tagsFor(bundle, event['Tag']))
  const scope = openScope(bundle, event, tags, facts === undefined)
  const kept: { Attribute: MispRecord[]; Object: MispRecord[] } = { Attribute: [], Object: [] }
  const setAside = (kind: string, record: MispRecord): void => {
    kept[kind === 'attribute' ? 'Attribute' : 'Object'].push(withoutServerKeys(record) as MispRecord)
  }
  return {
    scope,
    setAside,
    keeps: (kind, record) => {
      if (!isTrue(record['deleted']) || facts === undefined) return false
      setAside(kind, record)
      return true
    },
    end: () => {
      if (bundle.profile.indicatorsOnly) return
      if (facts === undefined) for (const write of scope.atEnd) write()
      else endEvent(scope, event, tags, kept)
    },
    endWith: (other) => endEvent(scope, other, tags, kept),
  }
}

function openScope(bundle: BundleScope, event: MispRecord, tags: ReturnType<typeof splitTags>, isSearch: boolean): EventScope {
  const uuid = containerUuid(bundle, event)
  const modified = eventTime(event)
  const day = typeof event['date'] === 'string' && event['date'].length === 10 ? parseTime(event['date']) : undefined
  const created = day === undefined ? undefined : isoMilliseconds(day.seconds)
  const scope = new EventScope(bundle, {
    uuid,
    containerId: `${isPublished(event) ? 'report' : 'grouping'}--${uuid}`,
    isSearch,
    modified,
    created: created !== undefined && created < modified ? created : modified,
    creator: undefined,
    confidence: tags.confidence,
    markings: strictest(tags.markings),
  })
  const { Orgc: creator } = event
  if (isRecord(creator)) scope.creator = scope.identity(creator)
  return scope
}

function containerUuid(bundle: BundleScope, event: MispRecord): string {
  const folded = typeof event['uuid'] === 'string' ? event['uuid'].toLowerCase() : ''
  const uuid = isUuid(folded) && bundle.claim('event', folded) ? folded : madeUuid(bundle, event)
  bundle.eventUuids.push(uuid)
  return uuid
}

/** For an event without a UUID, or with that of another event. */
function madeUuid(bundle: BundleScope, event: MispRecord): string {
  const content = canonicalJson(withoutServerKeys(event))
  const made = uuid5(`event:${content}`)
  return bundle.claim('event', made) ? made : uuid5(`event:again:${bundle.eventUuids.length}:${content}`)
}

/** Own timestamp, publication, date, 1970. */
function eventTime(event: MispRecord): string {
  for (const key of ['timestamp', 'publish_timestamp']) {
    const value = event[key]
    const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
    const iso = typeof seconds === 'number' && Number.isSafeInteger(seconds) ? isoMilliseconds(seconds) : undefined
    if (iso !== undefined && !(key === 'publish_timestamp' && seconds === 0)) return iso
  }
  const date = typeof event['date'] === 'string' ? parseTime(event['date']) : undefined
  return (date === undefined ? undefined : isoMilliseconds(date.seconds)) ?? '1970-01-01T00:00:00.000Z'
}

function endEvent(
  scope: EventScope,
  event: MispRecord,
  tags: ReturnType<typeof splitTags>,
  kept: { Attribute: MispRecord[]; Object: MispRecord[] },
): void {
  const carrier = startContainer(scope, event)
  const { clusters, galaxies, children, reports, adrift } = writeEventParts(scope, event, carrier)
  const labels = scope.profile.labels ? [TOOL_LABEL, ...tags.labels] : tags.labels
  if (labels.length > 0) carrier['labels'] = labels
  if (tags.confidence !== undefined) carrier['confidence'] = tags.confidence
  if (scope.markings.length > 0) carrier['object_marking_refs'] = scope.markings.map(({ id }) => id)
  carrier['object_refs'] = scope.refs
  const predicted = readContainer(scope.mappings, carrier, (id) => scope.identities.get(id))
  const names = readTags(carrier, NONE, definitionIn(scope.markings)).filter((name) => name !== TOOL_LABEL)
  const { record, skip } = leftovers(event, children, { Galaxy: galaxies, EventReport: reports }, kept)
  carry(scope, carrier, 'event', record, predicted, names, skip, {
    ...children.extra,
    ...(clusters.length > 0 && { clusters }),
    ...(adrift.length > 0 && { adrift: canonicalJson(adrift) }),
    ...(scope.beside !== undefined && { elements: scope.beside }),
    ...(scope.gone !== undefined && { gone: scope.gone }),
  })
  if (scope.refs.length === 0) {
    carrier['object_refs'] = [standIn(scope, carrier)]
  }
  scope.bundle.write(carrier, scope.markings)
}

/** What hangs on an event, and what of it stays beside its container. */
interface EventParts {
  clusters: MispRecord[]
  galaxies: unknown[]
  children: Left
  reports: unknown[]
  adrift: MispRecord[]
}

/** Writes what hangs on an event, and whatever had to wait for all carriers. */
export function writeEventParts(scope: EventScope, event: MispRecord, carrier: StixObject): EventParts {
  for (const write of scope.atEnd) write()
  const parent: Parent = { uuid: scope.uuid, carrier, indicator: undefined, markings: scope.markings }
  scope.carriers.set(scope.uuid, carrier.id)
  const { clusters, left: galaxies } = writeEventClusters(scope, event['Galaxy'])
  const children = writeChildren(scope, { ...event, Galaxy: [] }, parent)
  const reports = writeReports(scope, event['EventReport'], parent)
  const adrift = writeLater(scope)
  if (adrift.length > 0 && !scope.profile.residue)
    scope.bundle.announce(
      'reference-left-out',
      'references that leave the event, or lie within one element, are left out',
      adrift.length,
    )
  return { clusters, galaxies, children, reports, adrift }
}

const NONE: ReadonlySet<string> = new Set()

/** A Report says when it was published: an event that does not know becomes a Grouping. */
function isPublished(event: MispRecord): boolean {
  const at = event['publish_timestamp']
  return isTrue(event['published']) && Number(at) > 0 && /^\d{1,12}$/.test(String(at))
}

function startContainer(scope: EventScope, event: MispRecord): StixObject {
  const published = isPublished(event)
  const row = scope.mappings.envelope(published ? 'published-event' : 'event')
  const carrier = scope.start(row.type, scope.uuid, scope.modified)
  writeRecord(row, event, carrier)
  if (String(carrier['created']) > String(carrier['modified'])) carrier['created'] = carrier['modified']
  carrier['name'] ??= scope.uuid
  if (published) carrier['report_types'] = ['threat-report']
  else carrier['context'] = 'suspicious-activity'
  return carrier
}

/** `object_refs` may not be empty (section 4.4, 4.16): a container of nothing is about its author, or a note of its own. */
export function standIn(scope: EventScope, carrier: StixObject): string {
  return scope.creator ?? emptyNote(scope, carrier)
}

/** An event may hold nothing at all; its container may not. */
function emptyNote(scope: EventScope, carrier: StixObject): string {
  const note = scope.start('note', uuid5(`empty:${scope.uuid}`), scope.modified)
  note['content'] = 'This event holds nothing yet.'
  note['object_refs'] = [carrier.id]
  if (scope.profile.labels) note['labels'] = ['misp:data-layer="Empty Event"']
  scope.bundle.write(note, scope.markings)
  return note.id
}

function leftovers(
  event: MispRecord,
  children: ReturnType<typeof writeChildren>,
  lists: Record<string, unknown[]>,
  kept: { Attribute: MispRecord[]; Object: MispRecord[] },
): { record: MispRecord; skip: ReadonlySet<string> } {
  const record: MispRecord = { ...children.record }
  const skip = new Set(children.skip ?? [])
  for (const [key, left] of Object.entries(lists)) {
    const all = event[key]
    if (Array.isArray(all) && all.length > 0) {
      record[key] = left
      if (left.length === 0) skip.add(key)
    } else if (all !== undefined) {
      record[key] = all
    } else {
      delete record[key]
    }
  }
  for (const key of ['Attribute', 'Object'] as const) if (kept[key].length > 0) record[key] = kept[key]
  return { record, skip }
}

function writeReports(scope: EventScope, list: unknown, parent: Parent): unknown[] {
  const left: unknown[] = []
  for (const report of Array.isArray(list) ? (list as unknown[]) : []) {
    if (isRecord(report) && isWithheldByProfile(scope.bundle, report)) continue
    if (!isRecord(report) || isTrue(report['deleted']) || !writeReport(scope, report, parent)) left.push(report)
  }
  return left
}

/** Writes what had to wait for all carriers; what points out of the event stays beside the container. */
function writeLater(scope: EventScope): MispRecord[] {
  const adrift: MispRecord[] = []
  for (let at = 0; at < scope.later.length; at++) {
    const { list, record, parent, of } = scope.later[at] as Later
    const done =
      list === 'ObjectReference' ? writeReference(scope, record, parent, of) : writeAnalystRelationship(scope, record, parent, of)
    if (!done) adrift.push({ of, list, record: withoutServerKeys(record) })
  }
  return adrift
}

/** Reads an event's own facts back from its container, residue and tags not included. */
export function readContainer(
  mappings: Mappings,
  carrier: StixObject,
  identity: (id: string) => StixObject | undefined,
): MispRecord {
  const published = carrier.type === 'report'
  const record = readRecord(mappings.envelope(published ? 'published-event' : 'event'), carrier, { uuid: uuidOf(carrier.id) })
  record['published'] = published
  const creator = readOrganisation(carrier['created_by_ref'], identity)
  if (creator !== undefined) record['Orgc'] = creator
  return record
}
