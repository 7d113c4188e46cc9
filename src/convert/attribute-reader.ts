import { uuidOf } from '../stix/id.ts'
import { isLater } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readRecord } from '../mapping/record.ts'
import { joinSlots, readRow } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { bestShape } from '../mapping/shape.ts'
import type { Reading } from '../mapping/binding.ts'
import { contentOf, describedBy } from './content.ts'
import type { Content } from './content.ts'
import { mispLabels } from './labels.ts'
import { readSeen } from './observed.ts'
import { envelopeOf, isLive } from './parts.ts'
import type { Parts, ReadScope } from './parts.ts'
import { asText } from './text.ts'

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
    record['to_ids'] = isLive(indicator) || labels.to_ids === 'True'
    Object.assign(record, readValue(scope, row, carrier, indicator))
    readSeen(carrier, record)
  }
  if (indicator !== undefined && indicator !== carrier && indicator['description'] !== undefined) {
    readRecord(scope.mappings.envelope('indicator'), { ...indicator, modified: carrier['modified'] }, record)
  }
  return record
}

function typeByShape(scope: ReadScope, carrier: StixObject): string | undefined {
  if (carrier.type === 'indicator') return undefined
  const { objects, resolve } = contentOf(scope, carrier)
  for (const main of objects) {
    const shape = bestShape(scope.mappings.ofShape(main.type), main, resolve)
    if (shape !== undefined) return shape.row.name
  }
  return undefined
}

/** `value` and `data`: from the observables, unless the Indicator is younger than they are, or all there is. */
function readValue(scope: ReadScope, row: Row | undefined, carrier: StixObject, indicator: StixObject | undefined): MispRecord {
  if (row === undefined) return {}
  if (row.form === 'rule') return { value: unbracket(row, asText(carrier['pattern'])) }
  const edited =
    indicator !== undefined && indicator !== carrier && isLater(String(indicator['modified']), String(carrier['modified']))
  const detected = indicator === undefined ? undefined : () => valueInPattern(row, indicator)
  const observed = carrier.type === 'indicator' ? undefined : () => valueIn(row, contentOf(scope, carrier))
  return (edited ? (detected?.() ?? observed?.()) : (observed?.() ?? detected?.())) ?? {}
}

/** misp-stix puts a rule in square brackets. */
export function unbracket(row: Row, pattern: string): string {
  return row.type !== 'stix' && pattern.startsWith('[') && pattern.endsWith(']') ? pattern.slice(1, -1) : pattern
}

/** The value that the Indicator asks for. */
export function valueInPattern(row: Row, indicator: StixObject): MispRecord | undefined {
  const [generic] = genericValues(asText(indicator['pattern']))
  if (generic !== undefined) return { value: generic.value }
  const described = describedBy(indicator)
  return described === undefined || saysSeveral(row, described) ? undefined : valueIn(row, described)
}

/** A pattern with alternatives for one slot says more than one attribute can: the first of them is not the whole. */
function saysSeveral(row: Row, content: Content): boolean {
  const readings = readingsIn(row, content)
  return row.slots.some((slot) => {
    const values = readings.filter(({ filler }) => filler.name === slot).map(({ value }) => value)
    return new Set(values).size > 1
  })
}

/** The whole value, else in its one-value form; misp-stix writes the first half of a composite that had no second one. */
function valueIn(row: Row, content: Content): MispRecord | undefined {
  const readings = readingsIn(row, content)
  const value = joinSlots(row, readings)
  if (value !== undefined) return withData(value, readings)
  const single = row.atomic === undefined ? undefined : joinSlots(row.atomic, readingsIn(row.atomic, content))
  if (single !== undefined) return { value: single }
  const part = readings.find(({ filler }) => row.slots.includes(filler.name))
  return part === undefined ? undefined : withData(asText(part.value), readings)
}

/** What the row finds in all objects of the content: MISP spreads some values over two that nothing connects. */
export function readingsIn(row: Row, { objects, resolve }: Content): Reading[] {
  const [only, ...more] = objects
  if (only === undefined) return []
  return more.length === 0 ? readRow(row, only, resolve) : objects.flatMap((object) => readRow(row, object, resolve))
}

function withData(value: string, readings: readonly Reading[]): MispRecord {
  const data = readings.find(({ filler }) => filler.name === 'data')?.value
  return data === undefined ? { value } : { value, data }
}

const GENERIC = /\[(x-tipbridge-[a-z0-9-]+):value = '((?:[^'\\]|\\.)*)'\]/gs

/** What a pattern says of types without a place in STIX (`genericPatternType`). */
export function genericValues(pattern: string): { type: string; value: string }[] {
  if (!pattern.startsWith('[x-tipbridge-')) return []
  return [...pattern.matchAll(GENERIC)].map(([, type = '', value = '']) => ({
    type,
    value: value.replaceAll(/\\(.)/gs, '$1'),
  }))
}
