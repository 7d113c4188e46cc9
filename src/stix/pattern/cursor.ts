import type { Span } from './ast.ts'
import { keyword } from './keywords.ts'
import { Lexer, type TokenKind } from './lex.ts'
import { excerpt, PatternError, type PatternErrorCode } from './pattern-error.ts'

export interface PatternOptions {
  /** The grammar to read. 2.0 knows no EXISTS, takes plain strings after START and STOP, and may repeat a qualifier. */
  version: '2.0' | '2.1'
  /** How deep parentheses may nest; above 256 it counts as 256. */
  maxDepth: number
  /** How long the text may be, in UTF-16 units. */
  maxLength: number
}

const DEFAULT_PATTERN_OPTIONS: Readonly<PatternOptions> = {
  version: '2.1',
  maxDepth: 64,
  maxLength: 1_048_576,
}

/** Where a parser stands: the tokens, and how many parentheses are open. */
export interface Cursor {
  readonly tokens: Lexer
  readonly version: PatternOptions['version']
  readonly maxDepth: number
  depth: number
}

export function openCursor(text: string, options?: Partial<PatternOptions>): Cursor {
  const { version, maxDepth, maxLength } =
    options === undefined ? DEFAULT_PATTERN_OPTIONS : { ...DEFAULT_PATTERN_OPTIONS, ...options }
  if (text.length > maxLength) {
    throw new PatternError('too-long', text, 0, `expected at most ${maxLength} characters, found ${text.length}`)
  }
  return { tokens: new Lexer(text), version, maxDepth: Math.min(maxDepth, DEEPEST), depth: 0 }
}

/** Nine calls a level: far below what a call stack holds. */
const DEEPEST = 256

/** Skips a token of this kind; `expected` names what may stand here, where that is more than the token. */
export function expect(cursor: Cursor, kind: TokenKind, expected = `"${kind}"`): void {
  if (cursor.tokens.kind !== kind) throw unexpected(cursor, expected)
  cursor.tokens.next()
}

/** The error for a current token that cannot stand here. */
export function unexpected(cursor: Cursor, expected: string, hint?: string): PatternError {
  const code = cursor.tokens.kind === 'unknown' ? 'unexpected-character' : 'unexpected-token'
  return errorHere(cursor, code, `expected ${expected}, found ${found(cursor)}`, writtenHint(cursor) ?? hint)
}

export function errorHere(cursor: Cursor, code: PatternErrorCode, problem: string, hint?: string): PatternError {
  const { text, start } = cursor.tokens
  return new PatternError(code, text, start, hint === undefined ? problem : `${problem} (${hint})`)
}

export function found(cursor: Cursor): string {
  const { kind, text, start, end } = cursor.tokens
  return kind === 'end' ? 'the end of the text' : excerpt(text.slice(start, end))
}

/** How what stands here is written right, where it is a slip that many make. */
function writtenHint({ tokens: { kind, value, text, start, end, lastEnd } }: Cursor): string | undefined {
  if (kind === 'unknown') {
    if (QUOTES.includes(text.slice(start, end))) return 'strings and names are quoted with apostrophes'
    const word = SIGNS.get(text.charCodeAt(start))
    return word === undefined ? undefined : `the keyword is written ${word}`
  }
  if (kind !== 'name') return undefined
  const word = keyword(value.toUpperCase()) ?? keyword(value.toLowerCase())
  if (word !== undefined) return `the keyword is written ${word}`
  const touchesString = start === lastEnd && text.charAt(start - 1) === "'"
  return touchesString ? "an apostrophe in a string is written \\'" : undefined
}

const QUOTES = '"`´‘’“”'
const SIGNS: ReadonlyMap<number, string> = new Map([
  [0x26, 'AND'],
  [0x7c, 'OR'],
])

/** Reads `( … )`. The span of what stands inside takes in the parentheses. */
export function readParenthesised<T extends { readonly span: Span }>(
  cursor: Cursor,
  readInside: (cursor: Cursor) => T,
  expectedAtEnd: string,
): T {
  const { tokens } = cursor
  const { start } = tokens
  checkDepth(cursor, cursor.depth)
  cursor.depth++
  tokens.next()
  const inside = readInside(cursor)
  expect(cursor, ')', expectedAtEnd)
  cursor.depth--
  return { ...inside, span: { start, end: tokens.lastEnd } }
}

export function checkDepth(cursor: Cursor, depth: number): void {
  if (depth < cursor.maxDepth) return
  throw errorHere(cursor, 'too-deep', `expected nesting up to ${cursor.maxDepth} deep, found more`)
}

/** Reads `operand KEYWORD operand …`: the operand itself when it is alone, else what `join` makes of them. */
export function readChain<T extends { readonly span: Span }>(
  cursor: Cursor,
  keywordBetween: TokenKind,
  readOperand: (cursor: Cursor) => T,
  join: (operands: T[], span: Span) => T,
): T {
  const first = readOperand(cursor)
  const { tokens } = cursor
  if (tokens.kind !== keywordBetween) return first
  const operands = [first]
  while (tokens.kind === keywordBetween) {
    tokens.next()
    operands.push(readOperand(cursor))
  }
  return join(operands, { start: first.span.start, end: tokens.lastEnd })
}
