import { printString } from '../stix/pattern/print-literal.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { printPath } from '../stix/pattern/path.ts'
import type { Comparison, ComparisonExpression, Literal } from '../stix/pattern/ast.ts'
import { ipType } from './binding.ts'
import type { Bind, Filler } from './binding.ts'
import { anyIndex } from './path.ts'
import type { Fill, Row } from './row.ts'

/** One comparison `path = literal` of a bind. `type` is the row's, settled by the value where it is `ip`. */
function printComparison(row: Row, bind: Bind, filler: Filler, encoded: unknown): string {
  const type = row.type === 'ip' ? ipType(encoded) : row.type
  return `${type}:${bind.pattern} = ${printEncoded(filler, encoded)}`
}

function printEncoded({ codec }: Filler, encoded: unknown): string {
  switch (codec.literal) {
    case 'string':
      return printString(String(encoded))
    case 'timestamp':
      return `t'${String(encoded)}'`
    case 'hex':
      return `h'${String(encoded)}'`
    case 'number':
    case 'boolean':
    case 'none':
      return String(encoded)
  }
}

/**
 * The pattern that finds these values: AND over places, OR within a repeated relation. `undefined` when none of them has a place
 * in a pattern.
 */
export function printRowPattern(row: Row, fills: readonly Fill[]): string | undefined {
  const parts: string[] = []
  for (const bind of row.binds) {
    if (bind.pattern === undefined) continue
    const filler = bind.fillers.find(({ name }) => fills.some((fill) => fill.name === name))
    if (filler === undefined) continue
    const alternatives: string[] = []
    for (const fill of fills) {
      const encoded = fill.name === filler.name ? filler.codec.encode(fill.value) : undefined
      if (encoded === undefined) continue
      const comparison = printComparison(row, bind, filler, encoded)
      if (!alternatives.includes(comparison)) alternatives.push(comparison)
    }
    if (alternatives.length > 0) parts.push(alternatives.length === 1 ? (alternatives[0] as string) : `(${alternatives.join(' OR ')})`)
  }
  if (parts.length === 0) return undefined
  const [only] = parts as [string]
  return parts.length === 1 && only.startsWith('(') ? `[${only.slice(1, -1)}]` : `[${parts.join(' AND ')}]`
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
 */
export function readRowPattern(row: Row, text: string): PatternReading[] | undefined {
  const comparisons = conjunction(text)
  if (comparisons === undefined) return undefined
  const readings: PatternReading[] = []
  for (const { path, values } of comparisons) {
    if (/_refs?(\[\*\])?\.type$/.test(path)) continue // misp-stix adds the type behind a reference
    const bind = row.spellings.get(path)
    const custom = bind === undefined ? row.customNames.get(customOf(path)) : undefined
    if (bind === undefined && custom === undefined) return undefined
    for (const literal of values) {
      const value = bind === undefined ? String(valueOf(literal)) : decode(bind, valueOf(literal))
      if (value === undefined) return undefined
      readings.push({ bind, name: custom ?? (bind?.fillers[0]?.name as string), value })
    }
  }
  return readings
}

function decode(bind: Bind, value: unknown): unknown {
  for (const { codec } of bind.fillers) {
    const decoded = codec.decode(value)
    if (decoded !== undefined) return decoded
  }
  return undefined
}

function customOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).slice(path.includes('.') ? 0 : path.indexOf(':') + 1).toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
}

/** The value of a literal as JSON has it. */
export function valueOf(literal: Literal): unknown {
  switch (literal.kind) {
    case 'integer':
    case 'float':
      return Number(literal.value)
    case 'boolean':
    case 'string':
    case 'hex':
    case 'binary':
    case 'timestamp':
      return literal.value
  }
}

/** `path = v` and `path IN (v, w)` of a single observation, or `undefined` where the pattern says more than that. */
export function conjunction(text: string): { path: string; values: readonly Literal[] }[] | undefined {
  const pattern = parsePattern(text)
  if (pattern.kind !== 'observation') return undefined
  const found: { path: string; values: readonly Literal[] }[] = []
  return collect(pattern.expression, found) ? found : undefined
}

function collect(expression: ComparisonExpression, found: { path: string; values: readonly Literal[] }[]): boolean {
  switch (expression.kind) {
    case 'comparison': {
      const values = equals(expression)
      if (values === undefined) return false
      found.push({ path: anyIndex(printPath(expression.path)), values })
      return true
    }
    case 'and':
      return expression.operands.every((operand) => collect(operand, found))
    case 'or': {
      const inner: typeof found = []
      if (!expression.operands.every((operand) => operand.kind === 'comparison' && collect(operand, inner))) return false
      const [first] = inner
      if (first === undefined || inner.some(({ path }) => path !== first.path)) return false
      found.push({ path: first.path, values: inner.flatMap(({ values }) => values) })
      return true
    }
    case 'exists':
      return false
  }
}

function equals(comparison: Comparison): readonly Literal[] | undefined {
  if (comparison.negated) return undefined
  if (comparison.operator === '=') return [comparison.value]
  if (comparison.operator === 'IN') return comparison.values
  return undefined
}
