import { BudgetExceeded } from './budget.ts'
import type { Candidate } from './candidate.ts'
import { copiesOf, type Cover, type World } from './cover.ts'
import type { Need, Plan } from './plan.ts'
import { Timeline, type Place } from './timeline.ts'

/**
 * Satisfies a plan in which order and distance count, by trying: candidates early in time first, and back where no moment is left.
 * What it may cost in the worst case is the budget's to say.
 */
export function search(plan: Plan, world: World): Cover | undefined {
  return new Search(world).run(plan)
}

/** More Observed Data than this are not tried together: each stands on the call stack. */
const MOST_PLACED = 500

/** One placing of a FOLLOWEDBY, of which REPEATS may want several. */
interface SequenceRun {
  /** Its first observation, by the place on the timeline. */
  readonly first: number
  readonly outer: Place | undefined
}

class Search {
  readonly #world: World
  readonly #timeline: Timeline
  /** How many observations of an Observed Data were taken. */
  readonly #taken = new Map<number, number>()
  readonly #arrivals = new Map<Need, Arrivals>()

  constructor(world: World) {
    this.#world = world
    this.#timeline = new Timeline(world.budget)
  }

  run(plan: Plan): Cover | undefined {
    if (this.#endAfter(plan, -Infinity) === Infinity) return undefined
    return this.#place(plan, undefined, () => true) ? new Set(this.#taken.keys()) : undefined
  }

  /** Places a plan, then what comes after it; takes its observations back when that fails. */
  #place(plan: Plan, place: Place | undefined, rest: () => boolean): boolean {
    this.#world.budget.spend(1)
    switch (plan.kind) {
      case 'need':
        return this.#fill(plan, plan.count, 0, place, rest)
      case 'all':
        return this.#placeAll(plan.parts, place, rest)
      case 'either':
        return plan.parts.some((part) => this.#place(part, place, rest))
      case 'copies':
        return this.#placeAll(copiesOf(plan), place, rest)
      case 'window':
        return this.#place(plan.part, { kind: 'window', length: plan.length, outer: place }, rest)
      case 'sequence':
    }
    return this.#placeSequence(plan.parts, 0, { first: this.#timeline.length, outer: place }, rest)
  }

  #placeAll(parts: readonly Plan[], place: Place | undefined, rest: () => boolean, at = 0): boolean {
    const part = parts[at]
    if (part === undefined) return rest()
    return this.#place(part, place, () => this.#placeAll(parts, place, rest, at + 1))
  }

  #placeSequence(parts: readonly Plan[], at: number, run: SequenceRun, rest: () => boolean): boolean {
    const part = parts[at]
    if (part === undefined) return rest()
    const coming = { kind: 'sequence', parts: parts.slice(at) } as const
    if (this.#endAfter(coming, this.#timeline.earliestEnd(run.first)) === Infinity) return false
    return this.#place(part, { kind: 'part', of: run, number: at, outer: run.outer }, () =>
      this.#placeSequence(parts, at + 1, run, rest),
    )
  }

  /** Takes `missing` observations from the candidates from `at` on: as many of each as there are, then fewer. */
  #fill(need: Need, missing: number, at: number, place: Place | undefined, rest: () => boolean): boolean {
    if (missing === 0) return rest()
    if (this.#timeline.length > MOST_PLACED) throw new BudgetExceeded()
    const candidates = this.#world.candidatesOf(need)
    for (let next = at; next < candidates.length; next++) {
      const candidate = candidates[next] as Candidate
      const left = this.#world.countOf(candidate.observed) - this.#takenOf(candidate)
      if (left <= 0 || !this.#timeline.add(candidate, place)) continue
      for (let amount = Math.min(missing, left); amount > 0; amount--) {
        this.#take(candidate, amount)
        if (this.#fill(need, missing - amount, next + 1, place, rest)) return true
        this.#take(candidate, -amount)
      }
      this.#timeline.drop()
    }
    return false
  }

  #takenOf({ observed }: Candidate): number {
    return this.#taken.get(observed) ?? 0
  }

  #take(candidate: Candidate, amount: number): void {
    this.#world.budget.spend(1)
    const taken = this.#takenOf(candidate) + amount
    if (taken === 0) this.#taken.delete(candidate.observed)
    else this.#taken.set(candidate.observed, taken)
  }

  /** When a plan can have ended at the earliest, if it does not begin before `time`: Infinity for never. Too early rather than too late. */
  #endAfter(plan: Plan, time: number): number {
    this.#world.budget.spend(1)
    switch (plan.kind) {
      case 'need':
        return this.#arrivalsOf(plan).after(time)
      case 'all':
        return plan.parts.map((part) => this.#endAfter(part, time)).reduce((end, other) => Math.max(end, other))
      case 'either':
        return plan.parts.map((part) => this.#endAfter(part, time)).reduce((end, other) => Math.min(end, other))
      case 'sequence':
        return plan.parts.reduce((end, part) => this.#endAfter(part, end), time)
      case 'window':
      case 'copies':
    }
    return this.#endAfter(plan.part, time)
  }

  #arrivalsOf(need: Need): Arrivals {
    const known = this.#arrivals.get(need) ?? new Arrivals(need, this.#world)
    this.#arrivals.set(need, known)
    return known
  }
}

/** When the observations of a need can have been there at the earliest. */
class Arrivals {
  readonly #need: Need
  readonly #world: World
  /** The latest time that one of the candidates up to here can have. */
  readonly #latest: number[] = []

  constructor(need: Need, world: World) {
    this.#need = need
    this.#world = world
    let most = -Infinity
    for (const { latest } of world.candidatesOf(need))
      this.#latest.push((most = Number.isNaN(latest) ? most : Math.max(most, latest)))
  }

  /** As many as are needed, none before `time`; Infinity for never. */
  after(time: number): number {
    const candidates = this.#world.candidatesOf(this.#need)
    let missing = this.#need.count
    let end = time
    for (let at = this.#firstFrom(time); at < candidates.length && missing > 0; at++) {
      this.#world.budget.spend(1)
      const { observed, earliest, latest } = candidates[at] as Candidate
      if (latest < time) continue
      missing -= this.#world.countOf(observed)
      if (earliest > end) end = earliest
    }
    return missing > 0 ? Infinity : end
  }

  /** Candidates before this one are over before `time`. */
  #firstFrom(time: number): number {
    let low = 0
    let high = this.#latest.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#latest[middle] as number) < time) low = middle + 1
      else high = middle
    }
    return low
  }
}
