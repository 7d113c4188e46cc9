import type { Budget } from './budget.ts'
import type { ObservationTest } from './comparison.ts'
import type { ObservedData } from './observed-data.ts'
import type { Choice, Need } from './plan.ts'

/** An Observed Data that passes a test of a need, and when its observations can have been for that. */
export interface Candidate {
  /** Its place in the list of Observed Data. */
  readonly observed: number
  /** Microseconds since 1970. NaN where the Observed Data does not say. */
  readonly earliest: number
  readonly latest: number
  /** `latest` itself is too late: STOP is exclusive. */
  readonly isOpen: boolean
}

/** The candidates of each need, by `earliest`; those without a time come last. */
export type Candidates = ReadonlyMap<Need, readonly Candidate[]>

/** Candidates stay in memory while other steps pass: so each is paid for as many. */
const STEPS_A_CANDIDATE = 16

/** Tries each test on each Observed Data, once. */
export function findCandidates(
  needs: readonly Need[],
  tests: readonly ObservationTest[],
  observed: readonly ObservedData[],
  budget: Budget,
): Candidates {
  const passing = tests.map((test) => [...observed.keys()].filter((at) => test(observed[at] as ObservedData, budget)))
  return new Map(
    needs.map((need) => {
      const candidates: Candidate[] = []
      for (const choice of need.choices) {
        const those = passing[choice.test] ?? []
        budget.spend(those.length * STEPS_A_CANDIDATE)
        for (const at of those) candidates.push(...candidateOf(choice, at, observed[at] as ObservedData))
      }
      return [need, candidates.sort(byEarliest)]
    }),
  )
}

/** None where START and STOP leave no time. */
function candidateOf({ from, until }: Choice, at: number, { first, last }: ObservedData): Candidate[] {
  const isOpen = until <= last
  const candidate = { observed: at, earliest: from > first ? from : first, latest: isOpen ? until : last, isOpen }
  return isPossible(candidate) || (from === -Infinity && until === Infinity) ? [candidate] : []
}

/** Whether there is a time left at all. */
function isPossible({ earliest, latest, isOpen }: Candidate): boolean {
  return isOpen ? earliest < latest : earliest <= latest
}

function byEarliest(one: Candidate, other: Candidate): number {
  const [a, b] = [one.earliest, other.earliest].map((time) => (Number.isNaN(time) ? Infinity : time)) as [number, number]
  return a < b ? -1 : a > b ? 1 : 0
}
