import { fitsType, placeOf } from './binding.ts'
import type { Bind } from './binding.ts'
import { compileRow } from './compile-row.ts'
import { normalPath } from './path.ts'
import { readsType } from './read-row.ts'
import type { Row } from './row.ts'
import type { RawRow, Tables, TypeFacts } from './table.ts'

/** The mapping tables, compiled. Rows are compiled when they are first asked for: a conversion needs few of them. */
export interface Mappings {
  readonly tables: Tables
  /** What MISP says of an attribute type; `undefined` for a type that it does not have. */
  facts(type: string): TypeFacts | undefined
  /** The row of an attribute type; `undefined` for a type that no table knows. */
  attribute(type: string): Row | undefined
  /** The forms of an object template, in the order in which they are tried; empty for a template that no table knows. */
  object(template: string): readonly Row[]
  /** The forms of templates that are written into the object of this one (`writeJoined`). */
  embeddedIn(template: string): readonly Row[]
  /** The row for clusters of a galaxy type; the generic one where no row names it. */
  galaxy(type: string): Row
  /** A row of the envelope. */
  envelope(kind: string): Row
  /** The attribute rows that may be read from an object of this type by its shape (`bestShape`), also under an alias. */
  ofShape(type: string): readonly Row[]
  /** The forms of templates that may be. */
  objectsOfShape(type: string): readonly Row[]
  /** What a path of a foreign pattern (`file:hashes.'SHA-256'`) may mean: attribute rows, first those whose own place it is. */
  ofPath(path: string): readonly Spelled[]
}

/** A row that knows a pattern path, and the binds that the path may spell there. */
export interface Spelled {
  row: Row
  binds: readonly Bind[]
}

/** Compiles tables on demand. Throws an Error that names the row where one is wrong; `compileAll` finds every fault at once. */
export function createMappings(tables: Tables): Mappings {
  const aliases = Object.fromEntries(
    Object.entries(tables['path-aliases'] ?? {}).map(([path, spellings]) => [normalPath(path), spellings]),
  )
  const galaxyRows = new Map<string, string>()
  for (const [name, raw] of Object.entries(tables.galaxies)) for (const type of raw.types ?? []) galaxyRows.set(type, name)

  const attribute = cached((type) => {
    const raw = own(tables.attributes, type)
    return raw === undefined ? undefined : compileRow(type, withParents(tables.attributes, type), aliases)
  })
  const object = cached((template) => {
    const raw = own(tables.objects, template)
    return raw === undefined ? [] : variantsOf(raw).map((variant) => compileRow(template, variant, aliases))
  })
  const embedded = cached((template) =>
    Object.keys(tables.objects)
      .filter((name) => tables.objects[name]?.['embedded-in'] === template)
      .flatMap((name) => object(name)),
  )
  const galaxyRow = cached((name) => compileRow(name, tables.galaxies[name] as RawRow, {}))
  const envelope = cached((kind) => compileRow(kind, withParents(tables.envelope, kind), {}))
  const readable = lazy(() =>
    Object.keys(tables.attributes)
      .flatMap((name) => attribute(name) ?? [])
      .filter(({ decode }) => decode),
  )
  const templates = lazy(() =>
    Object.keys(tables.objects)
      .flatMap((name) => object(name))
      .filter(({ raw }) => raw['embedded-in'] === undefined),
  )
  const paths = lazy(() => indexPaths(readable()))
  return {
    tables,
    facts: (type) => own(tables.types, type),
    attribute,
    object,
    embeddedIn: embedded,
    galaxy: (type) => galaxyRow(galaxyRows.get(type) ?? 'other'),
    envelope,
    ofShape: cached((type) => readable().filter((row) => isShapeOf(row, type))),
    objectsOfShape: cached((type) =>
      templates().filter((row) => (row.decode && isShapeOf(row, type)) || readsElsewhere(row, type)),
    ),
    ofPath: (path) => paths().get(normalPath(path)) ?? [],
  }
}

/** Has the row a place of its own, or an alias, on objects of this type? */
function isShapeOf(row: Row, type: string): boolean {
  if (row.form !== 'sco' && row.form !== 'sdo') return false
  return readsType(row, type) || [...row.respelled.values()].flat().some((other) => fitsType(other.type, type))
}

/** Do others write relations of the row under this type, which is none of its own? */
function readsElsewhere(row: Row, type: string): boolean {
  return !readsType(row, type) && [...row.readFrom.keys()].some((path) => path.startsWith(`${type}:`))
}

function indexPaths(rows: readonly Row[]): Map<string, Spelled[]> {
  const places = new Map<string, Spelled[]>()
  const aliases = new Map<string, Spelled[]>()
  for (const row of rows) {
    for (const [path, binds] of row.spellings) {
      if (binds.length === 0) continue
      const index = isOwnPath(row, path, binds) ? places : aliases
      index.set(path, [...(index.get(path) ?? []), { row, binds }])
    }
  }
  for (const [path, spelled] of aliases) places.set(path, [...(places.get(path) ?? []), ...spelled])
  return places
}

function isOwnPath(row: Row, path: string, binds: readonly Bind[]): boolean {
  const at = path.indexOf(':')
  return (
    row.form !== 'generic' &&
    readsType(row, path.slice(0, at)) &&
    binds.some(({ place }) => place === placeOf(path.slice(at + 1)))
  )
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function cached<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined || known.has(key)) return before as T
    const made = make(key)
    if (known.size < 10_000) known.set(key, made)
    return made
  }
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** A row with everything that it takes from the row named by `like`; own keys win, `bind` is joined. */
export function withParents(rows: Readonly<Record<string, RawRow>>, name: string, seen: readonly string[] = []): RawRow {
  const raw = own(rows, name)
  if (raw === undefined) throw new Error(`like: there is no row '${name}'`)
  if (raw.like === undefined) return raw
  if (seen.includes(name)) throw new Error(`like: ${[...seen, name].join(' -> ')} goes round in a circle`)
  const { example: _example, decode: _decode, ...parent } = withParents(rows, raw.like, [...seen, name])
  const { like: _like, ...mine } = raw
  if (mine.sco !== undefined || mine.sdo !== undefined || mine.rule !== undefined || mine.generic !== undefined) {
    for (const form of ['sco', 'sdo', 'rule', 'generic', 'pattern-only']) delete parent[form]
  }
  return { ...parent, ...mine, bind: { ...parent.bind, ...mine.bind } }
}

/** Maps that a form adds to rather than replaces. */
const JOINED = ['bind', 'const', 'refs', 'pattern', 'aliases'] as const

/** The forms of a template as rows of their own: each takes what the template's row says for all. */
export function variantsOf(raw: RawRow): RawRow[] {
  const { variants, ...shared } = raw
  if (variants === undefined) return [raw]
  return variants.map((variant) => {
    const joined = JOINED.map((key) => [key, { ...shared[key], ...variant[key] }] as const)
    return {
      ...shared,
      ...variant,
      ...Object.fromEntries(joined.filter(([key]) => shared[key] !== undefined || variant[key] !== undefined)),
    }
  })
}
