import type { Literal, NumberLiteral, OrderableLiteral, StringLiteral, TimestampLiteral } from './ast.ts'
import { errorHere, expect, found, unexpected, type Cursor } from './cursor.ts'
import { isTimestampText, TIMESTAMP_FORM } from './literal-text.ts'
import type { PatternError } from './pattern-error.ts'

/** Reads any literal (section 9.2). */
export function readLiteral(cursor: Cursor): Literal {
  const { kind, start, end } = cursor.tokens
  if (kind !== 'true' && kind !== 'false') return readOrderable(cursor)
  cursor.tokens.next()
  return { kind: 'boolean', value: kind === 'true', span: { start, end } }
}

export function readOrderable(cursor: Cursor): OrderableLiteral {
  const { kind, value, start, end } = cursor.tokens
  if (kind === 'integer' || kind === 'float') return readNumber(cursor, 'a number')
  if (kind !== 'string' && kind !== 'hex' && kind !== 'binary' && kind !== 'timestamp') throw literalError(cursor)
  cursor.tokens.next()
  return { kind, value, span: { start, end } }
}

function literalError(cursor: Cursor): PatternError {
  const { kind } = cursor.tokens
  if (kind === 'true' || kind === 'false') return unexpected(cursor, 'a value that has an order', 'booleans have none')
  if (kind === '>' || kind === '<') return unexpected(cursor, 'a value', `the operator is written ${kind}=`)
  return unexpected(cursor, 'a value', kind === 'name' ? 'strings are quoted with apostrophes' : undefined)
}

export function readString(cursor: Cursor): StringLiteral {
  const { kind, value, start, end } = cursor.tokens
  if (kind !== 'string') throw unexpected(cursor, 'a string')
  cursor.tokens.next()
  return { kind, value, span: { start, end } }
}

/** Reads a number. A plus sign is read, though section 9.2 bans it, and forgotten. */
export function readNumber(cursor: Cursor, expected: string): NumberLiteral {
  const { kind, value, start, end } = cursor.tokens
  if (kind !== 'integer' && kind !== 'float') throw unexpected(cursor, expected)
  const text = value.startsWith('+') ? value.slice(1) : value
  const number = Number(text)
  if (!Number.isFinite(number)) {
    throw errorHere(cursor, 'bad-number', `expected a number in the range of IEEE 754 doubles, found ${found(cursor)}`)
  }
  cursor.tokens.next()
  const span = { start, end }
  if (kind === 'float') return { kind, value: number, text, span }
  // Adding 0 makes -0 a plain 0.
  return { kind, value: Number.isSafeInteger(number) ? number + 0 : BigInt(text), span }
}

/** Reads a timestamp; STIX 2.0 wrote it as a plain string. */
export function readTimestamp(cursor: Cursor, keywordBefore: string): TimestampLiteral {
  const { kind, value, start, end } = cursor.tokens
  const plain = kind === 'string' && cursor.version === '2.0'
  if (kind !== 'timestamp' && !plain) {
    throw unexpected(cursor, `a timestamp after ${keywordBefore}`, kind === 'string' ? "write t'…'" : undefined)
  }
  if (plain && !isTimestampText(value)) {
    throw errorHere(cursor, 'bad-timestamp', `expected ${TIMESTAMP_FORM} after ${keywordBefore}, found ${found(cursor)}`)
  }
  cursor.tokens.next()
  return { kind: 'timestamp', value, span: { start, end } }
}

/** Reads the `( … )` after IN. */
export function readSet(cursor: Cursor): Literal[] {
  const { tokens } = cursor
  expect(cursor, '(', '"(" after IN')
  const values: Literal[] = []
  if (tokens.kind !== ')') values.push(readLiteral(cursor))
  while (values.length > 0 && tokens.kind === ',') {
    tokens.next()
    values.push(readLiteral(cursor))
  }
  expect(cursor, ')', '"," or ")"')
  return values
}
