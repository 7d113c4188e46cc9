import type { StixObject } from '../stix/types.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { printString } from '../stix/pattern/print-literal.ts'
import { isLater, parseTime } from '../stix/timestamp.ts'
import type { MispRecord } from '../misp/types.ts'
import { namedCodec } from '../mapping/codecs.ts'
import { writeRecord } from '../mapping/record.ts'
import { relationship } from './relationship.ts'
import type { EventScope } from './scope.ts'
import type { SplitTags } from './tags.ts'

/** An Indicator of one element, under the element's UUID. */
export function startIndicator(
  scope: EventScope,
  record: MispRecord,
  uuid: string,
  modified: string,
  pattern: string,
  tags: SplitTags,
): StixObject {
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

/** The type name under which a pattern speaks of a MISP type without a place in STIX. */
export function genericPatternType(type: string): string {
  return `x-tipbridge-${type
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')}`.slice(0, 250)
}

/** The relationship that ties an Indicator to what it was made from. */
export function basedOn(scope: EventScope, indicator: StixObject, carrier: StixObject): StixObject {
  const type = carrier.type === 'observed-data' ? 'based-on' : 'related-to'
  return relationship(scope, type, indicator.id, carrier.id, carrier['modified'] as string)
}

/** Is the text a STIX pattern? */
export function isPattern(text: string): boolean {
  try {
    parsePattern(text)
    return true
  } catch {
    return false
  }
}
