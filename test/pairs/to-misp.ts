import { bundleToEvents } from '../../src/index.ts'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { bundleOf, SHORTENED } from './cases.ts'
import type { PairCase } from './cases.ts'
import type { Difference } from './differences.ts'

// STIX -> MISP: what we read from their STIX, held against the MISP that they have for it, field by field.

/** Fields that no STIX object of theirs holds: they come from MISP's libraries of templates and galaxies, or from PyMISP. */
const NOT_IN_STIX = new Set([
  'description',
  'descrption',
  'template_version',
  'distribution',
  'sharing_group_id',
  'disable_correlation',
  'malware_filename',
  'GalaxyElement',
  'Object',
  'default',
  'icon',
  'namespace',
])

/** Fields that the MISP halves of the files `misp_…_to_stix…` leave out. */
const LEFT_OUT = new Set(['to_ids', 'template_uuid', 'category'])

export function compareToMisp({ name, misp, stix }: PairCase): Difference[] {
  const { value: events } = bundleToEvents(bundleOf(stix), { original: false })
  const [event = {}] = events
  const found: Difference[] = []
  const ours = ['Attribute', 'Object', 'Galaxy'].flatMap((key) => listOf(event, key))
  const left = [...ours]
  for (const [at, theirs] of misp.entries()) {
    const index = left.findIndex((each) => titleOf(each) === titleOf(theirs))
    const [mine] = index < 0 ? [] : left.splice(index, 1)
    const where = misp.length > 1 ? `${titleOf(theirs)} ${at}` : titleOf(theirs)
    if (mine === undefined) found.push({ case: name, at: where, theirs: 'an element', ours: null })
    else compareRecords(withHeldUuid(theirs, stix), withHeldUuid(mine, stix), where, name, found)
  }
  for (const extra of left) found.push({ case: name, at: titleOf(extra), theirs: null, ours: 'an element' })
  return found
}

function titleOf(record: MispRecord): string {
  return String('Attribute' in record || 'template_uuid' in record ? record['name'] : record['type'])
}

function compareRecords(theirs: MispRecord, ours: MispRecord, where: string, name: string, found: Difference[]): void {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)])
  for (const key of keys) {
    if (NOT_IN_STIX.has(key) && !(key === 'description' && 'value' in theirs)) continue
    if (LEFT_OUT.has(key) && theirs[key] === undefined && name.startsWith('misp_')) continue
    const at = `${where}.${key}`
    if (key === 'Attribute') compareLists(theirs, ours, key, ({ object_relation: relation }) => String(relation), at, name, found)
    else if (key === 'ObjectReference')
      compareLists(theirs, ours, key, ({ relationship_type: type }) => String(type), at, name, found)
    else if (key === 'GalaxyCluster') compareLists(theirs, ours, key, ({ uuid }) => String(uuid), at, name, found)
    else if (key === 'meta') compareRecords(asRecord(theirs[key]), asRecord(ours[key]), at, name, found)
    else if (!isSame(theirs[key], ours[key]) && !isSameTime(theirs[key], ours[key]) && theirs[key] !== SHORTENED)
      found.push({ case: name, at, theirs: shown(theirs[key]), ours: shown(ours[key]) })
  }
}

/** Lists have no order: equal values pair first, then what is left of one title, one after the other. */
function compareLists(
  theirs: MispRecord,
  ours: MispRecord,
  key: string,
  title: (record: MispRecord) => string,
  where: string,
  name: string,
  found: Difference[],
): void {
  const left = [...listOf(ours, key)]
  const open = listOf(theirs, key)
  const take = (fits: (mine: MispRecord) => boolean): MispRecord | undefined => {
    const index = left.findIndex(fits)
    return index < 0 ? undefined : left.splice(index, 1)[0]
  }
  const pairs = new Map<MispRecord, MispRecord | undefined>()
  for (const each of open)
    pairs.set(
      each,
      take((mine) => title(mine) === title(each) && mine['value'] === each['value']),
    )
  for (const each of open) {
    const mine = pairs.get(each) ?? take((candidate) => title(candidate) === title(each))
    const at = `${where}[${title(each)}]`
    if (mine === undefined) found.push({ case: name, at, theirs: shown(each['value'] ?? title(each)), ours: null })
    else compareRecords(withoutMadeUp(each, key), withoutMadeUp(mine, key), at, name, found)
  }
  for (const mine of left)
    found.push({ case: name, at: `${where}[${title(mine)}]`, theirs: null, ours: shown(mine['value'] ?? title(mine)) })
}

/** The UUID of an element, if their STIX says it: those of galaxies and of objects inside observables are in none. */
function withHeldUuid(record: MispRecord, stix: readonly StixObject[]): MispRecord {
  const { uuid, ...rest } = record
  return JSON.stringify(stix).includes(String(uuid)) ? record : rest
}

/** UUIDs of attributes of objects and of references between them stand in no STIX: theirs and ours follow from other texts. */
function withoutMadeUp(record: MispRecord, key: string): MispRecord {
  if (key === 'GalaxyCluster') return record
  const { uuid: _uuid, referenced_uuid: _target, object_uuid: _source, ...rest } = record
  return rest
}

function isSame(a: unknown, b: unknown): boolean {
  return shown(a) === shown(b)
}

/** The same moment in two spellings. */
function isSameTime(a: unknown, b: unknown): boolean {
  const [one, other] = [a, b].map((value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) ? Date.parse(value) : Number.NaN,
  )
  return one === other
}

function shown(value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value === 'string') return value
  return Array.isArray(value) ? JSON.stringify((value as unknown[]).map(shown).sort(byText)) : JSON.stringify(value)
}

function asRecord(value: unknown): MispRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as MispRecord) : {}
}

function listOf(record: MispRecord, key: string): MispRecord[] {
  return Array.isArray(record[key]) ? (record[key] as MispRecord[]) : []
}

function byText(a: string | null, b: string | null): number {
  return String(a) < String(b) ? -1 : 1
}
