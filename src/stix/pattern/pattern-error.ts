export type PatternErrorCode =
  | 'too-long'
  | 'too-deep'
  | 'unexpected-character'
  | 'unexpected-token'
  | 'unterminated'
  | 'bad-escape'
  | 'bad-number'
  | 'bad-hex'
  | 'bad-binary'
  | 'bad-timestamp'
  | 'bad-index'
  | 'bad-count'
  | 'unquoted-name'
  | 'duplicate-qualifier'
  | 'needs-2.1'

/** A text that is not a STIX pattern, or not an object path. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  readonly code: PatternErrorCode
  /** In UTF-16 units from the start of the text. */
  readonly offset: number
  /** From 1; lines end with LF, CRLF or CR. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** What was expected and what was found: the message without the place. */
  readonly problem: string

  constructor(code: PatternErrorCode, text: string, offset: number, problem: string) {
    const { line, column } = placeIn(text, offset)
    super(`line ${line}, column ${column}: ${problem}`)
    this.code = code
    this.offset = offset
    this.line = line
    this.column = column
    this.problem = problem
  }
}

/** Line and column, from 1, of what stands at an offset. */
export function placeIn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let at = 0; at < offset; at++) {
    const unit = text.charCodeAt(at)
    if (unit !== LF && (unit !== CR || text.charCodeAt(at + 1) === LF)) continue
    line++
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}

/** A piece of the text for a message: in double quotes, on one line, shortened. */
export function excerpt(text: string): string {
  const short = text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH).toWellFormed()}…` : text.toWellFormed()
  return `"${short.replaceAll(CONTROL, codePointName)}"`
}

function codePointName(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`
}

const LF = 0x0a
const CR = 0x0d
const EXCERPT_LENGTH = 40
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g
