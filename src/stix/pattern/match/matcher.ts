import type { StixObject } from '../../types.ts'
import { analysePattern } from '../analysis/analyse.ts'
import type { Finding } from '../analysis/finding.ts'
import type { Pattern } from '../ast.ts'
import { Budget, BudgetExceeded } from './budget.ts'
import { findCandidates, type Candidates } from './candidate.ts'
import { compileObservation } from './comparison.ts'
import { cover, type Cover, type World } from './cover.ts'
import type { ObservedData } from './observed-data.ts'
import { isTimed, leastCount, needsOf, planOf, type Plan } from './plan.ts'
import { openRegexes } from './regex.ts'
import { search } from './search.ts'
import { coverWithin } from './window.ts'

export interface MatchOptions {
  /** How many steps one evaluation may take: one for each value, character or choice that is looked at, more or less. */
  maxSteps: number
}

export const DEFAULT_MATCH_OPTIONS: Readonly<MatchOptions> = {
  // Some seconds at worst
  maxSteps: 100_000_000,
}

/** What comes of matching a pattern. */
export type MatchResult =
  /**
   * The Observed Data that match, in the order of the input: each by itself (`together` is false), or, where none does, those that
   * do so together, in one of perhaps many ways.
   */
  | { readonly outcome: 'matched'; readonly observedData: readonly StixObject[]; readonly together: boolean }
  | { readonly outcome: 'not-matched' }
  /** It took more than `maxSteps`, and is not known. */
  | { readonly outcome: 'budget-exceeded' }
  /** Some constant is invalid, or cannot be evaluated in linear time: the findings say which. */
  | { readonly outcome: 'not-evaluable'; readonly findings: readonly Finding[] }

/** A pattern that is ready to be matched, as often as one likes. */
export interface Matcher {
  /** All Observed Data count as one set of observations: FOLLOWEDBY and REPEATS reach over all of them. */
  match(observed: readonly ObservedData[]): MatchResult
}

/**
 * Makes a matcher of a pattern (STIX 2.1, section 9; conformance levels 1 to 3 of section 12). Asynchronous, because the engine of
 * MATCHES is loaded only where it is needed.
 *
 * Where an Observed Data spans some time, its observations can have been at any moment of it (section 9.1): the pattern matches
 * when they can have been so that it does. Times count to the microsecond.
 */
export async function createMatcher(pattern: Pattern, options: Partial<MatchOptions> = {}): Promise<Matcher> {
  const { maxSteps } = { ...DEFAULT_MATCH_OPTIONS, ...options }
  const { findings, operators } = await analysePattern(pattern)
  const invalid = findings.filter(({ code }) => NOT_EVALUABLE.has(code))
  if (invalid.length > 0) return { match: () => ({ outcome: 'not-evaluable', findings: invalid }) }
  const { plan, tests: expressions } = planOf(pattern)
  const regexes = operators.includes('MATCHES') ? await openRegexes() : undefined
  const tests = expressions.map((expression) => compileObservation(expression, regexes))
  const needs = needsOf(plan)
  return {
    match(observed) {
      try {
        const budget = new Budget(maxSteps)
        const candidates = findCandidates(needs, tests, observed, budget)
        return resultOf(plan, candidates, observed, budget)
      } catch (error) {
        if (error instanceof BudgetExceeded) return { outcome: 'budget-exceeded' }
        throw error
      }
    },
  }
}

/** Such a pattern matches nothing (section 9.4); one whose expression we cannot evaluate is not guessed at. */
const NOT_EVALUABLE: ReadonlySet<Finding['code']> = new Set(['mixed-set', 'invalid-subnet', 'invalid-regex', 'unsupported-regex'])

function resultOf(plan: Plan, candidates: Candidates, observed: readonly ObservedData[], budget: Budget): MatchResult {
  const countOf = (at: number): number => observed[at]?.count ?? 0
  const alone = coversAlone(plan, candidates, countOf, budget)
  const found =
    alone.length > 0 ? alone : coverPlan(plan, { candidatesOf: (need) => candidates.get(need) ?? [], countOf, budget })
  if (found === undefined) return { outcome: 'not-matched' }
  const places = [...found].sort((a, b) => a - b)
  return {
    outcome: 'matched',
    observedData: places.flatMap((at) => observed[at]?.object ?? []),
    together: alone.length === 0,
  }
}

/** The Observed Data that satisfy a plan without another: it may stand for several observations. */
function coversAlone(plan: Plan, candidates: Candidates, countOf: World['countOf'], budget: Budget): number[] {
  const least = leastCount(plan)
  const own = new Map([...candidates].map(([need, those]) => [need, Map.groupBy(those, ({ observed }) => observed)]))
  const possible = new Set([...own.values()].flatMap((those) => [...those.keys()]).filter((at) => countOf(at) >= least))
  if (plan.kind === 'need') return [...possible]
  return [...possible].filter((at) => {
    const world: World = { candidatesOf: (need) => own.get(need)?.get(at) ?? [], countOf, budget }
    return coverPlan(plan, world) !== undefined
  })
}

function coverPlan(plan: Plan, world: World): Cover | undefined {
  const timeless = cover(plan, world)
  if (timeless === undefined || !isTimed(plan)) return timeless
  return plan.kind === 'window' ? coverWithin(plan, world) : search(plan, world)
}
