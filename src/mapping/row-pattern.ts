import { printString } from '../stix/pattern/print-literal.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { printPath } from '../stix/pattern/path.ts'
import type { Comparison, ComparisonExpression, Literal } from '../stix/pattern/ast.ts'
import { ipType } from './binding.ts'
import type { Bind } from './binding.ts'
import type { Codec } from './codec.ts'
import { anyIndex, normalPath } from './path.ts'
import type { Fill, Row } from './row.ts'
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
  for (const { path, codec, value, match } of row.fixed.toReversed())
    if (match) parts.unshift(printComparison(row.type, path, codec, value))
  const [only] = parts as [string]
  return parts.length === 1 && only.startsWith('(') ? `[${only.slice(1, -1)}]` : `[${parts.join(' AND ')}]`
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

/** A value found in a pattern: at a bind's place, or under a custom property that names a relation. */
export interface PatternReading {
  bind: Bind | undefined
  name: string
  value: unknown
}

/**
 * Reads the values of a pattern that says nothing but `path = value` under AND, with OR only between values of one place: what
 * a row can express. Anything else gives `undefined`: a part of a pattern is never taken for the whole.
 *
 * `byShape`: the row was not named by MISP's own labels, so that what its `match` demands must be there, and its other constants
 * must not say otherwise.
 */
export function readRowPattern(
  row: Row,
  text: string,
  { byShape = false }: { byShape?: boolean } = {},
): PatternReading[] | undefined {
  const comparisons = conjunction(text)
  if (comparisons === undefined || (byShape && !meansRow(row, comparisons))) return undefined
  const readings: PatternReading[] = []
  for (const { path, values } of comparisons) {
    if (/_refs?(\[\*\])?\.type$/.test(path)) continue // misp-stix adds the type behind a reference
    const binds = row.spellings.get(path)
    if (binds?.length === 0) continue // a constant
    const custom = binds === undefined ? row.customNames.get(customOf(path)) : undefined
    if (binds === undefined && custom === undefined) return undefined
    for (const literal of values) {
      const reading =
        binds === undefined
          ? { bind: undefined, name: custom as string, value: String(valueOf(literal)) }
          : decode(binds, valueOf(literal))
      if (reading === undefined) return undefined
      readings.push(reading)
    }
  }
  return readings
}

/** Which bind and filler a value belongs to: the first that could have written it, else the first that can read it. */
function decode(binds: readonly Bind[], value: unknown): PatternReading | undefined {
  let readable: PatternReading | undefined
  for (const bind of binds) {
    for (const { name, codec } of bind.fillers) {
      const decoded = codec.decode(value)
      if (decoded === undefined) continue
      if (codec.encode(decoded) !== undefined) return { bind, name, value: decoded }
      readable ??= { bind, name, value: decoded }
    }
  }
  return readable
}

/** Does a pattern agree with the constants of a row? */
function meansRow(row: Row, comparisons: readonly { path: string; values: readonly Literal[] }[]): boolean {
  const constants = row.fixed.filter(({ derive, instead }) => derive === undefined && instead.length === 0)
  return constants.every(({ path, value, match }) => {
    const full = normalPath(`${row.type}:${path}`)
    const said = comparisons.filter((comparison) => comparison.path === full)
    return (
      (said.length > 0 || !match) &&
      said.every(({ values }) => values.length === 1 && isSame(valueOf(values[0] as Literal), value))
    )
  })
}

function customOf(path: string): string {
  return path
    .slice(path.lastIndexOf('.') + 1)
    .slice(path.includes('.') ? 0 : path.indexOf(':') + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '_')
}

/** The value of a literal as JSON has it. */
export function valueOf({ kind, value }: Literal): unknown {
  return kind === 'integer' || kind === 'float' ? Number(value) : value
}

/** `path = v` and `path IN (v, w)` of a single observation, or `undefined` where the pattern says more than that. */
function conjunction(text: string): { path: string; values: readonly Literal[] }[] | undefined {
  const pattern = parsePattern(text)
  if (pattern.kind !== 'observation') return undefined
  const found: { path: string; values: readonly Literal[] }[] = []
  return collect(pattern.expression, found) ? found : undefined
}

function collect(expression: ComparisonExpression, found: { path: string; values: readonly Literal[] }[]): boolean {
  if (expression.kind === 'and') return expression.operands.every((operand) => collect(operand, found))
  if (expression.kind === 'or') return collectAlternatives(expression.operands, found)
  const values = expression.kind === 'comparison' ? equals(expression) : undefined
  if (values === undefined || expression.kind !== 'comparison') return false
  found.push({ path: anyIndex(printPath(expression.path)), values })
  return true
}

/** OR between values of one place. */
function collectAlternatives(
  operands: readonly ComparisonExpression[],
  found: { path: string; values: readonly Literal[] }[],
): boolean {
  const inner: typeof found = []
  if (!operands.every((operand) => operand.kind === 'comparison' && collect(operand, inner))) return false
  const [first] = inner
  if (first === undefined || inner.some(({ path }) => path !== first.path)) return false
  found.push({ path: first.path, values: inner.flatMap(({ values }) => values) })
  return true
}

function equals(comparison: Comparison): readonly Literal[] | undefined {
  if (comparison.negated) return undefined
  if (comparison.operator === '=') return [comparison.value]
  if (comparison.operator === 'IN') return comparison.values
  return undefined
}
