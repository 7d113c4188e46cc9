import { createMatcher, type MatchOptions, type MatchResult } from '../../../../src/stix/pattern/match/matcher.ts'
import { observedDataIn } from '../../../../src/stix/pattern/match/observed-data.ts'
import { parsePattern } from '../../../../src/stix/pattern/parse.ts'

/** What an Observed Data of the tests says: seconds after noon of 25 November 2026 between which it was seen, how often, and what. */
export interface Seen {
  first?: number
  last?: number
  times?: number
  objects: readonly Record<string, unknown>[]
}

/** Observed Data in the form of STIX 2.1, with their observables; the ids of both count from 0. */
export function objectsOf(seen: readonly Seen[]): Record<string, unknown>[] {
  return seen.flatMap(({ first = 0, last = first, times = 1, objects }, at) => {
    const observables = objects.map((object, index) => ({ id: `${String(object['type'])}--${at}-${index}`, ...object }))
    const observed = {
      type: 'observed-data',
      id: `observed-data--${at}`,
      first_observed: timeAt(first),
      last_observed: timeAt(last),
      number_observed: times,
      object_refs: observables.map(({ id }) => id),
    }
    return [observed, ...observables]
  })
}

export function timeAt(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 25, 12) + seconds * 1000).toISOString()
}

export async function matchObjects(
  pattern: string,
  objects: readonly unknown[],
  options: Partial<MatchOptions> = {},
): Promise<MatchResult> {
  const matcher = await createMatcher(parsePattern(pattern), options)
  return matcher.match(observedDataIn(objects))
}

/** The places of the Observed Data that match; `false` where none do. */
export async function matches(pattern: string, seen: readonly Seen[]): Promise<number[] | false> {
  const result = await matchObjects(pattern, objectsOf(seen))
  if (result.outcome === 'not-matched') return false
  if (result.outcome !== 'matched') throw new Error(`${pattern}: ${result.outcome}`)
  return result.observedData.map(({ id }) => Number(id.replace('observed-data--', '')))
}
