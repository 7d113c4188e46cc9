import type { Budget } from './budget.ts'
import type { Candidate } from './candidate.ts'

/** In which part of a FOLLOWEDBY, or within which WITHIN, an observation stands; and in what that stands in turn. */
export type Place =
  | { readonly kind: 'part'; readonly of: object; readonly number: number; readonly outer: Place | undefined }
  | { readonly kind: 'window'; readonly length: number; readonly outer: Place | undefined }

/** An end of the times that an observation can have; `isOpen`: that time itself is out. */
interface Bound {
  readonly time: number
  readonly isOpen: boolean
}

interface Slot {
  readonly low: Bound
  readonly high: Bound
  readonly place: Place | undefined
  /** How far this one may lie after each that was chosen before, and those after this one. */
  readonly after: readonly Bound[]
  readonly before: readonly Bound[]
}

/**
 * The times of observations that were chosen one after the other. Any two that WITHIN or FOLLOWEDBY ties together limit each other.
 * Such limits never force a gap, so it is enough that the bounds agree with each other: then there are moments for all.
 */
export class Timeline {
  #slots: readonly Slot[] = []
  readonly #earlier: (readonly Slot[])[] = []
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  get length(): number {
    return this.#slots.length
  }

  /** Takes an observation up, unless it leaves no moment for itself or for another. */
  add({ earliest, latest, isOpen }: Candidate, place: Place | undefined): boolean {
    const slots = this.#slots
    this.#budget.spend(1 + slots.length)
    const isTimeless = Number.isNaN(earliest)
    if (isTimeless && place !== undefined) return false
    const added: Slot = {
      low: { time: isTimeless ? -Infinity : earliest, isOpen: false },
      high: { time: isTimeless ? Infinity : latest, isOpen },
      place,
      after: slots.map((slot) => gapAfter(slot.place, place)),
      before: slots.map((slot) => gapBefore(slot.place, place)),
    }
    // Most candidates fail at once
    for (const [at, { low, high }] of slots.entries()) {
      if (!isPossible(added.low, shifted(high, added.after[at] as Bound))) return false
      if (!isPossible(low, shifted(added.high, added.before[at] as Bound))) return false
    }
    const settled = settle([...slots, added], this.#budget)
    if (settled === undefined) return false
    this.#earlier.push(slots)
    this.#slots = settled
    return true
  }

  /** Forgets the observation that was taken up last. */
  drop(): void {
    this.#slots = this.#earlier.pop() ?? []
  }

  /** The moment before which the observations from the `from`th on cannot all have been. */
  earliestEnd(from: number): number {
    return this.#slots.slice(from).reduce((end, { low }) => Math.max(end, low.time), -Infinity)
  }
}

/** Tightens all bounds by each other until nothing changes; `undefined` when no moment is left for one. */
function settle(slots: readonly Slot[], budget: Budget): readonly Slot[] | undefined {
  const lows = slots.map(({ low }) => low)
  const highs = slots.map(({ high }) => high)
  let hasChanged = false

  function limit(later: number, earlier: number, gap: Bound): void {
    if (gap.time === Infinity) return
    const high = shifted(highs[earlier] as Bound, gap)
    if (isLess(high, highs[later] as Bound)) {
      highs[later] = high
      hasChanged = true
    }
    const low = { time: (lows[later] as Bound).time - gap.time, isOpen: gap.isOpen || (lows[later] as Bound).isOpen }
    if (isMore(low, lows[earlier] as Bound)) {
      lows[earlier] = low
      hasChanged = true
    }
  }

  do {
    hasChanged = false
    budget.spend(slots.length ** 2)
    for (const [at, { after, before }] of slots.entries()) {
      for (const [other, gap] of after.entries()) limit(at, other, gap)
      for (const [other, gap] of before.entries()) limit(other, at, gap)
    }
    if (!lows.every((low, at) => isPossible(low, highs[at] as Bound))) return undefined
  } while (hasChanged)
  return slots.map((slot, at) => ({ ...slot, low: lows[at] as Bound, high: highs[at] as Bound }))
}

/** How far the observation at `place` may lie after one at `other` that was chosen before it: less than each WITHIN around both. */
function gapAfter(other: Place | undefined, place: Place | undefined): Bound {
  let time = Infinity
  for (let mine = place; mine !== undefined; mine = mine.outer) {
    if (mine.kind === 'window' && isIn(other, mine)) time = Math.min(time, mine.length)
  }
  return { time, isOpen: true }
}

/** How far the one at `other` may lie after that at `place`: not at all where it stands in an earlier part of a FOLLOWEDBY. */
function gapBefore(other: Place | undefined, place: Place | undefined): Bound {
  for (let mine = place; mine !== undefined; mine = mine.outer) {
    if (mine.kind === 'part' && isInEarlierPart(other, mine)) return { time: 0, isOpen: false }
  }
  return gapAfter(other, place)
}

function isIn(place: Place | undefined, window: Place): boolean {
  for (let at = place; at !== undefined; at = at.outer) if (at === window) return true
  return false
}

function isInEarlierPart(place: Place | undefined, part: Place & { kind: 'part' }): boolean {
  for (let at = place; at !== undefined; at = at.outer) {
    if (at.kind === 'part' && at.of === part.of) return at.number < part.number
  }
  return false
}

function shifted(bound: Bound, gap: Bound): Bound {
  return { time: bound.time + gap.time, isOpen: bound.isOpen || gap.isOpen }
}

function isPossible(low: Bound, high: Bound): boolean {
  return low.isOpen || high.isOpen ? low.time < high.time : low.time <= high.time
}

/** Whether an upper bound allows less than another. */
function isLess(high: Bound, other: Bound): boolean {
  return high.time < other.time || (high.time === other.time && high.isOpen && !other.isOpen)
}

/** Whether a lower bound allows less than another. */
function isMore(low: Bound, other: Bound): boolean {
  return low.time > other.time || (low.time === other.time && low.isOpen && !other.isOpen)
}
