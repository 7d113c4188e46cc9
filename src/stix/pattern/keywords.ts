/** The reserved words of STIX 2.1 patterns. As a property name each needs quotes; case matters. */
export const KEYWORDS = [
  'AND',
  'OR',
  'NOT',
  'FOLLOWEDBY',
  'LIKE',
  'MATCHES',
  'ISSUPERSET',
  'ISSUBSET',
  'EXISTS',
  'LAST',
  'IN',
  'START',
  'STOP',
  'SECONDS',
  'WITHIN',
  'REPEATS',
  'TIMES',
  'true',
  'false',
] as const

export type Keyword = (typeof KEYWORDS)[number]

const byText: ReadonlyMap<string, Keyword> = new Map(KEYWORDS.map((word) => [word, word]))

export function keyword(word: string): Keyword | undefined {
  return byText.get(word)
}
