import type { Comparison, ComparisonExpression, ObservationExpression, Pattern, Qualifier } from './ast.ts'
import { printPath } from './path.ts'
import { printLiteral } from './print-literal.ts'

/**
 * The canonical STIX 2.1 text of a pattern: single blanks, `=` and `!=`, quotes and parentheses only where needed.
 *
 * It trusts the tree: names of types and the texts of hex, binary, timestamp and float literals are written as they are.
 */
export function printPattern(pattern: Pattern): string {
  if (pattern.kind === 'observation') return `[${printComparisons(pattern.expression)}]`
  if (pattern.kind === 'qualified') return printQualified(pattern.expression, pattern.qualifiers)
  return printOperands(pattern.kind, pattern.operands, printPattern)
}

/** AND binds closest, FOLLOWEDBY least (section 9.5.3); the same operator inside itself was in parentheses. */
const LOOSENESS = { observation: 0, qualified: 0, comparison: 0, exists: 0, and: 1, or: 2, 'followed-by': 3 } as const

const WORDS = { and: ' AND ', or: ' OR ', 'followed-by': ' FOLLOWEDBY ' } as const

function printOperands<T extends { readonly kind: keyof typeof LOOSENESS }>(
  connective: keyof typeof WORDS,
  operands: readonly T[],
  print: (operand: T) => string,
): string {
  let text = ''
  for (const operand of operands) {
    if (text !== '') text += WORDS[connective]
    text += LOOSENESS[operand.kind] < LOOSENESS[connective] ? print(operand) : `(${print(operand)})`
  }
  return text
}

function printQualified(expression: ObservationExpression, qualifiers: readonly Qualifier[]): string {
  let text = printPattern(expression)
  if (expression.kind !== 'observation') text = `(${text})`
  for (const qualifier of qualifiers) text += ` ${printQualifier(qualifier)}`
  return text
}

function printQualifier(qualifier: Qualifier): string {
  if (qualifier.kind === 'within') return `WITHIN ${printLiteral(qualifier.seconds)} SECONDS`
  if (qualifier.kind === 'repeats') return `REPEATS ${qualifier.times} TIMES`
  return `START ${printLiteral(qualifier.start)} STOP ${printLiteral(qualifier.stop)}`
}

function printComparisons(expression: ComparisonExpression): string {
  if (expression.kind === 'comparison') return printComparison(expression)
  if (expression.kind === 'exists') return `${expression.negated ? 'NOT ' : ''}EXISTS ${printPath(expression.path)}`
  return printOperands(expression.kind, expression.operands, printComparisons)
}

function printComparison(comparison: Comparison): string {
  const { path, operator, negated } = comparison
  const value = operator === 'IN' ? printSet(comparison) : printLiteral(comparison.value)
  return `${printPath(path)} ${negated ? 'NOT ' : ''}${operator} ${value}`
}

function printSet(comparison: Comparison & { operator: 'IN' }): string {
  return `(${comparison.values.map(printLiteral).join(', ')})`
}
