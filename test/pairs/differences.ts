import { readFileSync } from 'node:fs'

/** One field in which misp-stix and we differ. */
export interface Difference {
  case: string
  at: string
  theirs: string | null
  ours: string | null
}

/** Differences with one reason, by case: where, what they have, what we have. */
export interface Group {
  direction: 'STIX -> MISP' | 'MISP -> STIX'
  reason: string
  differences: Record<string, [at: string, theirs: string | null, ours: string | null][]>
}

/** The reviewed differences, in groups. */
export const GROUPS = JSON.parse(readFileSync(new URL('differences.json', import.meta.url), 'utf8')) as readonly Group[]

/** What the list says of one direction. */
export function listedDifferences(direction: string): Difference[] {
  return GROUPS.filter((group) => group.direction === direction).flatMap(({ differences }) =>
    Object.entries(differences).flatMap(([name, fields]) =>
      fields.map(([at, theirs, ours]): Difference => ({ case: name, at, theirs, ours })),
    ),
  )
}

/** How a difference is told from others. */
export function keyOf({ case: name, at, theirs, ours }: Difference): string {
  return JSON.stringify([name, at, theirs, ours])
}
