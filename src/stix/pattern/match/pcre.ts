/**
 * A PCRE pattern as RE2 reads it, for MATCHES (STIX 2.1, section 9.6.1). RE2 refuses by itself what it does not have, such as
 * look-around and back-references; here stands what it would take for something else:
 *
 * - `$` and `\Z` also match before a line feed that ends the text, `\s` has the vertical tab, `\v` is any vertical white space;
 * - `\10` is a back-reference or an octal number, which depends on the groups: it is left to RE2 as `\1`, which RE2 refuses.
 *
 * `\d`, `\w` and `\b` mean ASCII in both. What consumes the line feed behind a `$` is not followed (`a$\n`).
 */
export function toRe2(pattern: string): string {
  const dollar = MULTILINE.test(pattern) ? '$' : LINE_END
  let text = ''
  let inClass = false
  for (let at = 0; at < pattern.length;) {
    const end = inClass ? classPieceEnd(pattern, at) : pieceEnd(pattern, at)
    const piece = pattern.slice(at, end)
    if (inClass) {
      if (piece === ']') inClass = false
      text += IN_CLASS[piece] ?? piece
    } else {
      if (piece.startsWith('[')) inClass = true
      text += piece === '$' ? dollar : BACK_REFERENCE.test(piece) ? '\\1' : (OUTSIDE[piece] ?? piece)
    }
    at = end
  }
  return text
}

/** An escape with its digits, a quotation, the beginning of a class with a bracket that is no end; else one unit. */
function pieceEnd(pattern: string, at: number): number {
  if (pattern.startsWith('\\Q', at)) {
    const close = pattern.indexOf('\\E', at)
    return close === -1 ? pattern.length : close + 2
  }
  PIECE.lastIndex = at
  return PIECE.test(pattern) ? PIECE.lastIndex : at + 1
}

function classPieceEnd(pattern: string, at: number): number {
  CLASS_PIECE.lastIndex = at
  return CLASS_PIECE.test(pattern) ? CLASS_PIECE.lastIndex : at + 1
}

const PIECE = /\\[1-9]\d*|\\[^]|\[\^?\]?/y
const CLASS_PIECE = /\\[^]|\[:\^?[a-z]+:\]/y
const BACK_REFERENCE = /^\\[1-9]/
const MULTILINE = /^\(\?[a-z]*m[a-z]*\)/

const LINE_END = '(?:\\n?\\z)'
const VERTICAL = '\\n\\x0b\\f\\r\\x{85}\\x{2028}\\x{2029}'

const OUTSIDE: Readonly<Record<string, string>> = {
  '\\s': '[[:space:]]',
  '\\S': '[^[:space:]]',
  '\\v': `[${VERTICAL}]`,
  '\\Z': LINE_END,
}

const IN_CLASS: Readonly<Record<string, string>> = {
  '\\s': '[:space:]',
  '\\S': '[:^space:]',
  '\\v': VERTICAL,
  '\\b': '\\x08',
}
