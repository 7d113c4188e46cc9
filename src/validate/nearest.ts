/** Longer words than any in a list: comparing them costs time and finds nothing. */
const LONGEST = 60

/** What somebody may have meant who wrote another word, as the end of a message; `undefined`: no word of the list is near. */
export function hintOf(written: string, words: Iterable<string>): string | undefined {
  const near = nearestWords(written, words)
  const [first] = near
  if (first === undefined) return undefined
  if (plainOf(first) === plainOf(written)) return `write ${first}`
  return `nearest to it ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`
}

/** Case, and how parts are separated, tell no words apart. */
function plainOf(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, '')
}

/** Up to three words: the nearest first. */
function nearestWords(written: string, words: Iterable<string>): string[] {
  if (written.length > LONGEST) return []
  const plain = written.toLowerCase().replaceAll(/[\s_]+/g, '-')
  const limit = Math.max(1, Math.floor(plain.length / 3)) + 1
  const found: { word: string; far: number }[] = []
  for (const word of words) {
    const other = word.toLowerCase()
    const far = plainOf(other) === plainOf(plain) ? 0 : contains(other, plain) ? 1 : distance(plain, other, limit)
    if (far < limit) found.push({ word, far })
  }
  return found
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ word }) => word)
}

/** Is one a part of the other that says something? */
function contains(one: string, other: string): boolean {
  return one.length > 3 && other.length > 3 && (one.includes(other) || other.includes(one))
}

/** Levenshtein's distance, given up at `limit`. */
export function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? limit
}
