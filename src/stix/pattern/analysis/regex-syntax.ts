/**
 * Looks a regular expression over for what no engine takes: brackets that are not closed, a quantifier without anything to repeat, a
 * backslash at the end, a range that runs backwards. Tells what is wrong, or `undefined`, in one pass and without an engine, so it is cheap
 * enough for every pattern that is validated. Says nothing about what it does not know for sure: extended mode and verbs of PCRE.
 */
export function regexSyntaxFault(pattern: string): string | undefined {
  if (pattern.includes('(*') || EXTENDED.test(pattern)) return undefined
  let depth = 0
  let isRepeatable = false
  for (let at = 0; at < pattern.length;) {
    const unit = pattern.charAt(at)
    if (unit === '\\') {
      if (at === pattern.length - 1) return 'it ends in a backslash'
      at = escapeEnd(pattern, at)
      isRepeatable = true
    } else if (unit === '[') {
      const end = classEnd(pattern, at)
      if (typeof end === 'string') return end
      at = end
      isRepeatable = true
    } else if (unit === '(') {
      if (pattern.startsWith('(?#', at)) {
        const end = pattern.indexOf(')', at)
        if (end === -1) return 'a ( is not closed'
        at = end + 1
        continue
      }
      depth++
      // What follows (? is not told apart
      isRepeatable = pattern.charAt(at + 1) === '?'
      at += isRepeatable ? 2 : 1
    } else if (unit === ')') {
      if (depth === 0) return 'a ) closes nothing'
      depth--
      isRepeatable = true
      at++
    } else {
      if (!isRepeatable && isQuantifier(pattern, at)) return `there is nothing to repeat before ${unit}`
      isRepeatable = unit !== '|'
      at++
    }
  }
  return depth > 0 ? 'a ( is not closed' : undefined
}

/** Blanks and what follows # count for nothing: brackets in there neither. */
const EXTENDED = /\(\?[a-wyz^-]{0,10}x/i

function isQuantifier(pattern: string, at: number): boolean {
  const unit = pattern.charAt(at)
  if (unit !== '{') return unit === '*' || unit === '+' || unit === '?'
  COUNT.lastIndex = at
  return COUNT.test(pattern)
}

const COUNT = /\{\d+(?:,\d*)?\}/y

/** `\Q…\E` quotes what stands in it. */
function escapeEnd(pattern: string, at: number): number {
  if (pattern.charAt(at + 1) !== 'Q') return at + 2
  const end = pattern.indexOf('\\E', at)
  return end === -1 ? pattern.length : end + 2
}

/** Where a class in square brackets ends, or what is wrong with it. */
function classEnd(pattern: string, start: number): number | string {
  let at = start + 1
  if (pattern.charAt(at) === '^') at++
  // A bracket that stands first is one of the characters
  if (pattern.charAt(at) === ']') at++
  while (at < pattern.length) {
    const unit = pattern.charAt(at)
    if (unit === ']') return at + 1
    if (unit === '\\') at = escapeEnd(pattern, at)
    else if (unit === '[') at = posixEnd(pattern, at)
    // Engines differ on what a bracket behind a hyphen is
    else if (pattern.startsWith('-[', at)) at += 2
    else if (isBackwards(pattern, at)) return `the range ${pattern.slice(at, at + 3)} runs backwards`
    else at++
  }
  return 'a [ is not closed'
}

function posixEnd(pattern: string, at: number): number {
  POSIX.lastIndex = at
  return POSIX.test(pattern) ? POSIX.lastIndex : at + 1
}

const POSIX = /\[:\^?[a-z]+:\]/y

function isBackwards(pattern: string, at: number): boolean {
  if (pattern.charAt(at + 1) !== '-') return false
  const last = pattern.charCodeAt(at + 2)
  const first = pattern.charCodeAt(at)
  return last < 0x80 && first < 0x80 && last !== BACKSLASH && last !== CLOSE && last !== OPEN && first !== HYPHEN && first > last
}

const HYPHEN = 0x2d
const OPEN = 0x5b
const BACKSLASH = 0x5c
const CLOSE = 0x5d
