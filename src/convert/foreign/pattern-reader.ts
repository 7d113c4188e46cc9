import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { codecOf } from '../../mapping/formats.ts'
import { isTypeOfReference, readEquals, valueOf } from '../../mapping/row-pattern.ts'
import type { Equal, PatternReading } from '../../mapping/row-pattern.ts'
import type { Row } from '../../mapping/row.ts'
import { isAccepted } from '../../misp/accepted.ts'
import { factsOf } from '../object-pieces.ts'
import { emptyObject } from '../template.ts'
import { asText } from '../text.ts'

/** An element that a pattern or an observable means, before it has a UUID: an attribute, or an object with its attributes. */
export interface Meaning {
  list: 'Attribute' | 'Object'
  row: Row
  record: MispRecord
  /** The relation that is the rule or pattern itself, where the object keeps one: what stands beside it detects nothing. */
  rule?: string
}

/**
 * The element that means exactly these comparisons: an attribute whose row has a place for every one of them and no slot left
 * over, else an object of a template that has. `undefined` where no row has a place for all. What is to_ids is left to the caller.
 */
export function meaningOf(mappings: Mappings, equals: readonly Equal[]): Meaning | undefined {
  const said = withoutTypes(equals)
  if (said === undefined) return undefined
  const { attributes, objects } = candidatesFor(mappings, said)
  for (const row of attributes) {
    const readings = readEquals(row, said)
    const value = readings === undefined ? undefined : joined(row, readings)
    if (value !== undefined && isAccepted(row.name, value))
      return { list: 'Attribute', row, record: attributeOf(mappings, row, value) }
  }
  for (const row of objects) {
    const readings = readEquals(row, said)
    if (readings === undefined || readings.length === 0 || readings.some(isPayload) || isCrowded(readings)) continue
    const record = objectOf(mappings, row, readings)
    if (recordsIn(record['Attribute']).every((each) => isAccepted(asText(each['type']), asText(each['value']))))
      return { list: 'Object', row, record }
  }
  return undefined
}

/** An attribute of a row's type, as MISP itself describes it, not for detection. */
export function attributeOf(mappings: Mappings, row: Row, value: string): MispRecord {
  const category = mappings.facts(row.name)?.category
  return category === undefined ? { type: row.name, value, to_ids: false } : { type: row.name, category, value, to_ids: false }
}

/** The types behind references that say nothing more than the values do; `undefined` where they say otherwise. */
function withoutTypes(equals: readonly Equal[]): readonly Equal[] | undefined {
  if (!equals.some(isType)) return equals
  const rest = equals.filter((equal) => !isType(equal))
  const agree = equals.filter(isType).every(({ path, literal }) => {
    const type = asText(valueOf(literal))
    const values = rest.filter((other) => other.path === `${path.slice(0, -'type'.length)}value`)
    const codec = WITH_FORMAT.has(type) ? codecOf(type, ['value'], { kind: 'string' }) : undefined
    return values.some((value) => codec?.encode(valueOf(value.literal)) !== undefined)
  })
  return agree ? rest : undefined
}

/** Types whose values have a form that tells them from the others that may stand behind a reference. */
const WITH_FORMAT: ReadonlySet<string> = new Set(['ipv4-addr', 'ipv6-addr', 'domain-name', 'mac-addr', 'email-addr'])

function isType({ path }: Equal): boolean {
  return isTypeOfReference(path)
}

/** The rows that have a place for every one of some paths. */
interface Candidates {
  attributes: readonly Row[]
  objects: readonly Row[]
}

const candidates = new WeakMap<Mappings, Map<string, Candidates>>()

/** Patterns ask for few different sets of paths: the rows that come into question are found once for each. */
function candidatesFor(mappings: Mappings, equals: readonly Equal[]): Candidates {
  let all = candidates.get(mappings)
  if (all === undefined) candidates.set(mappings, (all = new Map()))
  const key = keyOf(equals)
  const known = all.get(key)
  if (known !== undefined) return known
  const made = findCandidates(mappings, equals)
  if (all.size < 10_000) all.set(key, made)
  return made
}

/** None where the paths are not all of one object. */
function findCandidates(mappings: Mappings, equals: readonly Equal[]): Candidates {
  const [first] = equals
  const type = first?.path.slice(0, first.path.indexOf(':')) ?? ''
  if (!equals.every(({ path }) => path.startsWith(`${type}:`))) return { attributes: [], objects: [] }
  return { attributes: attributeRows(mappings, equals), objects: objectRows(mappings, type, equals) }
}

/** Rows that know every path, and have as many slots: those whose own place the first of them is come first. */
function attributeRows(mappings: Mappings, equals: readonly Equal[]): Row[] {
  const rows = equals.flatMap(({ path }) => mappings.ofPath(path).map(({ row }) => row))
  return [...new Set(rows)].filter((row) => row.slots.length <= equals.length && knowsAll(row, equals))
}

function objectRows(mappings: Mappings, type: string, equals: readonly Equal[]): Row[] {
  return mappings
    .objectsOfShape(type)
    .filter((row) => knowsAll(row, equals))
    .sort((one, other) => one.binds.length - other.binds.length)
}

function knowsAll(row: Row, equals: readonly Equal[]): boolean {
  return equals.every(({ path }) => row.spellings.has(path) || row.readFrom.has(path))
}

function keyOf(equals: readonly Equal[]): string {
  const [only] = equals
  return only !== undefined && equals.length === 1 ? only.path : equals.map(({ path }) => path).join(' ')
}

/** The whole value: every slot once, and nothing beside them. */
function joined(row: Row, readings: readonly PatternReading[]): string | undefined {
  if (readings.length !== row.slots.length) return undefined
  let whole: string | undefined
  for (const slot of row.slots) {
    const reading = readings.find(({ name }) => name === slot)
    if (reading === undefined) return undefined
    const part = asText(reading.value)
    whole = whole === undefined ? part : `${whole}|${part}`
  }
  return whole ?? ''
}

/** Do two values claim a place that has room for one? No object has both. */
function isCrowded(readings: readonly PatternReading[]): boolean {
  const single = readings.flatMap(({ bind, name }) => (bind?.many === true ? [] : [bind ?? name]))
  return new Set(single).size < single.length
}

/** A sample in a pattern is more than a value to look for. */
function isPayload({ name }: PatternReading): boolean {
  return name.endsWith('.data')
}

function objectOf(mappings: Mappings, row: Row, readings: readonly PatternReading[]): MispRecord {
  const attributes = readings.map(({ name, value }) => factsOf(mappings, row, name, asText(value)))
  return { ...emptyObject(row), Attribute: attributes }
}
