import { printString } from '../stix/pattern/print-literal.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { printPath } from '../stix/pattern/path.ts'
import type { ComparisonExpression, Literal, Observation } from '../stix/pattern/ast.ts'
import { ipType } from './binding.ts'
import type { Bind } from './binding.ts'
import type { Codec } from './codec.ts'
import { anyIndex, normalPath } from './path.ts'
import type { Fill, Fixed, Row } from './row.ts'
import { isSame } from './shape.ts'

/** One comparison `path = literal` of a bind. `type` is the row's, settled by the value where it is `ip`. */
function printComparison(type: string, pattern: string, codec: Codec | undefined, encoded: unknown): string {
  return `${type === 'ip' ? ipType(encoded) : type}:${pattern} = ${printEncoded(codec?.literal ?? 'string', encoded)}`
}

function printEncoded(literal: Codec['literal'], encoded: unknown): string {
  if (literal === 'string') return printString(String(encoded))
  const prefix = literal === 'timestamp' ? 't' : literal === 'hex' ? 'h' : ''
  return prefix === '' ? String(encoded) : `${prefix}'${String(encoded)}'`
}

/**
 * The pattern that finds these values: AND over places, OR within a repeated relation, and what the row's `match` demands.
 * `undefined` when none of the values has a place in a pattern.
 */
export function printRowPattern(row: Row, fills: readonly Fill[]): string | undefined {
  const parts: string[] = []
  for (const bind of row.binds) {
    const alternatives = comparisonsOf(row, bind, fills)
    if (alternatives.length > 0)
      parts.push(alternatives.length === 1 ? (alternatives[0] as string) : `(${alternatives.join(' OR ')})`)
  }
  if (parts.length === 0) return undefined
  for (const { path, codec, value, detect } of row.fixed.toReversed())
    if (detect) parts.unshift(printComparison(row.type, path, codec, value))
  const [only] = parts as [string]
  return parts.length === 1 && only.startsWith('(') ? `[${only.slice(1, -1)}]` : `[${parts.join(' AND ')}]`
}

/** One pattern for all of these, each about the same object: AND over all that they say. */
export function joinPatterns(patterns: readonly string[]): string | undefined {
  if (patterns.length < 2) return patterns[0]
  const parts = patterns.map((pattern) => {
    const inner = pattern.slice(1, -1)
    const { kind, expression } = parsePattern(pattern) as Observation
    return kind === 'observation' && expression.kind === 'or' ? `(${inner})` : inner
  })
  return `[${parts.join(' AND ')}]`
}

function comparisonsOf(row: Row, bind: Bind, fills: readonly Fill[]): string[] {
  const { pattern, fillers, many } = bind
  if (pattern === undefined) return []
  const found: string[] = []
  for (const { name, codec } of fillers) {
    for (const fill of fills) {
      const encoded = fill.name === name ? codec.encode(fill.value) : undefined
      if (encoded !== undefined) found.push(printComparison(row.type, pattern, codec, encoded))
    }
    if (found.length > 0 && !many) break
  }
  return found.length > 1 ? [...new Set(found)] : found
}

/** A value found in a pattern: at a bind's place, or where others put a relation that has none. */
export interface PatternReading {
  bind: Bind | undefined
  name: string
  value: unknown
}

/**
 * Reads the values of a pattern that says nothing but `path = value` under AND, with OR only between values of one place: what
 * a row can express. Anything else gives `undefined`: a part of a pattern is never taken for the whole.
 *
 * `byShape`: the row was not named by MISP's own labels, so that what its `match` demands must be there, and nothing may be said of
 * what else it writes by itself: that would be lost.
 */
export function readRowPattern(
  row: Row,
  text: string,
  { byShape = false }: { byShape?: boolean } = {},
): PatternReading[] | undefined {
  const conditions = conjunction(text)
  if (conditions === undefined || (byShape && !meansRow(row, conditions))) return undefined
  const readings: PatternReading[] = []
  for (const alternatives of conditions) {
    const read = readAlternatives(row, alternatives)
    if (read === undefined) return undefined
    readings.push(...read)
  }
  return readings
}

/** Reads the values of comparisons that hold together; rules as for `readRowPattern` by shape. */
export function readEquals(row: Row, said: readonly Equal[]): PatternReading[] | undefined {
  if (constantsOf(row).length > 0 && !meansRow(row, said.map(alone))) return undefined
  const readings: PatternReading[] = []
  for (const equal of said) if (!readEqual(row, equal, readings)) return undefined
  return readings
}

function alone(equal: Equal): Equal[] {
  return [equal]
}

/** Reads the values of one place; nothing where they say what the row says by itself. */
function readAlternatives(row: Row, alternatives: readonly Equal[]): PatternReading[] | undefined {
  const readings: PatternReading[] = []
  for (const equal of alternatives) if (!readEqual(row, equal, readings)) return undefined
  const [first] = readings
  const onePlace = readings.every(({ bind, name }) => bind === first?.bind && (bind !== undefined || name === first?.name))
  return onePlace ? readings : undefined
}

/** Reads one value into `readings`, unless the row says it by itself; `false` where it has no place for it. */
function readEqual(row: Row, { path, literal }: Equal, readings: PatternReading[]): boolean {
  if (isTypeOfReference(path)) return true // misp-stix adds it
  const binds = row.spellings.get(path)
  if (binds?.length === 0) return true // a constant
  const custom = binds === undefined ? (row.readFrom.get(path) ?? row.customNames.get(customOf(path))) : undefined
  if (binds === undefined && custom === undefined) return false
  const reading =
    binds === undefined ? { bind: undefined, name: custom as string, value: String(valueOf(literal)) } : decode(binds, literal)
  if (reading !== undefined) readings.push(reading)
  return reading !== undefined
}

/** `resolves_to_refs[*].type`: the type of the object behind a reference. */
export function isTypeOfReference(path: string): boolean {
  return path.endsWith('.type') && /_refs?(?:\[\*\])?\.type$/.test(path)
}

/** Which bind and filler a value belongs to: the first that could have written it, else the first that can read it. */
function decode(binds: readonly Bind[], literal: Literal): PatternReading | undefined {
  const value = valueOf(literal)
  const isOnly = binds.length === 1 && binds[0]?.fillers.length === 1
  let readable: PatternReading | undefined
  for (const bind of binds) {
    for (const { name, codec } of bind.fillers) {
      const decoded = fitsLiteral(codec, literal) ? codec.decode(value) : undefined
      if (decoded === undefined) continue
      if (isOnly || codec.encode(decoded) !== undefined) return { bind, name, value: decoded }
      readable ??= { bind, name, value: decoded }
    }
  }
  return readable
}

/** `h'…'`, `b'…'` and `t'…'` stand for bytes and moments (section 9.4): to a place of texts their digits are another value. */
function fitsLiteral({ literal: written }: Codec, { kind }: Literal): boolean {
  if (kind === 'hex' || kind === 'timestamp') return written === kind
  return kind !== 'binary' || written === 'none'
}

/** Does a pattern say what belongs to the meaning of a row, and nothing of what the row writes by itself? */
function meansRow(row: Row, conditions: readonly (readonly Equal[])[]): boolean {
  return constantsOf(row).every(({ path, value, detect }) => {
    const said = conditions.filter((alternatives) => alternatives.some((each) => each.path === path))
    if (!detect) return said.length === 0
    return (
      said.length > 0 &&
      said.every(([only, ...more]) => only !== undefined && more.length === 0 && isSame(valueOf(only.literal), value))
    )
  })
}

/** What a row writes by itself and no relation can say, by its full path. */
type Constant = Pick<Fixed, 'path' | 'value' | 'detect'>

const constants = new WeakMap<Row, readonly Constant[]>()

function constantsOf(row: Row): readonly Constant[] {
  const known = constants.get(row)
  if (known !== undefined) return known
  const made = row.fixed
    .filter(({ instead }) => instead.length === 0)
    .map(({ path, value, detect }) => ({ path: normalPath(`${row.type}:${path}`), value, detect }))
  constants.set(row, made)
  return made
}

function customOf(path: string): string {
  return path
    .slice(path.lastIndexOf('.') + 1)
    .slice(path.includes('.') ? 0 : path.indexOf(':') + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '_')
}

/** The value of a literal as JSON has it; an integer that JSON cannot hold exactly as its digits. */
export function valueOf({ value }: Literal): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** `path = v`. */
export interface Equal {
  /** With the object type, any index: `file:hashes.'SHA-256'`. */
  path: string
  literal: Literal
}

/** What a pattern demands of one observation, each as alternatives; `undefined` where it says more than `path = v` and `path IN (v, w)`. */
function conjunction(text: string): Equal[][] | undefined {
  const pattern = parsePattern(text)
  if (pattern.kind !== 'observation') return undefined
  const { expression } = pattern
  const operands = expression.kind === 'and' ? flatten(expression) : [expression]
  const conditions = operands.map((operand) => (operand.kind === 'or' ? alternativesOf(operand.operands) : equals(operand)))
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined
}

/** The operands of nested ANDs. */
function flatten(expression: ComparisonExpression): ComparisonExpression[] {
  return expression.kind === 'and' ? expression.operands.flatMap(flatten) : [expression]
}

function alternativesOf(operands: readonly ComparisonExpression[]): Equal[] | undefined {
  const inner = operands.map((operand) => (operand.kind === 'or' ? alternativesOf(operand.operands) : equals(operand)))
  return inner.every((each) => each !== undefined) ? inner.flat() : undefined
}

function equals(expression: ComparisonExpression): Equal[] | undefined {
  if (expression.kind !== 'comparison' || expression.negated) return undefined
  const path = anyIndex(printPath(expression.path))
  if (expression.operator === '=') return [{ path, literal: expression.value }]
  if (expression.operator === 'IN') return expression.values.map((literal) => ({ path, literal }))
  return undefined
}
