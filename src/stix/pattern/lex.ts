import { skipBlanks } from './blanks.ts'
import { isDigit, isNamePart, isNameStart } from './characters.ts'
import { keyword, type Keyword } from './keywords.ts'
import { isBase64Text, isHexText, isTimestampText, TIMESTAMP_FORM } from './literal-text.ts'
import { excerpt, PatternError, type PatternErrorCode } from './pattern-error.ts'

/** Punctuation, operators and keywords are their own kind; `==` is `=` and `<>` is `!=`. No pattern has an `unknown` character. */
export type TokenKind =
  | '['
  | ']'
  | '('
  | ')'
  | ','
  | ':'
  | '.'
  | '*'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | Keyword
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'hex'
  | 'binary'
  | 'timestamp'
  | 'unknown'
  | 'end'

/**
 * Reads a pattern token by token; its fields describe the current one.
 *
 * Tokens may touch, as in the OASIS grammar (`IN('a')`, `WITHIN 5SECONDS`). Throws `PatternError` on a literal that
 * cannot stand in any pattern.
 */
export class Lexer {
  readonly text: string
  kind: TokenKind = 'end'
  /** A name, a string without quotes and escapes, a number as written, or what stands in `h'…'`, `b'…'`, `t'…'`. */
  value = ''
  start = 0
  end = 0
  /** The end of the token before the current one. */
  lastEnd = 0

  /** Stands on the first token of `text`. */
  constructor(text: string) {
    this.text = text
    this.next()
  }

  next(): void {
    const { text } = this
    this.lastEnd = this.end
    this.start = skipBlanks(text, this.end)
    const unit = text.charCodeAt(this.start)
    if (isNameStart(unit)) this.#word(unit)
    else if (unit === APOSTROPHE) this.#string()
    else if (isDigit(unit) || startsSignedNumber(text, this.start, unit)) this.#number()
    else if (this.start >= text.length) this.#take('end', 0)
    else this.#sign(unit)
  }

  #take(kind: TokenKind, length: number): void {
    this.kind = kind
    this.end = this.start + length
  }

  #word(first: number): void {
    const { text, start } = this
    let end = start + 1
    while (isTypePart(text.charCodeAt(end))) end++
    if (end === start + 1 && text.charCodeAt(end) === APOSTROPHE && this.#prefixed(first)) return
    this.end = end
    this.value = text.slice(start, end)
    // Only upper-case letters, `t` and `f` begin a keyword.
    const reserved = first < LOWER_A || first === LOWER_T || first === LOWER_F
    this.kind = reserved ? (keyword(this.value) ?? 'name') : 'name'
  }

  #prefixed(prefix: number): boolean {
    if (prefix === LOWER_H) this.#quoted('hex', isHexText, 'bad-hex', 'an even number of hexadecimal digits')
    else if (prefix === LOWER_B) this.#quoted('binary', isBase64Text, 'bad-binary', 'base64 with its padding')
    else if (prefix === LOWER_T) this.#quoted('timestamp', isTimestampText, 'bad-timestamp', TIMESTAMP_FORM)
    else return false
    return true
  }

  #quoted(kind: TokenKind, isValid: (text: string) => boolean, code: PatternErrorCode, form: string): void {
    const { text, start } = this
    const close = text.indexOf("'", start + 2)
    if (close === -1) throw this.#error('unterminated', start, `the ${kind} literal is not closed: expected an apostrophe`)
    const value = text.slice(start + 2, close)
    if (!isValid(value)) {
      throw this.#error(code, start, `expected ${form} in the ${kind} literal, found ${excerpt(value)}`)
    }
    this.value = value
    this.#take(kind, close + 1 - start)
  }

  #string(): void {
    const { text, start } = this
    let value = ''
    let from = start + 1
    let at = from
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit === APOSTROPHE) break
      if (unit !== BACKSLASH) continue
      this.#checkEscape(at)
      value += text.slice(from, at)
      from = ++at
    }
    if (at >= text.length) throw this.#error('unterminated', start, 'the string is not closed: expected an apostrophe')
    this.value = value + text.slice(from, at)
    this.#take('string', at + 1 - start)
  }

  /** "Only the apostrophe or the backslash may follow" a backslash (section 9.2). */
  #checkEscape(at: number): void {
    const unit = this.text.charCodeAt(at + 1)
    if (unit === APOSTROPHE || unit === BACKSLASH || Number.isNaN(unit)) return
    const found = excerpt(this.text.slice(at, at + 2))
    throw this.#error('bad-escape', at, `expected \\' or \\\\, found ${found} (write a backslash as \\\\)`)
  }

  #number(): void {
    const { text, start } = this
    const first = text.charCodeAt(start)
    const digits = first === PLUS || first === MINUS ? start + 1 : start
    let end = skipDigits(text, digits)
    let kind: TokenKind = 'integer'
    if (text.charCodeAt(end) === DOT && isDigit(text.charCodeAt(end + 1))) {
      kind = 'float'
      end = skipDigits(text, end + 1)
    } else if (text.charCodeAt(digits) === ZERO && end > digits + 1) {
      throw this.#error('bad-number', start, `expected no zeros in front, found ${excerpt(text.slice(start, end))}`)
    }
    if (startsExponent(text, end)) {
      throw this.#error(
        'bad-number',
        start,
        `expected a number without an exponent, found ${excerpt(text.slice(start, end + 2))}`,
      )
    }
    this.value = text.slice(start, end)
    this.#take(kind, end - start)
  }

  #sign(unit: number): void {
    const following = this.text.charCodeAt(this.start + 1)
    switch (unit) {
      case 0x5b:
        return this.#take('[', 1)
      case 0x5d:
        return this.#take(']', 1)
      case 0x28:
        return this.#take('(', 1)
      case 0x29:
        return this.#take(')', 1)
      case 0x2c:
        return this.#take(',', 1)
      case 0x3a:
        return this.#take(':', 1)
      case 0x2a:
        return this.#take('*', 1)
      case DOT:
        return this.#take('.', 1)
      case EQUALS:
        return this.#take('=', following === EQUALS ? 2 : 1)
      case GREATER:
        return following === EQUALS ? this.#take('>=', 2) : this.#take('>', 1)
      case LESS:
        if (following === GREATER) return this.#take('!=', 2)
        return following === EQUALS ? this.#take('<=', 2) : this.#take('<', 1)
      case EXCLAMATION:
        if (following === EQUALS) return this.#take('!=', 2)
    }
    if (this.text.startsWith('/*', this.start)) {
      throw this.#error('unterminated', this.start, 'the comment is not closed: expected */')
    }
    return this.#take('unknown', (this.text.codePointAt(this.start) ?? 0) > 0xffff ? 2 : 1)
  }

  #error(code: PatternErrorCode, offset: number, problem: string): PatternError {
    return new PatternError(code, this.text, offset, problem)
  }
}

/** Object types have hyphens. Property names must not, which the parser checks. */
function isTypePart(unit: number): boolean {
  return isNamePart(unit) || unit === MINUS
}

function skipDigits(text: string, from: number): number {
  let at = from
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

/** `-5`, `+5`, `.5`, `-.5`: a sign or point with digits behind it. */
function startsSignedNumber(text: string, at: number, unit: number): boolean {
  if (unit === DOT) return isDigit(text.charCodeAt(at + 1))
  if (unit !== PLUS && unit !== MINUS) return false
  const following = text.charCodeAt(at + 1)
  return isDigit(following) || (following === DOT && isDigit(text.charCodeAt(at + 2)))
}

function startsExponent(text: string, at: number): boolean {
  if ((text.charCodeAt(at) | 0x20) !== 0x65) return false
  const following = text.charCodeAt(at + 1)
  return isDigit(following) || following === PLUS || following === MINUS
}

const EXCLAMATION = 0x21
const APOSTROPHE = 0x27
const PLUS = 0x2b
const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const LESS = 0x3c
const EQUALS = 0x3d
const GREATER = 0x3e
const BACKSLASH = 0x5c
const LOWER_A = 0x61
const LOWER_B = 0x62
const LOWER_F = 0x66
const LOWER_H = 0x68
const LOWER_T = 0x74
