import { compileBind, compilePlace, placeOf, respell } from './binding.ts'
import type { Bind, CompiledBind } from './binding.ts'
import { string } from './codec.ts'
import { requiredOf } from './complete.ts'
import { NOT_BEFORE } from './depends.ts'
import { DERIVATIONS } from './derive.ts'
import type { Derivation } from './derive.ts'
import { normalPath, parsePath } from './path.ts'
import type { Fixed, Form, Need, Row } from './row.ts'
import { meets } from './takers.ts'
import type { RawRow } from './table.ts'

/** Compiles one row. Throws an Error that says what is wrong with it. */
export function compileRow(name: string, written: RawRow, pathAliases: Readonly<Record<string, readonly string[]>>): Row {
  const raw = written.base === undefined ? written : withBase(written, written.base)
  const base = written.base === undefined ? [] : parsePath(written.base)
  const form = formOf(name, raw)
  const type = raw.sco ?? raw.sdo ?? (typeof raw['pattern-only'] === 'string' ? raw['pattern-only'] : undefined) ?? raw.rule ?? ''
  const objectType = form === 'rule' ? 'indicator' : type
  const compiled =
    form === 'generic'
      ? []
      : Object.entries(raw.bind ?? {}).map(([path, bind]) => compileBind(objectType, path, bind, raw, base.length))
  const binds = compiled.map(({ bind }) => bind)
  const fixed = form === 'generic' ? [] : compileFixed(objectType, raw, binds)
  const relations = new Map(Object.entries(raw.relations ?? {}))
  const when = Object.entries(raw.when ?? {})
  return {
    name,
    form,
    type,
    objectType,
    base,
    slots: raw.slots ?? (form === 'generic' && raw.relations === undefined ? [VALUE_BIND.path] : []),
    splitFirst: raw.split === 'first',
    binds,
    ...compileSpellings(objectType, raw, form === 'generic' ? [VALUE_BIND] : binds, fixed, pathAliases),
    readFrom: compileReadFrom(objectType, raw),
    fixed,
    defaults: fixed.filter(({ instead }) => instead.length > 0),
    needs: compileNeeds(compiled, fixed),
    ordered: compileOrder(objectType, binds),
    groups: compileGroups(binds),
    required: requiredOf(objectType, raw),
    relations,
    customNames: new Map([...relations.keys()].map((relation) => [customName(relation), relation])),
    when,
    implied: compileImplied(when, binds),
    decode: raw.decode !== false,
    atomic: raw.atomic
      ? compileRow(name, { sco: raw.atomic.sco, slots: raw.slots ?? [], bind: raw.atomic.bind }, pathAliases)
      : undefined,
    raw,
  }
}

/** What a generic row has in the place of a bind: the value, which only aliases spell. */
const VALUE_BIND: Bind = {
  path: 'value',
  place: 'value',
  fillers: [{ name: 'value', codec: string, walk: [] }],
  many: false,
  pattern: undefined,
}

/** The row with its relative paths made whole. */
function withBase(raw: RawRow, base: string): RawRow {
  const under = <T>(
    record: Readonly<Record<string, T>> | undefined,
    inner: (value: T) => T = (value) => value,
  ): Record<string, T> =>
    Object.fromEntries(Object.entries(record ?? {}).map(([path, value]) => [`${base}.${path}`, inner(value)]))
  const { base: _base, ...rest } = raw
  return {
    ...rest,
    bind: under(raw.bind),
    const: under(raw.const),
    derive: under(raw.derive),
    pattern: under(raw.pattern, (path) => (path === false ? path : `${base}.${path}`)),
    aliases: under(raw.aliases, (paths) => paths.map((path) => (path.includes(':') ? path : `${base}.${path}`))),
  }
}

function formOf(name: string, raw: RawRow): Form {
  const forms = (['sco', 'sdo', 'rule', 'generic', 'pattern-only'] as const).filter(
    (key) => raw[key] !== undefined && raw[key] !== false,
  )
  const [form, ...more] = forms
  if (form === undefined || more.length > 0)
    throw new Error(
      `${name}: exactly one of sco, sdo, rule, generic, pattern-only is needed, found ${forms.join(', ') || 'none'}`,
    )
  return form
}

/** How misp-stix names the property of a relation without a place of its own. */
function customName(relation: string): string {
  return `x_misp_${relation.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`
}

function compileFixed(type: string, raw: RawRow, binds: readonly Bind[]): Fixed[] {
  const constants = Object.entries(raw.const ?? {}).map(([path, value]) => ({ path, value, derive: undefined }))
  const derived = Object.entries(raw.derive ?? {}).map(([path, called]) => ({
    path,
    value: undefined,
    derive: derivation(path, called),
  }))
  for (const path of raw.match ?? [])
    if (raw.const?.[path] === undefined) throw new Error(`${path}: stands in match, but not in const`)
  return [...constants, ...derived].map(({ path, value, derive }) => {
    const { walk, codec } = compilePlace(type, path, raw)
    const place = placeOf(path)
    const instead = binds.some((bind) => bind.path === path) ? binds.filter((bind) => bind.place === place) : []
    const match = raw.match?.includes(path) ?? false
    return { path, walk, codec, value, derive, instead, match, detect: match && raw.pattern?.[path] !== false }
  })
}

function derivation(path: string, called: string): Derivation {
  const derive = DERIVATIONS[called]
  if (derive === undefined)
    throw new Error(`${path}: no derivation '${called}'; there are ${Object.keys(DERIVATIONS).join(', ')}`)
  return derive
}

type Spellings = Pick<Row, 'spellings' | 'respelled'>

function compileSpellings(
  type: string,
  raw: RawRow,
  binds: readonly Bind[],
  fixed: readonly Fixed[],
  pathAliases: Readonly<Record<string, readonly string[]>>,
): Spellings {
  const spellings = new Map<string, readonly Bind[]>()
  const respelled = new Map<Bind, { type: string; bind: Bind }[]>()
  const types = type === 'ip' ? ['ipv4-addr', 'ipv6-addr'] : [type]
  const full = (path: string): string[] => (path.includes(':') ? [path] : types.map((each) => `${each}:${path}`))
  const add = (bind: Bind, path: string): void => {
    const known = spellings.get(path) ?? []
    spellings.set(path, known.includes(bind) ? known : [...known, bind])
  }
  for (const bind of binds) for (const path of ownPaths(bind).flatMap(full)) add(bind, normalPath(path))
  const taken = new Set(spellings.keys())
  for (const bind of binds) {
    const shared = ownPaths(bind).flatMap((path) => full(path).flatMap((each) => pathAliases[normalPath(each)] ?? []))
    const others = [...(raw.aliases?.[bind.path] ?? []), ...shared].flatMap(full)
    // What is the own place of another bind of the row means that one, unless objects of another type stand behind it
    const free = [...new Set(others)].filter(
      (path) => !taken.has(normalPath(path)) || isApart(respellAs(bind, path, raw).bind, spellings.get(normalPath(path))),
    )
    for (const path of free) add(bind, normalPath(path))
    // The same place without the entry that the bind names is another spelling in patterns only
    const elsewhere =
      bind === VALUE_BIND
        ? []
        : free
            .map((path) => respellAs(bind, path, raw))
            .filter(({ type: at, bind: other }) => !types.includes(at) || other.place !== bind.place)
    if (elsewhere.length > 0) respelled.set(bind, elsewhere)
  }
  for (const { path } of fixed)
    for (const each of full(path)) if (!spellings.has(normalPath(each))) spellings.set(normalPath(each), [])
  return { spellings, respelled }
}

function compileReadFrom(type: string, raw: RawRow): Map<string, string> {
  const places = Object.entries(raw['read-from'] ?? {})
  return new Map(places.map(([path, relation]) => [normalPath(path.includes(':') ? path : `${type}:${path}`), relation]))
}

/** Does a path lead this bind to other types of objects than those that share it? */
function isApart(bind: Bind, others: readonly Bind[] | undefined): boolean {
  const types = typesBehind(bind)
  return types.size > 0 && (others ?? []).every((other) => [...typesBehind(other)].every((type) => !types.has(type)))
}

function typesBehind({ fillers }: Bind): Set<string> {
  return new Set(fillers.flatMap(({ walk }) => walk.flatMap(({ op, type }) => (op === 'ref' ? [type] : []))))
}

function ownPaths({ path, pattern }: Bind): string[] {
  return pattern === undefined ? [path] : [path, pattern]
}

function respellAs(bind: Bind, full: string, raw: RawRow): { type: string; bind: Bind } {
  const at = full.indexOf(':')
  const type = full.slice(0, at)
  return { type, bind: respell(bind, type, full.slice(at + 1), raw) }
}

/** Which binds need others filled. What a constant of the row fills beside them is no need. */
function compileNeeds(compiled: readonly CompiledBind[], fixed: readonly Fixed[]): Map<Bind, Need[]> {
  const needs = new Map<Bind, Need[]>()
  for (const { bind, demands } of compiled) {
    const open = demands.filter((demand) => !fixed.some(({ walk }) => meets(walk, demand)))
    if (open.length === 0) continue
    needs.set(
      bind,
      open.map((demand) => ({
        ...demand,
        partners: compiled.flatMap(({ bind: other }) => (other.fillers.some(({ walk }) => meets(walk, demand)) ? [other] : [])),
        each: demand.trail.includes('[*]'),
      })),
    )
  }
  return needs
}

function compileOrder(type: string, binds: readonly Bind[]): [Bind, Bind][] {
  return Object.entries(NOT_BEFORE[type] ?? {}).flatMap(([later, earlier]) => {
    const [first, second] = [earlier, later].map((path) => binds.find((bind) => bind.path === path))
    return first === undefined || second === undefined ? [] : [[first, second] as [Bind, Bind]]
  })
}

/** Binds that share entries of a list -> the first of them, by its number. */
function compileGroups(binds: readonly Bind[]): Map<Bind, number> {
  const owners = new Map<string, number>()
  const groups = new Map<Bind, number>()
  for (const [at, bind] of binds.entries()) {
    for (const { each, trail } of bind.fillers.flatMap(({ walk }) => walk.slice(0, -1))) {
      if (!each) continue
      const owner = owners.get(trail) ?? at
      owners.set(trail, owner)
      if (owner !== at) groups.set(bind, owner).set(binds[owner] as Bind, owner)
    }
  }
  return groups
}

function compileImplied(when: readonly [string, string][], binds: readonly Bind[]): Row['implied'] {
  const open = when.filter(([name]) => !binds.some(({ fillers }) => fillers.some((filler) => filler.name === name)))
  return open.map(([name, value]) => {
    const path = `when ${name}`
    return { bind: { path, place: path, fillers: [{ name, codec: string, walk: [] }], many: false, pattern: undefined }, value }
  })
}
