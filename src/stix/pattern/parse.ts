import type {
  Observation,
  ObservationExpression,
  Pattern,
  Qualified,
  Qualifier,
  Repeats,
  Span,
  StartStop,
  Within,
} from './ast.ts'
import {
  checkDepth,
  errorHere,
  expect,
  found,
  openCursor,
  readChain,
  readParenthesised,
  unexpected,
  type Cursor,
  type PatternOptions,
} from './cursor.ts'
import type { TokenKind } from './lex.ts'
import { readComparisons } from './parse-comparison.ts'
import { readNumber, readTimestamp } from './parse-literal.ts'

/**
 * Reads a STIX pattern (STIX 2.1, section 9).
 *
 * It follows the OASIS grammar, and refuses beyond it what has no meaning by the prose of section 9: counts that are
 * not above zero, negative list indices, days that do not exist, one kind of qualifier twice on one expression. It
 * reads beyond it line breaks in base64, and the empty `b''`. What the prose forbids but has a plain meaning is read
 * as well, for a validator to judge: plus signs, sets of mixed types, AND between different object types. So is what
 * only the object model can tell, such as the length of a hash.
 *
 * Throws `PatternError`, and nothing else, whatever the text.
 */
export function parsePattern(text: string, options?: Partial<PatternOptions>): Pattern {
  const cursor = openCursor(text, options)
  const pattern = readObservations(cursor)
  if (cursor.tokens.kind !== 'end') throw unexpected(cursor, `${FOLLOW} or the end of the text`)
  return pattern
}

const FOLLOW = 'AND, OR, FOLLOWEDBY, a qualifier'

function readObservations(cursor: Cursor): ObservationExpression {
  return readChain(cursor, 'FOLLOWEDBY', readDisjunction, joinFollowedBy)
}

function readDisjunction(cursor: Cursor): ObservationExpression {
  return readChain(cursor, 'OR', readConjunction, joinOr)
}

function readConjunction(cursor: Cursor): ObservationExpression {
  return readChain(cursor, 'AND', readQualified, joinAnd)
}

function joinFollowedBy(operands: ObservationExpression[], span: Span): ObservationExpression {
  return { kind: 'followed-by', operands, span }
}

function joinOr(operands: ObservationExpression[], span: Span): ObservationExpression {
  return { kind: 'or', operands, span }
}

function joinAnd(operands: ObservationExpression[], span: Span): ObservationExpression {
  return { kind: 'and', operands, span }
}

function readQualified(cursor: Cursor): ObservationExpression {
  let expression = readUnit(cursor)
  for (let depth = cursor.depth - 1; isQualifierNext(cursor); depth++) {
    checkDepth(cursor, depth)
    expression = readQualifiers(cursor, expression)
  }
  return expression
}

function readUnit(cursor: Cursor): ObservationExpression {
  const { kind } = cursor.tokens
  if (kind === '[') return readObservation(cursor)
  if (kind === '(') return readParenthesised(cursor, readObservations, `${FOLLOW} or ")"`)
  throw unexpected(cursor, '"[" or "("', kind === 'name' ? 'comparisons stand in square brackets' : undefined)
}

function readObservation(cursor: Cursor): Observation {
  const { tokens } = cursor
  const { start } = tokens
  tokens.next()
  const expression = readComparisons(cursor)
  expect(cursor, ']', 'AND, OR or "]"')
  return { kind: 'observation', expression, span: { start, end: tokens.lastEnd } }
}

function isQualifierNext(cursor: Cursor): boolean {
  const { kind } = cursor.tokens
  return kind === 'WITHIN' || kind === 'REPEATS' || kind === 'START'
}

/** Reads qualifiers up to the first that repeats a kind: an error in 2.1, while in 2.0 it applies to all before it. */
function readQualifiers(cursor: Cursor, expression: ObservationExpression): Qualified {
  const { start } = expression.span
  const qualifiers: Qualifier[] = []
  const kinds = new Set<TokenKind>()
  while (isQualifierNext(cursor) && !isRepeated(cursor, kinds)) {
    kinds.add(cursor.tokens.kind)
    qualifiers.push(readQualifier(cursor))
  }
  return { kind: 'qualified', expression, qualifiers, span: { start, end: cursor.tokens.lastEnd } }
}

function isRepeated(cursor: Cursor, kinds: ReadonlySet<TokenKind>): boolean {
  const { kind } = cursor.tokens
  if (!kinds.has(kind)) return false
  if (cursor.version === '2.0') return true
  throw errorHere(cursor, 'duplicate-qualifier', `expected each kind of qualifier once, found a second ${kind}`)
}

function readQualifier(cursor: Cursor): Qualifier {
  const { kind } = cursor.tokens
  if (kind === 'WITHIN') return readWithin(cursor)
  return kind === 'REPEATS' ? readRepeats(cursor) : readStartStop(cursor)
}

function readWithin(cursor: Cursor): Within {
  const { tokens } = cursor
  const { start } = tokens
  tokens.next()
  checkCount(cursor, 'seconds')
  const seconds = readNumber(cursor, 'a number of seconds after WITHIN')
  expect(cursor, 'SECONDS')
  return { kind: 'within', seconds, span: { start, end: tokens.lastEnd } }
}

function readRepeats(cursor: Cursor): Repeats {
  const { tokens } = cursor
  const { start } = tokens
  tokens.next()
  if (tokens.kind !== 'integer') throw unexpected(cursor, 'a whole number of times after REPEATS')
  checkCount(cursor, 'times')
  const times = Number(tokens.value)
  tokens.next()
  expect(cursor, 'TIMES')
  return { kind: 'repeats', times, span: { start, end: tokens.lastEnd } }
}

/** Counts must be above zero (section 9.5.1), which the grammar leaves open, and within STIX's range of integers. */
function checkCount(cursor: Cursor, unit: string): void {
  const { kind, value } = cursor.tokens
  const count = Number(value)
  if (kind === 'integer' ? count > 0 && Number.isSafeInteger(count) : kind !== 'float' || count > 0) return
  throw errorHere(cursor, 'bad-count', `expected a number of ${unit} above zero and up to 2^53 - 1, found ${found(cursor)}`)
}

function readStartStop(cursor: Cursor): StartStop {
  const { tokens } = cursor
  const { start } = tokens
  tokens.next()
  const from = readTimestamp(cursor, 'START')
  expect(cursor, 'STOP')
  const stop = readTimestamp(cursor, 'STOP')
  return { kind: 'start-stop', start: from, stop, span: { start, end: tokens.lastEnd } }
}
