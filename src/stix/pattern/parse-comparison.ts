import type { Comparison, ComparisonExpression, Exists, Path, Span } from './ast.ts'
import { errorHere, readChain, readParenthesised, unexpected, type Cursor } from './cursor.ts'
import { readLiteral, readOrderable, readSet, readString } from './parse-literal.ts'
import { readPath } from './path.ts'

/** Reads what stands in `[ … ]`: comparisons joined by OR over AND (section 9.6). */
export function readComparisons(cursor: Cursor): ComparisonExpression {
  return readChain(cursor, 'OR', readConjunction, joinOr)
}

function readConjunction(cursor: Cursor): ComparisonExpression {
  return readChain(cursor, 'AND', readTerm, joinAnd)
}

function joinOr(operands: ComparisonExpression[], span: Span): ComparisonExpression {
  return { kind: 'or', operands, span }
}

function joinAnd(operands: ComparisonExpression[], span: Span): ComparisonExpression {
  return { kind: 'and', operands, span }
}

function readTerm(cursor: Cursor): ComparisonExpression {
  const { kind } = cursor.tokens
  if (kind === 'name') return readComparison(cursor)
  if (kind === '(') return readParenthesised(cursor, readComparisons, 'AND, OR or ")"')
  if (kind === 'NOT' || kind === 'EXISTS') return readExists(cursor)
  throw unexpected(cursor, 'an object path, EXISTS or "("')
}

function readExists(cursor: Cursor): Exists {
  const { tokens } = cursor
  const { start } = tokens
  const negated = tokens.kind === 'NOT'
  if (negated) {
    tokens.next()
    if (tokens.kind !== 'EXISTS') throw unexpected(cursor, 'EXISTS', 'any other NOT stands after the object path')
  }
  if (cursor.version === '2.0') throw errorHere(cursor, 'needs-2.1', 'expected no EXISTS in a STIX 2.0 pattern, found it')
  tokens.next()
  const path = readPath(cursor)
  return { kind: 'exists', path, negated, span: { start, end: tokens.lastEnd } }
}

function readComparison(cursor: Cursor): Comparison {
  const { tokens } = cursor
  const path = readPath(cursor)
  const negated = tokens.kind === 'NOT'
  if (negated) tokens.next()
  return readOperation(cursor, path, negated)
}

function readOperation(cursor: Cursor, path: Path, negated: boolean): Comparison {
  const { kind: operator } = cursor.tokens
  if (operator === '=' || operator === '!=') {
    const value = readOperand(cursor, readLiteral)
    return { kind: 'comparison', path, operator, negated, value, span: spanFrom(path, cursor) }
  }
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=') {
    const value = readOperand(cursor, readOrderable)
    return { kind: 'comparison', path, operator, negated, value, span: spanFrom(path, cursor) }
  }
  if (operator === 'LIKE' || operator === 'MATCHES' || operator === 'ISSUBSET' || operator === 'ISSUPERSET') {
    const value = readOperand(cursor, readString)
    return { kind: 'comparison', path, operator, negated, value, span: spanFrom(path, cursor) }
  }
  if (operator === 'IN') {
    const values = readOperand(cursor, readSet)
    return { kind: 'comparison', path, operator, negated, values, span: spanFrom(path, cursor) }
  }
  throw unexpected(cursor, negated ? 'a comparison operator after NOT' : 'a comparison operator')
}

function readOperand<T>(cursor: Cursor, read: (cursor: Cursor) => T): T {
  cursor.tokens.next()
  return read(cursor)
}

function spanFrom(path: Path, cursor: Cursor): Span {
  return { start: path.span.start, end: cursor.tokens.lastEnd }
}
