import { recordsIn } from '../misp/types.ts'
import type { MispRecord } from '../misp/types.ts'
import { printRowPattern } from '../mapping/row-pattern.ts'
import { splitValue } from '../mapping/row.ts'
import type { Row } from '../mapping/row.ts'
import { startIndicator } from './indicator.ts'
import type { EventScope } from './scope.ts'
import { splitTags, strictest } from './tags.ts'
import { tagsFor } from './profile-filter.ts'
import { isTrue } from './text.ts'

/**
 * The `atomic` profile: one Indicator with one single-value pattern for each to_ids attribute, and nothing beside it. For
 * consumers that read `[ipv4-addr:value = '…']` and little else.
 */
export function writeAtomic(scope: EventScope, record: MispRecord, parent: string = scope.uuid): void {
  if (!isTrue(record['to_ids'])) {
    scope.bundle.announce('not-for-detection', `attributes without to_ids are left out of the profile ${scope.profile.name}`)
    return
  }
  const { type, value } = record
  const row = typeof type === 'string' ? scope.mappings.attribute(type) : undefined
  const rule = row?.form === 'rule' && typeof value === 'string' && value !== '' && value.isWellFormed()
  const pattern = row === undefined || typeof value !== 'string' ? undefined : rule ? value : atomicPattern(row, value)
  if (pattern === undefined) {
    scope.bundle.announce(
      'not-one-value',
      `attributes that no single-value pattern says are left out of the profile ${scope.profile.name}`,
    )
    return
  }
  const tags = splitTags(tagsFor(scope.bundle, record['Tag']))
  const indicator = startIndicator(
    scope,
    record,
    scope.uuidFor('element', record, parent),
    scope.timeOf(record['timestamp']),
    pattern,
    tags,
  )
  indicator['name'] = rule ? `${String(type)} rule` : value
  indicator['indicator_types'] = ['malicious-activity']
  if (rule) {
    indicator['pattern_type'] = row.type
    delete indicator['pattern_version']
  }
  if (indicator['confidence'] === undefined && scope.confidence !== undefined) indicator['confidence'] = scope.confidence
  if (tags.labels.length > 0) indicator['labels'] = tags.labels
  scope.write(indicator, strictest(scope.markings, tags.markings))
}

/** The to_ids attributes of an object, each by itself. */
export function writeAtomicObject(scope: EventScope, object: MispRecord): void {
  for (const attribute of recordsIn(object['Attribute'])) {
    if (!isTrue(attribute['deleted'])) writeAtomic(scope, attribute, String(object['uuid']))
  }
}

function atomicPattern(row: Row, value: string): string | undefined {
  const whole = row.slots.length < 2 && row.form === 'sco' ? row : undefined
  const form = row.atomic ?? whole
  const parts = form === undefined ? undefined : splitValue(row, value)
  if (form === undefined || parts === undefined || form.fixed.some(({ detect }) => detect)) return undefined
  return printRowPattern(
    form,
    parts.map((part, index) => ({ name: row.slots[index] ?? 'value', value: part, index })),
  )
}
