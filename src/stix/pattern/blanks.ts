/** Skips white space and comments. An unclosed comment is left standing, to be met as a character. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  for (;;) {
    const unit = text.charCodeAt(at)
    if (isBlank(unit)) {
      at++
    } else if (unit === SLASH) {
      const end = commentEnd(text, at)
      if (end === at) return at
      at = end
    } else {
      return at
    }
  }
}

function commentEnd(text: string, start: number): number {
  const following = text.charCodeAt(start + 1)
  if (following === ASTERISK) {
    const close = text.indexOf('*/', start + 2)
    return close === -1 ? start : close + 2
  }
  if (following !== SLASH) return start
  let at = start + 2
  while (at < text.length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at++
  return at
}

/** The code points with the property White_Space (STIX 2.1, section 9.4). */
function isBlank(unit: number): boolean {
  if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) return true
  if (unit < 0x85) return false
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  )
}

const LF = 0x0a
const CR = 0x0d
const ASTERISK = 0x2a
const SLASH = 0x2f
