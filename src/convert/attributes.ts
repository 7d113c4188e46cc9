import type { Marking } from '../stix/marking.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { writeRecord } from '../mapping/record.ts'
import { printRowPattern } from '../mapping/row-pattern.ts'
import { splitValue, writeRow } from '../mapping/row.ts'
import type { Fill, Row } from '../mapping/row.ts'
import { readAttribute } from './attribute-reader.ts'
import { writeChildren } from './children.ts'
import { basedOn, genericPattern, isPattern, startIndicator } from './indicator.ts'
import { observedData } from './observed.ts'
import { definitionIn, labelled, withoutIds } from './parts.ts'
import type { Parts } from './parts.ts'
import { tagsFor } from './profile-filter.ts'
import { carry, declareCustom } from './scope.ts'
import type { EventScope } from './scope.ts'
import { readTags, splitTags, strictest } from './tags.ts'
import type { SplitTags } from './tags.ts'
import { asText, isTrue } from './text.ts'

/** Writes an attribute that stands in the event by itself. */
export function writeAttribute(scope: EventScope, record: MispRecord): void {
  const { type, value } = record
  const uuid = scope.uuidFor('element', record)
  const tags = splitTags(tagsFor(scope.bundle, record['Tag']))
  const markings = strictest(scope.markings, tags.markings)
  const row = typeof type === 'string' ? scope.mappings.attribute(type) : undefined
  const written =
    typeof value === 'string' && row !== undefined ? writeNative(scope, row, record, value, uuid, tags, markings) : undefined
  if (
    written === undefined &&
    row !== undefined &&
    row.form !== 'generic' &&
    row.form !== 'pattern-only' &&
    !(row.form === 'rule' && !isTrue(record['to_ids']))
  ) {
    scope.report(
      'warning',
      'value-has-no-place',
      `${String(type)}: the value is not legal where STIX has its place; it is carried in the generic form`,
      { uuid },
    )
  }
  const parts = written ?? writeGeneric(scope, row, record, uuid, tags)
  if (parts === undefined) return
  finishElement(scope, parts, record, uuid, tags, markings)
}

/** Writes residue, the parts, and what hangs on the element. */
function finishElement(
  scope: EventScope,
  parts: Parts,
  record: MispRecord,
  uuid: string,
  tags: SplitTags,
  markings: readonly Marking[],
): void {
  const { carrier, indicator } = parts
  const all = labelsOf(record, tags)
  if (tags.labels.length > 0 || scope.profile.labels) {
    carrier['labels'] = scope.profile.labels ? all : tags.labels
    if (indicator !== undefined && indicator !== carrier) indicator['labels'] = carrier['labels']
  }
  if (markings.length > 0) {
    carrier['object_marking_refs'] = markings.map(({ id }) => id)
  }
  scope.carriers.set(uuid, carrier.id)
  if (scope.wanted.has(uuid)) scope.remember(uuid, record)
  const left = writeChildren(scope, record, { uuid, carrier, indicator, markings })
  const read = { mappings: scope.mappings, resolve: (id: string) => scope.bundle.kept(id), inherited: scope.markingIds }
  const predicted = readAttribute(read, scope.profile.labels ? parts : labelled(parts, all))
  const names = readTags(carrier, scope.markingIds, definitionIn(markings))
  carry(scope, carrier, 'attribute', left.record, predicted, names, left.skip, left.extra)
  scope.write(carrier, markings)
  if (indicator !== undefined && indicator !== carrier) {
    scope.write(indicator, markings)
    scope.write(basedOn(scope, indicator, carrier), markings)
  }
}

function labelsOf(record: MispRecord, tags: SplitTags): string[] {
  const { type, category } = record
  const labels = [`misp:type="${String(type)}"`]
  if (typeof category === 'string' && category !== '') labels.push(`misp:category="${category}"`)
  return tags.labels.length === 0 ? labels : [...labels, ...tags.labels]
}

const PART_NAMES = ['data'] as const

function fillsOf(row: Row, record: MispRecord, value: string): Fill[] | undefined {
  const parts = splitValue(row, value)
  if (parts === undefined) return undefined
  const fills: Fill[] = parts.map((part, at) => ({ name: row.slots[at] ?? 'value', value: part, index: at }))
  for (const name of PART_NAMES)
    if (typeof record[name] === 'string') fills.push({ name, value: record[name], index: fills.length })
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
  if (row.form === 'rule')
    return toIds && value !== '' && value.isWellFormed() ? writeRule(scope, row, record, value, uuid, modified, tags) : undefined
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
    return {
      carrier,
      indicator: toIds && pattern !== undefined ? startIndicator(scope, record, uuid, modified, pattern, tags) : undefined,
    }
  }
  scope.observe(written.objects, markings)
  const carrier = observedData(scope, record, uuid, modified, written.objects)
  const pattern = toIds ? printRowPattern(row, fills) : undefined
  return { carrier, indicator: pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags) }
}

function writeRule(
  scope: EventScope,
  row: Row,
  record: MispRecord,
  value: string,
  uuid: string,
  modified: string,
  tags: SplitTags,
): Parts | undefined {
  const carrier = startIndicator(scope, record, uuid, modified, value, tags)
  carrier['pattern_type'] = row.type
  if (row.type === 'stix' && !isPattern(value)) return undefined
  if (row.type !== 'stix') delete carrier['pattern_version']
  return { carrier, indicator: carrier }
}

function writeGeneric(
  scope: EventScope,
  row: Row | undefined,
  record: MispRecord,
  uuid: string,
  tags: SplitTags,
): Parts | undefined {
  const { type, value } = record
  const modified = scope.timeOf(record['timestamp'])
  const native = row?.form === 'pattern-only' && typeof value === 'string' ? patternOnly(row, record, value) : undefined
  if (!scope.profile.customTypes) {
    if (native === undefined || !isTrue(record['to_ids'])) {
      scope.bundle.announce(
        'no-place-in-stix',
        `attributes that STIX has no place for are left out of the profile ${scope.profile.name}`,
      )
      return undefined
    }
    const indicator = startIndicator(scope, record, uuid, modified, native, tags)
    return { carrier: indicator, indicator }
  }
  const carrier = scope.start('x-misp-attribute', uuid, modified)
  declareCustom(carrier)
  writeRecord(scope.mappings.envelope('generic-attribute'), record, carrier)
  carrier['x_misp_type'] ??= asText(type)
  carrier['x_misp_value'] ??= asText(value).toWellFormed()
  carrier['x_misp_to_ids'] = isTrue(record['to_ids'])
  const pattern = isTrue(record['to_ids'])
    ? (native ?? genericPattern(scope, record, carrier['x_misp_value'] as string))
    : undefined
  return { carrier, indicator: pattern === undefined ? undefined : startIndicator(scope, record, uuid, modified, pattern, tags) }
}

function patternOnly(row: Row, record: MispRecord, value: string): string | undefined {
  const fills = fillsOf(row, record, value)
  return fills === undefined ? undefined : printRowPattern(row, fills)
}
