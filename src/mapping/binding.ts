import { COMMON, MODEL, STRUCTURES } from '../stix/model.ts'
import type { Properties, Property } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import { isIpv6, codecOf, namedCodec } from './codecs.ts'
import type { Codec } from './codecs.ts'
import { parsePath, printSteps } from './path.ts'
import type { Step } from './path.ts'
import type { RawBind, RawRow } from './table.ts'

/** How a path step is walked in both directions. `ref` steps lead to another object. */
export interface Walk {
  op: 'key' | 'entry' | 'ref'
  key: string
  /** A new entry (or object) for each value; otherwise all values of one row share it. */
  each: boolean
  /** The property is a list, also where the path names one entry. */
  list: boolean
  /** `ref`: the type of the object behind it; `ip` is settled by the value. */
  type: string
}

/** One slot or relation that may fill a place. */
export interface Filler {
  name: string
  codec: Codec
  walk: readonly Walk[]
}

/** One tie between a STIX path and a slot: written by `Draft.put`, read by `readBind`. */
export interface Bind {
  path: string
  /** The first one present takes the place. */
  fillers: readonly Filler[]
  /** Does the place hold one value for each occurrence of a repeated relation? */
  many: boolean
  /** The object path in a pattern, without the type; `undefined` where it must not stand in one. */
  pattern: string | undefined
}

/** The two types behind the `ip` of the tables. */
export function ipType(value: unknown): string {
  return typeof value === 'string' && isIpv6(value) ? 'ipv6-addr' : 'ipv4-addr'
}

/** Does an object of type `actual` fit where the tables say `expected`? */
export function fitsType(expected: string, actual: string): boolean {
  return expected === actual || (expected === 'ip' && (actual === 'ipv4-addr' || actual === 'ipv6-addr'))
}

/** Compiles `bind` of a row on an object type. Throws an Error that names the path at fault. */
export function compileBinds(type: string, row: RawRow): Bind[] {
  return Object.entries(row.bind ?? {}).map(([path, raw]) => compileBind(type, path, raw, row))
}

/** The way to a place that a row fills by itself (`const`, `derive`). */
export function compileWalk(type: string, path: string, row: RawRow): readonly Walk[] {
  return locate(type, parsePath(path), '', row, false).walk
}

/** The same bind under another spelling of its path, which need not be in the STIX model: for reading only. */
export function respell(bind: Bind, type: string, path: string, row: RawRow): Bind {
  const steps = parsePath(path)
  const fillers = bind.fillers.map((filler) => ({ ...filler, walk: locate(type, steps, filler.name, row, true).walk }))
  return { ...bind, fillers }
}

function compileBind(type: string, path: string, raw: RawBind, row: RawRow): Bind {
  const options = typeof raw === 'object' && !Array.isArray(raw) ? (raw as Exclude<RawBind, string | readonly string[]>) : undefined
  const names = [options?.from ?? (raw as string | string[])].flat()
  const steps = parsePath(path)
  const places = names.map((name) => locate(type, steps, name, row, false))
  const fillers = places.map((place, index) => {
    const name = names[index] as string
    const codec = options?.codec === undefined ? codecOf(place.type, place.keys, place.property) : namedCodec(options.codec, options)
    if (codec === undefined) throw new Error(`${path}: no codec for a ${place.property.kind} (${options?.codec ?? 'none named'})`)
    return { name, codec, walk: place.walk }
  })
  const spelled = row.pattern?.[path]
  const pattern = spelled === false ? undefined : (spelled ?? printSteps(steps))
  const many = fillers[0]?.walk.some(({ each }) => each) ?? false
  return { path, fillers, many, pattern: fillers[0]?.codec.literal === 'none' ? undefined : pattern }
}

interface Place {
  /** The type of the object that holds the value. */
  type: string
  /** Property names from that object down. */
  keys: string[]
  property: Property
  walk: Walk[]
}

/** Follows a path through the STIX model. */
function locate(rootType: string, steps: readonly Step[], name: string, row: RawRow, lenient: boolean): Place {
  let type = rootType
  let fields: Properties | undefined = fieldsOf(type)
  let anything: Property | undefined
  let keys: string[] = []
  let property: Property = { kind: 'object' }
  const walk: Walk[] = []
  for (const [at, { key, index }] of steps.entries()) {
    const found: Property | undefined = fields?.[key] ?? anything
    if (found === undefined) {
      if (fields !== undefined && !lenient) throw new Error(`${printSteps(steps)}: ${type} has no property '${[...keys, key].join('.')}'`)
      property = { kind: 'string' } // a custom type or a free structure: text
    } else {
      property = found
    }
    const last = at === steps.length - 1
    const list = property.list === true || index !== undefined
    if (property.kind === 'identifier' && !last) {
      type = refTarget(property, key, name, row, printSteps(steps))
      walk.push({ op: 'ref', key, each: index === '*', list, type })
      fields = fieldsOf(type)
      anything = undefined
      keys = []
      continue
    }
    keys.push(key)
    walk.push({ op: list ? 'entry' : 'key', key, each: index === '*' || (list && last && index === undefined), list, type })
    ;({ fields, anything } = inside(property))
  }
  return { type, keys, property, walk }
}

function fieldsOf(type: string): Properties | undefined {
  const model = MODEL[type === 'ip' ? 'ipv4-addr' : type]
  return model === undefined ? undefined : { ...COMMON[model.group], ...model.properties }
}

function inside(property: Property): { fields: Properties | undefined; anything: Property | undefined } {
  if (property.kind === 'hashes') return { fields: {}, anything: { kind: 'string' } }
  if (property.kind === 'dictionary') return { fields: {}, anything: property.values ?? { kind: 'string' } }
  if (property.kind === 'object') return { fields: property.fields, anything: undefined }
  const structure = STRUCTURES[property.kind as keyof typeof STRUCTURES]
  return { fields: structure?.fields ?? {}, anything: undefined }
}

function refTarget(property: Property, key: string, name: string, row: RawRow, path: string): string {
  const named = row.refs?.[key]
  const target = typeof named === 'object' ? named[name] : named
  const allowed = property.targets ?? []
  if (target === undefined) {
    const [only, ...more] = allowed
    if (only === undefined || more.length > 0) throw new Error(`${path}: ${key} may point at ${allowed.join(', ')}; say which under refs`)
    return only
  }
  const wanted = target === 'ip' ? ['ipv4-addr', 'ipv6-addr'] : [target]
  const group = allowed.includes('any') || allowed.includes(MODEL[target]?.group ?? '')
  if (!group && !wanted.every((type) => allowed.includes(type))) throw new Error(`${path}: ${key} may point at ${allowed.join(', ')}, not at ${target}`)
  return target
}

/** An object in the making, with the objects that it points at. */
export class Draft {
  readonly object: StixObject
  private readonly links: { holder: Record<string, unknown>; key: string; list: boolean; target: Draft }[] = []
  private readonly shared = new Map<string, Draft | Record<string, unknown>>()

  constructor(type: string, object: StixObject = { type, spec_version: '2.1', id: '' }) {
    this.object = object
  }

  /** Writes an encoded value at its place. */
  put(walk: readonly Walk[], value: unknown): void {
    this.step(walk, 0, this.object, value, '')
  }

  private step(walk: readonly Walk[], at: number, holder: Record<string, unknown>, value: unknown, trail: string): void {
    const { op, key, each, list, type } = walk[at] as Walk
    if (op === 'ref') {
      const target = this.follow(holder, key, each, list, type === 'ip' ? ipType(value) : type, trail)
      target.step(walk, at + 1, target.object, value, '')
    } else if (at === walk.length - 1) {
      if (list) append(holder, key, value)
      else holder[key] = value
    } else {
      const next = op === 'key' ? member(holder, key) : this.entry(holder, key, each, trail)
      this.step(walk, at + 1, next, value, `${trail}.${key}`)
    }
  }

  private follow(holder: Record<string, unknown>, key: string, each: boolean, list: boolean, type: string, trail: string): Draft {
    const name = `${trail}.${key}->`
    const known = each ? undefined : this.shared.get(name)
    if (known instanceof Draft) return known
    const target = new Draft(type)
    if (!each) this.shared.set(name, target)
    this.links.push({ holder, key, list, target })
    return target
  }

  private entry(holder: Record<string, unknown>, key: string, each: boolean, trail: string): Record<string, unknown> {
    const name = `${trail}.${key}[]`
    const known = each ? undefined : this.shared.get(name)
    if (known !== undefined) return known as Record<string, unknown>
    const entry: Record<string, unknown> = {}
    if (!each) this.shared.set(name, entry)
    append(holder, key, entry)
    return entry
  }

  /** Does the object already point at something through this property? */
  pointsThrough(key: string): boolean {
    return this.links.some((link) => link.key === key)
  }

  /**
   * Gives every object its id, leaves first, and lists them: each before what it points at
   * (misp-stix loses an attribute whose address stands before its traffic).
   */
  finish(identify: (object: StixObject) => string, into: StixObject[] = []): StixObject[] {
    into.push(this.object)
    for (const { holder, key, list, target } of this.links) {
      target.finish(identify, into)
      if (list) append(holder, key, target.object.id)
      else holder[key] = target.object.id
    }
    this.object.id = identify(this.object)
    return into
  }
}

function member(holder: Record<string, unknown>, key: string): Record<string, unknown> {
  const known = holder[key]
  if (known !== undefined) return known as Record<string, unknown>
  const fresh: Record<string, unknown> = {}
  holder[key] = fresh
  return fresh
}

function append(holder: Record<string, unknown>, key: string, value: unknown): void {
  const known = holder[key] as unknown[] | undefined
  if (known === undefined) holder[key] = [value]
  else known.push(value)
}

/** One value as read: which filler of the bind it belongs to, and MISP's form of it. */
export interface Reading {
  bind: Bind
  filler: Filler
  value: unknown
}

/** Finds an object of the bundle, or of the observed data at hand. */
export type Resolve = (id: string) => StixObject | undefined

/** Reads all values that stand at a bind's place, in their order. What does not decode is left out. */
export function readBind(bind: Bind, object: StixObject, resolve: Resolve, found: (reading: Reading) => void): void {
  readAt(bind, bind.fillers, 0, object, resolve, found)
}

function readAt(
  bind: Bind,
  fillers: readonly Filler[],
  at: number,
  holder: Record<string, unknown>,
  resolve: Resolve,
  found: (reading: Reading) => void,
): void {
  const walk = fillers[0]?.walk
  if (walk === undefined) return
  const { op, key } = walk[at] as Walk
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined
  if (value === undefined || value === null) return
  for (const each of Array.isArray(value) ? value : [value]) {
    if (op === 'ref') {
      const target = typeof each === 'string' ? resolve(each) : undefined
      if (target === undefined) continue
      const fitting = fillers.filter((filler) => fitsType((filler.walk[at] as Walk).type, target.type))
      readAt(bind, fitting, at + 1, target, resolve, found)
    } else if (at === walk.length - 1) {
      readLeaf(bind, fillers, each, found)
    } else if (typeof each === 'object' && each !== null) {
      readAt(bind, fillers, at + 1, each as Record<string, unknown>, resolve, found)
    }
  }
}

function readLeaf(bind: Bind, fillers: readonly Filler[], value: unknown, found: (reading: Reading) => void): void {
  for (const filler of fillers) {
    const decoded = filler.codec.decode(value)
    if (decoded === undefined) continue
    found({ bind, filler, value: decoded })
    return
  }
}
