import { BudgetExceeded, type Budget } from './budget.ts'
import type { Candidate } from './candidate.ts'
import type { Need, Plan } from './plan.ts'
import { shareOut } from './share.ts'

/** The Observed Data that satisfy a plan together, by their places. */
export type Cover = ReadonlySet<number>

/** Where a plan finds its observations. */
export interface World {
  readonly candidatesOf: (need: Need) => readonly Candidate[]
  /** How many observations an Observed Data stands for. */
  readonly countOf: (observed: number) => number
  readonly budget: Budget
}

/**
 * Satisfies a plan as if time did not count: every need gets enough different observations. Tries the parts of OR one after the
 * other, and asks before each whether what is needed already can be had.
 */
export function cover(plan: Plan, world: World): Cover | undefined {
  return chooseParts([plan], new Map(), world)
}

function chooseParts(plans: readonly Plan[], needed: ReadonlyMap<Need, number>, world: World): Cover | undefined {
  world.budget.spend(needed.size)
  const counts = new Map(needed)
  const waiting = [...plans]
  const choices: (Plan & { kind: 'either' })[] = []
  for (let plan = waiting.pop(); plan !== undefined; plan = waiting.pop()) {
    world.budget.spend(1)
    if (plan.kind === 'need') counts.set(plan, (counts.get(plan) ?? 0) + plan.count)
    else if (plan.kind === 'either') choices.push(plan)
    else if (plan.kind === 'window') waiting.push(plan.part)
    else for (const part of plan.kind === 'copies' ? copiesOf(plan) : plan.parts) waiting.push(part)
  }
  if (choices.length > MOST_CHOICES) throw new BudgetExceeded()
  const enough = satisfy(counts, world)
  const [choice, ...others] = choices
  if (enough === undefined || choice === undefined) return enough
  for (const part of choice.parts) {
    const found = chooseParts([part, ...others], counts, world)
    if (found !== undefined) return found
  }
  return undefined
}

/** More of OR than this, side by side, take too long: each stands on the call stack. */
const MOST_CHOICES = 500

/** More copies than this of what is no plain number of observations take too long, whatever they are. */
const MOST_COPIES = 500

/** A part once for each copy. */
export function copiesOf({ part, count }: Plan & { kind: 'copies' }): Plan[] {
  if (count > MOST_COPIES) throw new BudgetExceeded()
  return Array.from({ length: count }, () => part)
}

function satisfy(counts: ReadonlyMap<Need, number>, { candidatesOf, countOf, budget }: World): Cover | undefined {
  const demands = [...counts].map(([need, count]) => {
    const candidates = candidatesOf(need)
    budget.spend(candidates.length)
    return { count, observed: [...new Set(candidates.map(({ observed }) => observed))] }
  })
  const shares = shareOut(demands, countOf, budget)
  return shares && new Set(shares.flatMap((share) => [...share.keys()]))
}
