import { COMMON, MODEL, STRUCTURES } from '../stix/model.ts'
import type { ObjectModel, Properties, Property } from '../stix/model.ts'
import type { Codec } from './codec.ts'
import { CODEC_NAMES, namedCodec } from './codecs.ts'
import { DEPENDS } from './depends.ts'
import { isIpv6 } from '../stix/forms.ts'
import { codecOf } from './formats.ts'
import { anyIndex, parsePath, printSteps } from './path.ts'
import type { Step } from './path.ts'
import type { RawBind, RawRow } from './table.ts'

export type { Reading, Resolve } from './read-bind.ts'

/** How a path step is walked in both directions. `ref` steps lead to another object. */
export interface Walk {
  op: 'key' | 'entry' | 'ref'
  key: string
  /** One entry (or object) a value: values of several binds at the same position share it. Otherwise all values of a row do. */
  each: boolean
  /** The property is a list, also where the path names one entry. */
  list: boolean
  /** The entry that the path names. */
  index: number | undefined
  /** `ref`: the type of the object behind it; `ip` is settled by the value. */
  type: string
  /** The way up to and with this step, which tells what values share. */
  trail: string
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
  /** The path whatever entries of lists it names: binds that share it stand in one list. */
  place: string
  /** Where there is room for one value the first one present takes it, else all do in this order. */
  fillers: readonly Filler[]
  /** Does the place hold one value for each occurrence of a repeated relation? */
  many: boolean
  /** The only filler, where its place is a single key and its name no path: what most binds are, and read and written directly. */
  plain?: { key: string; filler: Filler } | undefined
  /** The object path in a pattern, without the type; `undefined` where it must not stand in one. */
  pattern: string | undefined
}

/** What must stand beside a value: one of these keys in the object or structure of that trail. */
export interface Demand {
  trail: string
  keys: readonly string[]
}

/** A place in the STIX model. */
export interface Place {
  walk: Walk[]
  codec: Codec | undefined
  property: Property
  demands: Demand[]
}

/** The two types behind the `ip` of the tables. */
export function ipType(value: unknown): string {
  return typeof value === 'string' && isIpv6(value) ? 'ipv6-addr' : 'ipv4-addr'
}

/** The type behind a reference that the model does not have. */
const ANY = '*'

/** Does an object of type `actual` fit where the tables say `expected`? */
export function fitsType(expected: string, actual: string): boolean {
  return expected === actual || expected === ANY || (expected === 'ip' && (actual === 'ipv4-addr' || actual === 'ipv6-addr'))
}

/** A bind with what its value demands of others. */
export interface CompiledBind {
  bind: Bind
  demands: readonly Demand[]
}

/** Compiles one entry of `bind` on an object type. `base` are the first steps of the path, which make no room for many. Throws an Error that names the path at fault. */
export function compileBind(type: string, path: string, raw: RawBind, row: RawRow, base = 0): CompiledBind {
  const options =
    typeof raw === 'object' && !Array.isArray(raw) ? (raw as Exclude<RawBind, string | readonly string[]>) : undefined
  const names = [options?.from ?? (raw as string | string[])].flat()
  const steps = parsePath(path)
  const places = names.map((name) => locate(type, steps, name, row))
  const fillers = places.map(({ walk, codec: usual, property }, index) => {
    const codec = options?.codec === undefined ? usual : namedCodec(options.codec, options)
    if (codec === undefined)
      throw new Error(
        options?.codec === undefined
          ? `${path}: no codec for a ${property.kind}; name one`
          : `${path}: no codec '${options.codec}'; there are ${CODEC_NAMES.join(', ')}`,
      )
    return { name: names[index] as string, codec, walk }
  })
  const spelled = row.pattern?.[path]
  const pattern = spelled === false || fillers[0]?.codec.literal === 'none' ? undefined : (spelled ?? printSteps(steps))
  const many = fillers[0]?.walk.slice(base).some(({ each }) => each) ?? false
  return {
    bind: { path, place: placeOf(path), fillers, many, pattern, plain: plainOf(fillers, many) },
    demands: places.flatMap(({ demands }) => demands),
  }
}

/** The path without the list entries that it names. */
export function placeOf(path: string): string {
  return anyIndex(printSteps(parsePath(path))).replaceAll('[*]', '')
}

/** The place that a row fills by itself (`const`, `derive`). */
export function compilePlace(type: string, path: string, row: RawRow): Place {
  return locate(type, parsePath(path), '', row)
}

/** The same bind under another spelling of its path, which need not be in the STIX model: for reading only. */
export function respell(bind: Bind, type: string, path: string, row: RawRow): Bind {
  const steps = parsePath(path)
  const fillers = bind.fillers.map((filler) => ({ ...filler, walk: locate(type, steps, filler.name, row, true).walk }))
  return { ...bind, place: placeOf(path), fillers, plain: plainOf(fillers, bind.many) }
}

function plainOf(fillers: readonly Filler[], many: boolean): Bind['plain'] {
  const [filler, another] = fillers
  const [step, further] = filler?.walk ?? []
  if (filler === undefined || another !== undefined || step?.op !== 'key' || further !== undefined) return undefined
  return many || filler.name.includes('.') ? undefined : { key: step.key, filler }
}

/** Follows a path through the STIX model. `lenient`: what the model does not have is text. */
function locate(rootType: string, steps: readonly Step[], name: string, row: RawRow, lenient = false): Place {
  let type = rootType
  let structure: Structure = structureOf(type)
  let keys: string[] = []
  let property: Property = { kind: 'object' }
  let trail = ''
  const walk: Walk[] = []
  const demands: Demand[] = []
  for (const [at, { key, index }] of steps.entries()) {
    const last = at === steps.length - 1
    const found: Property | undefined = structure.fields?.[key] ?? structure.anything
    if (found === undefined && structure.fields !== undefined && !lenient)
      throw new Error(`${printSteps(steps)}: ${type} has no property '${[...keys, key].join('.')}'`)
    property = found ?? unknownProperty(key)
    demands.push(...demandsBeside(key, trail, structure, at === 0))
    const list = property.list === true || index !== undefined
    const refers = property.kind === 'identifier' && !last
    trail += `.${key}${index === undefined ? '' : `[${index}]`}`
    if (refers) {
      type = refTarget(property, key, name, row, printSteps(steps))
      structure = structureOf(type)
      keys = []
    } else {
      keys.push(key)
      structure = inside(property)
    }
    walk.push({
      op: refers ? 'ref' : list ? 'entry' : 'key',
      key,
      each: index === '*' || (list && last && index === undefined),
      list,
      index: typeof index === 'number' ? index : undefined,
      type,
      trail,
    })
  }
  return { walk, codec: codecOf(type, keys, property), property, demands }
}

/** In a custom type or a free structure, and in the spellings of others, anything is text, and references are known by their names. */
function unknownProperty(key: string): Property {
  return /_refs?$/.test(key) ? { kind: 'identifier', targets: [ANY] } : { kind: 'string' }
}

/** What may stand in an object or a structure, and what must. */
interface Structure {
  fields: Properties | undefined
  /** What any other key holds, where any may stand. */
  anything?: Property
  atLeastOne?: ObjectModel['atLeastOne']
  depends?: Readonly<Record<string, readonly string[]>> | undefined
}

function structureOf(type: string): Structure {
  const model = MODEL[type === 'ip' ? 'ipv4-addr' : type]
  if (model === undefined) return { fields: undefined }
  const { group, properties, atLeastOne } = model
  return { fields: { ...COMMON[group], ...properties }, ...(atLeastOne && { atLeastOne }), depends: DEPENDS[type] }
}

function inside(property: Property): Structure {
  if (property.kind === 'hashes') return { fields: {}, anything: { kind: 'string' } }
  if (property.kind === 'dictionary') return { fields: {}, anything: property.values ?? { kind: 'string' } }
  const { fields, atLeastOne } = STRUCTURES[property.kind as keyof typeof STRUCTURES] ?? property
  return { fields: fields ?? (property.kind === 'object' ? undefined : {}), ...(atLeastOne && { atLeastOne }) }
}

/** What `key` needs beside itself. What the main object requires is checked when it is whole, and partly the envelope's. */
function demandsBeside(key: string, trail: string, { fields, atLeastOne, depends }: Structure, main: boolean): Demand[] {
  const wanted: (readonly string[])[] = (depends?.[key] ?? []).map((other) => [other])
  if (!main) {
    for (const [other, { required }] of Object.entries(fields ?? {})) if (required && !GIVEN.has(other)) wanted.push([other])
    wanted.push(...(atLeastOne ?? []))
  }
  return wanted.filter((keys) => !keys.includes(key)).map((keys) => ({ trail, keys }))
}

/** What every draft of an object has. */
const GIVEN: ReadonlySet<string> = new Set(['type', 'id', 'spec_version'])

function refTarget(property: Property, key: string, name: string, row: RawRow, path: string): string {
  const named = row.refs?.[key]
  const target = typeof named === 'object' ? named[name] : named
  const allowed = property.targets ?? []
  if (target === undefined) {
    const [only, ...more] = allowed
    if (only === undefined || more.length > 0)
      throw new Error(`${path}: ${key} may point at ${allowed.join(', ')}; say which under refs`)
    return only
  }
  const wanted = target === 'ip' ? ['ipv4-addr', 'ipv6-addr'] : [target]
  const group = allowed.includes('any') || allowed.includes(MODEL[target]?.group ?? '')
  if (!group && !wanted.every((type) => allowed.includes(type)))
    throw new Error(`${path}: ${key} may point at ${allowed.join(', ')}, not at ${target}`)
  return target
}
