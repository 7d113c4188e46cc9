import type { Budget } from './budget.ts'

/** So many observations, from any of these Observed Data. */
export interface Demand {
  readonly count: number
  readonly observed: readonly number[]
}

/** How many observations a demand gets from which Observed Data. */
export type Share = ReadonlyMap<number, number>

/**
 * Gives every demand its observations so that none is given twice, or tells that it cannot be done: a flow along shortest
 * augmenting paths (Edmonds and Karp). `countOf` is how many observations an Observed Data stands for. One share for each demand.
 */
export function shareOut(demands: readonly Demand[], countOf: (observed: number) => number, budget: Budget): Share[] | undefined {
  const shares = demands.map(() => new Map<number, number>())
  const takers = new Map<number, Set<number>>()
  const free = new Map<number, number>()
  const freeOf = (observed: number): number => free.get(observed) ?? countOf(observed)

  function give(demand: number, observed: number, amount: number): void {
    const share = shares[demand] as Map<number, number>
    const held = (share.get(observed) ?? 0) + amount
    const those = takers.get(observed) ?? new Set()
    if (held === 0) share.delete(observed)
    else share.set(observed, held)
    if (held === 0) those.delete(demand)
    else those.add(demand)
    takers.set(observed, those)
  }

  function takeFree(demand: number, wanted: number): number {
    let missing = wanted
    for (const observed of demands[demand]?.observed ?? []) {
      if (missing === 0) break
      budget.spend(1)
      const amount = Math.min(missing, freeOf(observed))
      if (amount === 0) continue
      give(demand, observed, amount)
      free.set(observed, freeOf(observed) - amount)
      missing -= amount
    }
    return missing
  }

  /** Lets another demand move to what is free, and takes its place; perhaps over several. Returns how many it got. */
  function takeOver(demand: number, wanted: number): number {
    const cameFrom = new Map<number, { demand: number; observed: number }>()
    const seen = new Set<number>()
    const queue = [demand]
    for (const current of queue) {
      for (const observed of demands[current]?.observed ?? []) {
        budget.spend(1)
        if (seen.has(observed)) continue
        seen.add(observed)
        if (freeOf(observed) > 0) return move(current, observed, wanted, cameFrom)
        for (const taker of takers.get(observed) ?? []) {
          if (taker === demand || cameFrom.has(taker)) continue
          cameFrom.set(taker, { demand: current, observed })
          queue.push(taker)
        }
      }
    }
    return 0
  }

  function move(
    last: number,
    target: number,
    wanted: number,
    cameFrom: ReadonlyMap<number, { demand: number; observed: number }>,
  ): number {
    let amount = Math.min(wanted, freeOf(target))
    for (let step = cameFrom.get(last), taker = last; step !== undefined; step = cameFrom.get(taker)) {
      amount = Math.min(amount, shares[taker]?.get(step.observed) ?? 0)
      taker = step.demand
    }
    free.set(target, freeOf(target) - amount)
    let taker = last
    let place = target
    for (let step = cameFrom.get(last); step !== undefined; step = cameFrom.get(taker)) {
      give(taker, place, amount)
      give(taker, step.observed, -amount)
      place = step.observed
      taker = step.demand
    }
    give(taker, place, amount)
    return amount
  }

  for (const [demand, { count }] of demands.entries()) {
    let missing = takeFree(demand, count)
    while (missing > 0) {
      const got = takeOver(demand, missing)
      if (got === 0) return undefined
      missing -= got
    }
  }
  return shares
}
