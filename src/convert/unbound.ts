import { printSteps } from '../mapping/path.ts'
import type { Resolve } from '../mapping/binding.ts'
import type { Row } from '../mapping/row.ts'
import { COMMON, MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import type { Content } from './content.ts'
import { isRecord } from './residue.ts'

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

/** Everything in the content of an element that its rows have no place for. Objects that others point at are read with those. */
export function unboundIn(rows: readonly Row[], { objects, resolve }: Content): Unbound[] {
  const walk = new Walk(rows, resolve)
  for (const object of objects) if (!walk.isRead(object)) walk.object(object, `${object.type}:`)
  return walk.found
}

/** Deeper than this no reference of STIX leads. */
const DEEPEST = 6

class Walk {
  readonly found: Unbound[] = []
  private readonly seen = new Set<StixObject>()
  private readonly places: readonly ReadonlySet<string>[]
  private readonly resolve: Resolve

  constructor(rows: readonly Row[], resolve: Resolve) {
    this.resolve = resolve
    this.places = rows.map(placesOf)
  }

  isRead(object: StixObject): boolean {
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
      if (key !== 'extensions' && STRUCTURE.has(key)) continue
      this.value(value, `${path}${top ? '' : '.'}${printSteps([{ key, index: undefined }])}`, key, depth)
    }
  }

  private value(value: unknown, path: string, name: string, depth: number): void {
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) this.value(item, `${path}[${at}]`, name, depth)
    } else if (/_refs?$/.test(name) && typeof value === 'string') {
      const target = this.resolve(value)
      if (target !== undefined && isObservable(target)) this.object(target, path, depth + 1)
    } else if (isRecord(value) && !isAttachment(value)) {
      this.fields(value, path, depth)
    } else if (value !== null && value !== undefined && !this.isBound(path)) {
      this.found.push({ path, name, value })
    }
  }

  private isBound(path: string): boolean {
    const place = path.replaceAll(/\[\d+\]/g, '')
    return this.places.some((places) => places.has(place))
  }
}

function isObservable({ type }: StixObject): boolean {
  const group = MODEL[type]?.group
  return group === undefined || group === 'sco'
}

/** `{ value, data }`: an attribute with a payload, as misp-stix writes it under `x_misp_…`. */
export function isAttachment(value: unknown): value is { value: unknown; data: unknown } {
  return isRecord(value) && Object.hasOwn(value, 'data') && (Object.hasOwn(value, 'value') || Object.hasOwn(value, 'filename'))
}

const known = new WeakMap<Row, ReadonlySet<string>>()

/** All places that a row knows, its constants among them, whatever entry of a list they name. */
function placesOf(row: Row): ReadonlySet<string> {
  const made = known.get(row)
  if (made !== undefined) return made
  const places = new Set([...row.spellings.keys()].map((path) => path.replaceAll('[*]', '')))
  known.set(row, places)
  return places
}

/** The relation that a property `x_misp_…` of misp-stix stands for: those of the template that have no place in STIX. */
export function relationOfCustom(row: Row | undefined, key: string): string | undefined {
  return key.startsWith('x_misp_') ? row?.customNames.get(key.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')) : undefined
}
