import { uuidOf } from '../stix/id.ts'
import { isLater } from '../stix/timestamp.ts'
import type { StixObject } from '../stix/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { readRecord } from '../mapping/record.ts'
import { readRowPattern } from '../mapping/row-pattern.ts'
import { joinSlots, readRow } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { mispLabels } from './labels.ts'
import { readSeen } from './observed.ts'
import { envelopeOf, isLive, mainObjects } from './parts.ts'
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
    record['to_ids'] = isLive(indicator)
    Object.assign(record, readValue(scope, row, carrier, indicator))
    readSeen(carrier, record)
  }
  if (indicator !== undefined && indicator !== carrier && indicator['description'] !== undefined) {
    readRecord(scope.mappings.envelope('indicator'), { ...indicator, modified: carrier['modified'] }, record)
  }
  return record
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

/** `value` and `data`: from the observables, unless the Indicator is younger than they are, or all there is. */
function readValue(scope: ReadScope, row: Row | undefined, carrier: StixObject, indicator: StixObject | undefined): MispRecord {
  if (row === undefined) return {}
  if (row.form === 'rule') return { value: unbracket(row, asText(carrier['pattern'])) }
  const edited =
    indicator !== undefined && indicator !== carrier && isLater(String(indicator['modified']), String(carrier['modified']))
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
export function unbracket(row: Row, pattern: string): string {
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
