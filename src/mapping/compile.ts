import type { StixObject } from '../stix/types.ts'
import { withParents, variantsOf } from './mappings.ts'
import { normalPath } from './path.ts'
import { printRowPattern, readRowPattern } from './row-pattern.ts'
import { compileRow } from './compile-row.ts'
import { joinSlots, readRow } from './read-row.ts'
import type { Row } from './row.ts'
import type { RawRow, Tables } from './table.ts'
import type { Fill } from './takers.ts'
import { splitValue, writeRow } from './write-row.ts'

/** What is wrong with a row. `file` is relative to the folder of the tables. */
export interface Problem {
  row: string
  file: string
  message: string
}

/** A row that compiled, with where it stands. */
interface Compiled {
  row: Row
  file: string
}

/** Compiles every row and finds everything that is wrong with the tables at once. */
export function compileAll(tables: Tables): { problems: Problem[] } {
  const problems: Problem[] = []
  const attributes = compileTable(tables, 'attributes', 'attributes.yaml', problems)
  const objects = Object.keys(tables.objects).flatMap((name) => compileTemplate(tables, name, problems))
  compileTable(tables, 'galaxies', 'galaxies.yaml', problems)
  compileTable(tables, 'envelope', 'envelope.yaml', problems)
  for (const { row, file } of attributes) {
    for (const message of [...faultsOfRow(row), ...faultsOfAttribute(tables, row)])
      problems.push({ row: row.name, file, message })
  }
  for (const { row, file } of objects) {
    for (const message of [...faultsOfRow(row), ...faultsOfTemplate(tables, row)]) problems.push({ row: row.name, file, message })
  }
  problems.push(...equalShapes(attributes), ...equalShapes(objects.filter(({ row }) => row.raw['embedded-in'] === undefined)))
  return { problems }
}

function compileTable(
  tables: Tables,
  table: 'attributes' | 'galaxies' | 'envelope',
  file: string,
  problems: Problem[],
): Compiled[] {
  const rows = tables[table]
  return Object.keys(rows).flatMap((name) => {
    const row = attempt(() => compileRow(name, withParents(rows, name), aliasesOf(tables)), { row: name, file }, problems)
    return row === undefined ? [] : [{ row, file }]
  })
}

function compileTemplate(tables: Tables, name: string, problems: Problem[]): Compiled[] {
  const file = `objects/${name}.yaml`
  return variantsOf(tables.objects[name] as RawRow).flatMap((raw) => {
    const row = attempt(() => compileRow(name, raw, aliasesOf(tables)), { row: name, file }, problems)
    return row === undefined ? [] : [{ row, file }]
  })
}

function aliasesOf(tables: Tables): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(tables['path-aliases']).map(([path, spellings]) => [normalPath(path), spellings]))
}

function attempt<T>(make: () => T, where: { row: string; file: string }, problems: Problem[]): T | undefined {
  try {
    return make()
  } catch (error) {
    problems.push({ ...where, message: (error as Error).message })
    return undefined
  }
}

function* faultsOfRow(row: Row): Generator<string> {
  const alone = row.form !== 'pattern-only' && row.raw['embedded-in'] === undefined
  for (const [bind, needs] of alone ? row.needs : []) {
    for (const { partners } of needs)
      if (partners.length === 0) yield `${bind.path}: nothing in the row fills what STIX wants beside it`
  }
  const words = new Set(Object.entries(row.raw.bind ?? {}).flatMap(([path, bind]) => (isWords(bind) ? [path] : [])))
  const open = row.binds.filter(({ path }) => !words.has(path)).flatMap(({ fillers }) => fillers.map(({ name }) => name))
  for (const name of new Set(open.filter((each, at) => open.indexOf(each) < at))) yield `${name}: stands in two places`
  for (const { path, fillers, many } of row.binds) {
    const ways = fillers.map(({ walk, codec }) => ({ types: walk.map(({ type }) => type).join(' '), codec }))
    const same = ways.some((way, at) => ways.slice(0, at).some((other) => other.types === way.types && other.codec === way.codec))
    if (many && same) yield `${path}: ${fillers.map(({ name }) => name).join(' and ')} cannot be told apart in one list`
  }
}

function isWords(bind: unknown): boolean {
  return typeof bind === 'object' && bind !== null && 'codec' in bind && bind.codec === 'words'
}

function* faultsOfAttribute(tables: Tables, row: Row): Generator<string> {
  if (tables.types[row.name] === undefined) yield 'there is no attribute type of this name in types.yaml'
  const slots = new Set([...row.slots, 'data'])
  for (const name of namesOf(row)) if (!slots.has(name)) yield `${name}: no slot of this row`
  const bound = new Set(row.binds.map((bind) => bind.path))
  for (const path of spelledUnbound(row.raw, bound)) yield `${path}: spelled, but not bound`
  const { example } = row.raw
  if (typeof example !== 'string' || example === '') {
    yield 'needs an example, which is a string'
    return
  }
  if (row.form === 'sco' || row.form === 'sdo') yield* faultsOfExample(row, fillsOfValue(row, example), example)
  if (row.form === 'pattern-only' && printRowPattern(row, fillsOfValue(row, example)) === undefined)
    yield 'the example has no pattern'
  if (row.atomic !== undefined && writeRow(row.atomic, fillsOfValue(row, example)) === undefined)
    yield 'the atomic form is no legal object'
}

function* faultsOfTemplate(tables: Tables, row: Row): Generator<string> {
  const { raw, relations } = row
  const payloads = new Set((raw.payload ?? []).map((name) => `${name}.data`))
  const named = [...namesOf(row).filter((name) => !payloads.has(name)), ...row.when.map(([name]) => name), ...(raw.payload ?? [])]
  const rule = row.form === 'rule' ? [raw['rule-relation'] ?? 'rule-relation'] : []
  const elsewhere = [...Object.values(raw['read-from'] ?? {}), ...Object.keys(raw.categories ?? {})]
  for (const name of [...named, ...rule, ...elsewhere]) if (!relations.has(name)) yield `${name}: no relation of this template`
  for (const [relation, type] of relations)
    if (tables.types[type] === undefined) yield `${relation}: there is no attribute type '${type}'`
  for (const category of Object.values(raw.categories ?? {}))
    if (!Object.hasOwn(tables.categories, category)) yield `${category}: no category of MISP`
  const embedder = raw['embedded-in']
  if (embedder !== undefined && tables.objects[embedder] === undefined) yield `embedded-in: there is no template '${embedder}'`
  const bound = new Set(variantsOf(tables.objects[row.name] as RawRow).flatMap(({ bind }) => Object.keys(bind ?? {})))
  for (const path of spelledUnbound(tables.objects[row.name] as RawRow, bound)) yield `${path}: spelled, but not bound`
  const fills = fillsOfObject(raw.example)
  for (const { name } of fills)
    if (!relations.has(name.replace(/\.data$/, '')) && !relations.has(name))
      yield `example: ${name} is no relation of this template`
  if (fills.length === 0) {
    yield 'needs an example'
    return
  }
  if ((row.form === 'sco' || row.form === 'sdo') && embedder === undefined) yield* faultsOfExample(row, fills, undefined)
}

function namesOf(row: Row): string[] {
  return row.binds.flatMap(({ fillers }) => fillers.map(({ name }) => name))
}

/** Paths for which `pattern` or `aliases` has a spelling, and `bind` no place. */
function spelledUnbound(raw: RawRow, bound: ReadonlySet<string>): string[] {
  const generic = raw.generic === true ? ['value'] : []
  return [...Object.keys(raw.pattern ?? {}), ...Object.keys(raw.aliases ?? {})].filter(
    (path) => !bound.has(path) && !generic.includes(path),
  )
}

function fillsOfValue(row: Row, value: string): Fill[] {
  return (splitValue(row, value) ?? []).map((part, index) => ({ name: row.slots[index] ?? 'value', value: part, index }))
}

/** The example of a template as fills. A payload shows `{ value, data }`. */
export function fillsOfObject(example: unknown): Fill[] {
  const entries = Object.entries((example ?? {}) as Record<string, unknown>).flatMap(([name, held]) =>
    [held].flat().map((value) => ({ name, value })),
  )
  return entries.flatMap(({ name, value }, index) => {
    if (typeof value !== 'object' || value === null) return [{ name, value, index }]
    const { value: own, data } = value as { value: unknown; data: unknown }
    return [
      { name, value: own, index },
      { name: `${name}.data`, value: data, index },
    ]
  })
}

/** What an example loses or gains on its way to STIX and back. */
function* faultsOfExample(row: Row, fills: readonly Fill[], whole: string | undefined): Generator<string> {
  const written = writeRow(row, fills)
  if (written === undefined) {
    yield 'the example makes no legal object'
    return
  }
  const objects = new Map(written.objects.map((object) => [object.id, object]))
  const readings = readRow(row, written.objects[0] as StixObject, (id) => objects.get(id))
  const back = readings.map(({ filler, value }) => `${filler.name} ${String(value)}`).sort()
  const there = fills
    .filter(({ name }) => whole !== undefined || isBound(row, name))
    .map(({ name, value }) => `${name} ${String(value)}`)
    .sort()
  const joined = whole === undefined ? undefined : joinSlots(row, readings)
  if (whole !== joined) yield `the example comes back as ${joined ?? 'nothing'}`
  for (const each of there) if (!back.includes(each)) yield `the example loses ${each}`
  for (const each of back) if (!there.includes(each)) yield `the example gains ${each}`
  yield* faultsOfPattern(row, fills)
}

function isBound(row: Row, name: string): boolean {
  return namesOf(row).includes(name) || row.implied.some(({ bind }) => bind.fillers[0]?.name === name)
}

function* faultsOfPattern(row: Row, fills: readonly Fill[]): Generator<string> {
  const pattern = row.form === 'sco' ? printRowPattern(row, fills) : undefined
  if (pattern === undefined) return
  const readings = readRowPattern(row, pattern, { byShape: true }) ?? []
  const read = new Set(readings.map(({ bind, value }) => `${bind?.path} ${String(value)}`))
  for (const { path, pattern: spelled, fillers } of row.binds) {
    const names = fillers.map(({ name }) => name)
    const values =
      spelled === undefined ? [] : fills.filter(({ name }) => names.includes(name)).map(({ value }) => `${path} ${String(value)}`)
    if (values.length > 0 && !values.some((value) => read.has(value)))
      yield `${path}: the pattern of the example does not give it back`
  }
}

/** Rows that could not be told apart when a foreign object is read. */
function equalShapes(compiled: readonly Compiled[]): Problem[] {
  const seen = new Map<string, Compiled>()
  const problems: Problem[] = []
  for (const each of compiled.filter(({ row }) => row.decode && (row.form === 'sco' || row.form === 'sdo'))) {
    for (const key of shapesOf(each.row)) {
      const known = seen.get(key)
      if (known === undefined) seen.set(key, each)
      else
        problems.push({
          row: each.row.name,
          file: each.file,
          message: `reads the same shape as ${known.row.name} (${known.file}): one of them needs decode: false`,
        })
    }
  }
  return problems
}

/** Type, places with what stands behind their references, and constants that belong to the meaning; `ip` is two types. */
function shapesOf(row: Row): string[] {
  const places = row.binds.map(
    ({ place, fillers }) => `${place} ${[...new Set(fillers.map(({ walk }) => walk.map(({ type }) => type).join('>')))].join()}`,
  )
  const meant = row.fixed.filter(({ match }) => match).map(({ path, value }) => `${path}=${String(value)}`)
  const types = row.objectType === 'ip' ? ['ipv4-addr', 'ipv6-addr'] : [row.objectType]
  return types.map((type) => JSON.stringify([type, places.sort(), meant.sort()]))
}
