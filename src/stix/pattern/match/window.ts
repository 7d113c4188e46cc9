import type { Candidate } from './candidate.ts'
import { cover, type Cover, type World } from './cover.ts'
import { hasChoice, isTimed, needsOf, type Need, type Window } from './plan.ts'
import { search } from './search.ts'

/**
 * Satisfies WITHIN. Intervals can be met within `length` of each other when the latest begin is less than `length` after the
 * earliest end: so each end is tried as the earliest, with the candidates that fit it. That is all, where time does not count
 * otherwise; else they are searched.
 */
export function coverWithin(window: Window, world: World): Cover | undefined {
  const { part, length } = window
  const isSearched = isTimed(part)
  const counts = new Map(needsOf(part).map((need) => [need, new IntervalCounts(world.candidatesOf(need), world)]))
  const ends = new Set<number>()
  for (const need of counts.keys()) for (const { latest } of world.candidatesOf(need)) ends.add(latest)
  for (const end of [...ends].filter((time) => !Number.isNaN(time)).sort((a, b) => a - b)) {
    world.budget.spend(counts.size)
    const few = new Set(
      [...counts].filter(([need, those]) => those.between(end, end + length) < need.count).map(([need]) => need),
    )
    if (few.size > 0 && !hasChoice(part)) continue
    const near = narrowed(world, (need) => (few.has(need) ? [] : fitting(need, end, length, world)))
    const found = cover(part, near)
    if (found !== undefined && !isSearched) return found
    const ordered = found && search(window, near)
    if (ordered !== undefined) return ordered
  }
  return undefined
}

/** A world in which needs have fewer candidates, which are looked up once. */
function narrowed(world: World, candidatesOf: World['candidatesOf']): World {
  const known = new Map<Need, readonly Candidate[]>()
  return {
    ...world,
    candidatesOf(need) {
      const candidates = known.get(need) ?? candidatesOf(need)
      known.set(need, candidates)
      return candidates
    },
  }
}

function fitting(need: Need, end: number, length: number, world: World): Candidate[] {
  return world.candidatesOf(need).filter(({ earliest, latest }) => {
    world.budget.spend(1)
    return latest >= end && earliest < end + length
  })
}

/** How many observations a need can have between two times, told from sums. */
class IntervalCounts {
  readonly #begins: Sums
  readonly #ends: Sums

  constructor(candidates: readonly Candidate[], { countOf, budget }: World) {
    budget.spend(candidates.length)
    this.#begins = new Sums(candidates.map(({ observed, earliest }) => [earliest, countOf(observed)]))
    this.#ends = new Sums(candidates.map(({ observed, latest }) => [latest, countOf(observed)]))
  }

  /** Those that end at `end` or later and begin before `limit`: an Observed Data twice where two tests take it. */
  between(end: number, limit: number): number {
    return this.#begins.before(limit) - this.#ends.before(end)
  }
}

/** Numbers at times, summed up. */
class Sums {
  readonly #times: readonly number[]
  readonly #sums: readonly number[]

  constructor(entries: readonly (readonly [time: number, count: number])[]) {
    const sorted = entries.filter(([time]) => !Number.isNaN(time)).sort(([a], [b]) => a - b)
    let sum = 0
    this.#times = sorted.map(([time]) => time)
    this.#sums = sorted.map(([, count]) => (sum += count))
  }

  /** The sum of what stands before a time. */
  before(time: number): number {
    let low = 0
    let high = this.#times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#times[middle] as number) < time) low = middle + 1
      else high = middle
    }
    return low === 0 ? 0 : (this.#sums[low - 1] as number)
  }
}
