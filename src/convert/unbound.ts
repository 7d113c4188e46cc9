import { isRecord } from '../misp/types.ts'
import { printSteps } from '../mapping/path.ts'
import type { Bind, Reading, Resolve } from '../mapping/binding.ts'
import type { Row } from '../mapping/row.ts'
import { COMMON, MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import { isReference, referencesIn } from './content.ts'
import type { Content } from './content.ts'

/** A value in a place that a row does not know. */
export interface Unbound {
  /** The path, from the object that holds or refers to it: `file:content_ref.url`. */
  path: string
  /** The last name in it. */
  name: string
  value: unknown
}

/** What says how to read an object, and nothing of what MISP holds. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...Object.keys(COMMON.sdo),
  ...Object.keys(COMMON.sco),
  'object_refs',
  'extension_type',
  'is_multipart',
  'content_disposition',
  ...Object.keys(MODEL['indicator']?.properties ?? {}).filter((key) => key !== 'name'),
])

/** A row, and what it read of the content. */
export interface RowReading {
  row: Row
  readings: readonly Reading[]
}

/** Everything in the content of an element that its rows did not read. Objects that others point at are looked at with those. */
export function unboundIn(parts: readonly RowReading[], { objects, resolve }: Content): Unbound[] {
  const walk = new Walk(parts, resolve)
  for (const object of outermostFirst(objects)) if (!walk.isSeen(object)) walk.object(object, `${object.type}:`)
  return walk.found
}

function outermostFirst(objects: readonly StixObject[]): readonly StixObject[] {
  if (objects.length < 2) return objects
  const pointedAt = new Set(objects.flatMap((object) => referencesIn(object)))
  return [...objects.filter(({ id }) => !pointedAt.has(id)), ...objects]
}

/** Deeper than this no reference of STIX leads. */
const DEEPEST = 6

class Walk {
  readonly found: Unbound[] = []
  private readonly seen = new Set<StixObject>()
  private readonly parts: readonly RowReading[]
  private readonly resolve: Resolve

  constructor(parts: readonly RowReading[], resolve: Resolve) {
    this.parts = parts
    this.resolve = resolve
  }

  isSeen(object: StixObject): boolean {
    return this.seen.has(object)
  }

  object(object: StixObject, path: string, depth = 0): void {
    if (this.seen.has(object) || depth > DEEPEST) return
    this.seen.add(object)
    this.fields(object, path, depth)
  }

  private fields(holder: Record<string, unknown>, path: string, depth: number): void {
    const top = path.endsWith(':')
    for (const [key, value] of Object.entries(holder)) {
      if (key === 'external_references' && Array.isArray(value)) this.references(value, `${path}${key}`)
      if (key !== 'extensions' && STRUCTURE.has(key)) continue
      this.value(value, `${path}${top ? '' : '.'}${printSteps([{ key, index: undefined }])}`, key, depth)
    }
  }

  private references(entries: readonly unknown[], path: string): void {
    for (const entry of entries) {
      if (!isRecord(entry) || this.isRead(path, entry)) continue
      const { url, external_id: id, description, source_name: source } = entry
      if (this.parts.some(({ readings }) => readings.some((reading) => reading.value === id))) continue
      this.found.push({ path, name: 'references', value: url ?? id ?? description ?? source })
    }
  }

  private value(value: unknown, path: string, name: string, depth: number): void {
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) this.value(item, `${path}[${at}]`, name, depth)
    } else if (typeof value === 'string' && isReference(name)) {
      const target = this.resolve(value)
      if (target !== undefined && isObservable(target)) this.object(target, path, depth + 1)
    } else if (isRecord(value) && !isAttachment(value)) {
      this.fields(value, path, depth)
    } else if (value !== null && value !== undefined && value !== '' && !this.isRead(path, value)) {
      this.found.push({ path, name, value })
    }
  }

  private isRead(path: string, value: unknown): boolean {
    const place = path.includes('[') ? path.replaceAll(/\[\d+\]/g, '') : path
    return this.parts.some((part) => isReadBy(part, place, value))
  }
}

/** Did a row read the value there, or is it what the row writes by itself? */
function isReadBy({ row, readings }: RowReading, place: string, value: unknown): boolean {
  const binds = placesOf(row).get(place)
  if (binds === undefined || binds.length === 0) return binds !== undefined
  if (row.defaults.some(({ instead }) => instead.some((bind) => binds.includes(bind)))) return true
  return readings.some((reading) => binds.includes(reading.bind) && reading.filler.codec.decode(value) === reading.value)
}

function isObservable({ type }: StixObject): boolean {
  const group = MODEL[type]?.group
  return group === undefined || group === 'sco'
}

/** `{ value, data }`: an attribute with a payload, as misp-stix writes it under `x_misp_…`. */
export function isAttachment(value: unknown): value is { value: unknown; data: unknown } {
  return isRecord(value) && Object.hasOwn(value, 'data') && (Object.hasOwn(value, 'value') || Object.hasOwn(value, 'filename'))
}

const known = new WeakMap<Row, ReadonlyMap<string, readonly Bind[]>>()

/** All places that a row knows, whatever entry of a list they name -> their binds; none for a constant. */
function placesOf(row: Row): ReadonlyMap<string, readonly Bind[]> {
  const made = known.get(row)
  if (made !== undefined) return made
  const places = new Map<string, readonly Bind[]>()
  for (const [path, binds] of row.spellings) {
    const place = path.replaceAll('[*]', '')
    places.set(place, [...(places.get(place) ?? []), ...binds])
  }
  known.set(row, places)
  return places
}

/** The relation that a property `x_misp_…` of misp-stix stands for: those of the template that have no place in STIX. */
export function relationOfCustom(row: Row | undefined, key: string): string | undefined {
  return key.startsWith('x_misp_') ? row?.customNames.get(key.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')) : undefined
}
