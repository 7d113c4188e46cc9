import { COMMON, MODEL } from '../stix/model.ts'
import type { StixObject } from '../stix/types.ts'
import { scoId } from '../stix/id.ts'
import { compileBinds, compileWalk, Draft, fitsType, ipType, readBind, respell } from './binding.ts'
import type { Bind, Filler, Reading, Resolve, Walk } from './binding.ts'
import { DERIVATIONS } from './derive.ts'
import type { Derivation } from './derive.ts'
import { normalPath } from './path.ts'
import type { RawRow } from './table.ts'

/** What the native form of a row is. `pattern-only`: it has a place in patterns, but no legal object of its own. */
export type Form = 'sco' | 'sdo' | 'rule' | 'generic' | 'pattern-only'

/** A compiled row: one declaration, from which every direction is read. */
export interface Row {
  name: string
  form: Form
  /** The STIX type of the main object (`ip`: settled by the value); of a rule its pattern_type. */
  type: string
  slots: readonly string[]
  splitFirst: boolean
  binds: readonly Bind[]
  /** Pattern path with type, any index -> the bind that it spells. */
  spellings: ReadonlyMap<string, Bind>
  /** Further spellings of a bind in objects, read when its own place is empty. */
  respelled: ReadonlyMap<Bind, readonly Bind[]>
  constants: readonly { walk: readonly Walk[]; value: unknown; path: string }[]
  derivations: readonly { walk: readonly Walk[]; derive: Derivation; path: string }[]
  /** Relations of the template -> attribute type. Empty for attribute rows. */
  relations: ReadonlyMap<string, string>
  /** `x_misp_<relation>` in the folded spelling of misp-stix -> relation. */
  customNames: ReadonlyMap<string, string>
  when: readonly [string, string][]
  decode: boolean
  atomic: Row | undefined
  raw: RawRow
}

/** A value that goes into a row: from which slot or relation, and which attribute it came from. */
export interface Fill {
  name: string
  value: unknown
  /** Position of the attribute in its object; 0 for an attribute of its own. */
  index: number
}

/** What a row wrote, and which fills found a place: the bind, and the how-many-eth value of it. */
export interface Written {
  objects: StixObject[]
  placed: Map<number, { bind: Bind; occurrence: number }>
}

/** Compiles one row. Throws an Error that says what is wrong with it. */
export function compileRow(name: string, raw: RawRow, pathAliases: Readonly<Record<string, readonly string[]>>): Row {
  const form = formOf(name, raw)
  const type = raw.sco ?? raw.sdo ?? (typeof raw['pattern-only'] === 'string' ? raw['pattern-only'] : undefined) ?? raw.rule ?? ''
  const onType = form === 'rule' ? 'indicator' : type
  const binds = form === 'generic' ? [] : compileBinds(onType, raw)
  const { spellings, respelled } = spell(onType, raw, binds, pathAliases)
  const relations = new Map(Object.entries(raw.relations ?? {}))
  return {
    name,
    form,
    type,
    slots: raw.slots ?? [],
    splitFirst: raw.split === 'first',
    binds,
    spellings,
    respelled,
    constants: Object.entries(raw.const ?? {}).map(([path, value]) => ({ walk: compileWalk(onType, path, raw), value, path })),
    derivations: Object.entries(raw.derive ?? {}).map(([path, called]) => {
      const derive = DERIVATIONS[called]
      if (derive === undefined) throw new Error(`${path}: no derivation '${called}'; there are ${Object.keys(DERIVATIONS).join(', ')}`)
      return { walk: compileWalk(onType, path, raw), derive, path }
    }),
    relations,
    customNames: new Map([...relations.keys()].map((relation) => [customName(relation), relation])),
    when: Object.entries(raw.when ?? {}),
    decode: raw.decode !== false,
    atomic: raw.atomic ? compileRow(name, { sco: raw.atomic.sco, slots: raw.slots ?? [], bind: raw.atomic.bind }, pathAliases) : undefined,
    raw,
  }
}

function formOf(name: string, raw: RawRow): Form {
  const forms = (['sco', 'sdo', 'rule', 'generic', 'pattern-only'] as const).filter((key) => raw[key] !== undefined && raw[key] !== false)
  const [form, ...more] = forms
  if (form === undefined || more.length > 0) throw new Error(`${name}: exactly one of sco, sdo, rule, generic, pattern-only is needed, found ${forms.join(', ') || 'none'}`)
  return form
}

/** How misp-stix names the property of a relation without a place of its own. */
export function customName(relation: string): string {
  return `x_misp_${relation.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`
}

function spell(type: string, raw: RawRow, binds: readonly Bind[], pathAliases: Readonly<Record<string, readonly string[]>>) {
  const spellings = new Map<string, Bind>()
  const respelled = new Map<Bind, Bind[]>()
  const types = type === 'ip' ? ['ipv4-addr', 'ipv6-addr'] : [type]
  for (const bind of binds) {
    const own = [bind.path, ...(bind.pattern === undefined ? [] : [bind.pattern])]
    const others = [...(raw.aliases?.[bind.path] ?? []), ...own.flatMap((path) => types.flatMap((each) => pathAliases[normalPath(`${each}:${path}`)] ?? []))]
    for (const spelling of [...own, ...others]) {
      const full = spelling.includes(':') ? [spelling] : types.map((each) => `${each}:${spelling}`)
      for (const path of full) if (!spellings.has(normalPath(path))) spellings.set(normalPath(path), bind)
    }
    const inObjects = others.flatMap((spelling) => {
      const [at, path] = spelling.includes(':') ? spelling.split(':', 2) : [types[0], spelling]
      return path !== undefined && types.includes(at as string) ? [respell(bind, types[0] as string, path, raw)] : []
    })
    if (inObjects.length > 0) respelled.set(bind, inObjects)
  }
  return { spellings, respelled }
}

/** Splits a composite value into its slots; `undefined` when it has not as many parts. */
export function splitValue(row: Row, value: string): string[] | undefined {
  if (row.slots.length < 2) return [value]
  const at = row.splitFirst ? value.indexOf('|') : value.lastIndexOf('|')
  if (at <= 0 || at === value.length - 1) return undefined
  return [value.slice(0, at), value.slice(at + 1)]
}

/**
 * Writes values into the native form. Repeated values beyond what a place holds, and values that their place cannot say, are
 * not placed. `undefined` when what could be written is not a legal object.
 */
export function writeRow(row: Row, fills: readonly Fill[], identify: (object: StixObject) => string = scoId): Written | undefined {
  const active = takers(row, fills)
  if (active.length === 0) return undefined
  const [first] = active as [Taker]
  const draft = new Draft(row.type === 'ip' ? ipType(first.encoded) : row.form === 'rule' ? 'indicator' : row.type)
  const placed: Written['placed'] = new Map()
  const counts = new Map<Bind, number>()
  const values = new Map<string, string>()
  for (const { bind, filler, encoded, fill } of active) {
    draft.put(filler.walk, encoded)
    const occurrence = counts.get(bind) ?? 0
    counts.set(bind, occurrence + 1)
    placed.set(fill.index, { bind, occurrence })
    if (typeof fill.value === 'string') values.set(fill.name, fill.value)
  }
  for (const { walk, value } of row.constants) if (reachable(draft, walk)) draft.put(walk, structuredClone(value))
  for (const { walk, derive } of row.derivations) {
    const value = derive(values)
    if (value === undefined) continue
    if (Array.isArray(value)) for (const each of value) draft.put(walk, each)
    else draft.put(walk, value)
  }
  const objects = draft.finish(identify)
  return isComplete(objects[0] as StixObject, row) ? { objects, placed } : undefined
}

/** A constant behind a reference stands only where something else made that reference. */
function reachable(draft: Draft, walk: readonly Walk[]): boolean {
  const ref = walk.find(({ op }) => op === 'ref')
  return ref === undefined || draft.pointsThrough(ref.key)
}

interface Taker {
  bind: Bind
  filler: Filler
  encoded: unknown
  fill: Fill
}

/** Which fill takes which place: the first filler of a bind that is present, all its values or only its first. */
function takers(row: Row, fills: readonly Fill[]): Taker[] {
  const found: Taker[] = []
  for (const bind of row.binds) {
    for (const filler of bind.fillers) {
      const before = found.length
      for (const fill of fills) {
        if (fill.name !== filler.name) continue
        const encoded = filler.codec.encode(fill.value)
        if (encoded === undefined) continue
        found.push({ bind, filler, encoded, fill })
        if (!bind.many) break
      }
      if (found.length > before) break
    }
  }
  return row.raw.relations === undefined ? found : withinWholeStructures(row, found)
}

/** Leaves out what would stand in a structure that lacks a required field (`http-request-ext` without a method). */
function withinWholeStructures(row: Row, found: Taker[]): Taker[] {
  const filled = new Set([...found.map(({ bind }) => bind.path), ...row.constants.map(({ path }) => path), ...row.derivations.map(({ path }) => path)])
  return found.filter(({ bind }) => requiredAround(row, bind).every((path) => filled.has(path)))
}

const around = new WeakMap<Bind, readonly string[]>()

function requiredAround(row: Row, bind: Bind): readonly string[] {
  const known = around.get(bind)
  if (known !== undefined) return known
  const required: string[] = []
  const parts = bind.path.split('.')
  const extension = parts[0] === 'extensions' ? parts[1]?.replaceAll("'", '') : undefined
  const fields = extension === undefined ? undefined : MODEL[row.type]?.properties['extensions']?.fields?.[extension]?.fields
  for (const [key, property] of Object.entries(fields ?? {})) {
    if (property.required) required.push(`extensions.${parts[1]}.${key}`)
  }
  around.set(bind, required)
  return required
}

const ENVELOPE = new Set(['type', 'id', 'spec_version', 'created', 'modified', 'object_refs', 'pattern', 'pattern_type', 'valid_from', 'source_ref', 'target_ref', 'sighting_of_ref', 'first_observed', 'last_observed', 'number_observed', 'extensions'])

/** Has the object what STIX requires of its type, apart from what the envelope adds? */
export function isComplete(object: StixObject, row: Row): boolean {
  const model = MODEL[object.type]
  if (model === undefined) return true
  for (const [key, property] of Object.entries(model.properties)) {
    if (property.required && !ENVELOPE.has(key) && object[key] === undefined) return false
  }
  for (const choice of model.atLeastOne ?? []) {
    if (!choice.some((key) => object[key] !== undefined || ENVELOPE.has(key))) return false
  }
  return (row.raw.require ?? []).every((key) => object[key] !== undefined)
}

/** Reads every value that the row's binds find in an object, in the order in which `writeRow` counts them. */
export function readRow(row: Row, main: StixObject, resolve: Resolve): Reading[] {
  const readings: Reading[] = []
  for (const bind of row.binds) {
    const before = readings.length
    readBind(bind, main, resolve, (reading) => readings.push(reading))
    if (readings.length > before) continue
    for (const other of row.respelled.get(bind) ?? []) {
      readBind(other, main, resolve, (reading) => readings.push({ ...reading, bind }))
      if (readings.length > before) break
    }
  }
  return readings
}

/** May this row be read from an object of that type? */
export function readsType(row: Row, type: string): boolean {
  return fitsType(row.type, type)
}

/** Joins the slots of a composite value; `undefined` when one is missing. */
export function joinSlots(row: Row, readings: readonly Reading[]): string | undefined {
  if (row.slots.length === 0) return undefined
  const parts: string[] = []
  for (const slot of row.slots) {
    const reading = readings.find(({ filler }) => filler.name === slot)
    if (typeof reading?.value !== 'string') return undefined
    parts.push(reading.value)
  }
  return parts.join('|')
}

/** The properties that any object of a group may have beside those of its type. */
export function commonProperties(type: string): readonly string[] {
  const model = MODEL[type]
  return model === undefined ? Object.keys(COMMON.sdo) : Object.keys(COMMON[model.group])
}
