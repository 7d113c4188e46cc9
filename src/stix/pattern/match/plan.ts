import type { ComparisonExpression, ObservationExpression, Qualifier } from '../ast.ts'
import { printPattern } from '../print.ts'
import { microsecondsOf } from './timestamps.ts'

/**
 * What a pattern asks of a set of observations, with its words taken apart: START and STOP stand at the tests that they bound,
 * and REPEATS is a number of observations where it can be.
 */
export type Plan = Need | All | Either | Sequence | Window | Copies

/** So many different observations, each passing one of the tests. */
export interface Need {
  readonly kind: 'need'
  readonly choices: readonly Choice[]
  readonly count: number
}

/** A test in `[…]`, and the times between which START and STOP want its observation: `until` is out. */
export interface Choice {
  /** Its place in the list of tests: equal texts are one test. */
  readonly test: number
  readonly from: number
  readonly until: number
}

/** AND: each of the parts, on different observations. */
export interface All {
  readonly kind: 'all'
  readonly parts: readonly Plan[]
}

/** OR: one of the parts. */
export interface Either {
  readonly kind: 'either'
  readonly parts: readonly Plan[]
}

/** FOLLOWEDBY: each of the parts, none of its observations before one of an earlier part. */
export interface Sequence {
  readonly kind: 'sequence'
  readonly parts: readonly Plan[]
}

/** WITHIN: the latest observation less than so many microseconds after the earliest. */
export interface Window {
  readonly kind: 'window'
  readonly part: Plan
  readonly length: number
}

/** REPEATS of what is more than a number of observations. */
export interface Copies {
  readonly kind: 'copies'
  readonly part: Plan
  readonly count: number
}

/** The plan of a pattern, and the contents of the brackets that its choices name. */
export function planOf(pattern: ObservationExpression): { plan: Plan; tests: ComparisonExpression[] } {
  const tests = new Map<string, ComparisonExpression>()
  const places = new Map<string, number>()
  const plan = planExpression(pattern, { from: -Infinity, until: Infinity }, (expression, text) => {
    if (!places.has(text)) places.set(text, places.size)
    tests.set(text, expression)
    return places.get(text) ?? 0
  })
  return { plan, tests: [...places.keys()].map((text) => tests.get(text) as ComparisonExpression) }
}

type Bounds = Pick<Choice, 'from' | 'until'>
type PlaceOf = (expression: ComparisonExpression, text: string) => number

function planExpression(expression: ObservationExpression, bounds: Bounds, placeOf: PlaceOf): Plan {
  switch (expression.kind) {
    case 'observation': {
      const test = placeOf(expression.expression, printPattern(expression))
      return { kind: 'need', choices: [{ test, ...bounds }], count: 1 }
    }
    case 'qualified':
      return planQualified(expression.expression, expression.qualifiers, bounds, placeOf)
    case 'and':
      return all(expression.operands.map((operand) => planExpression(operand, bounds, placeOf)))
    case 'or':
      return either(expression.operands.map((operand) => planExpression(operand, bounds, placeOf)))
    case 'followed-by':
  }
  return { kind: 'sequence', parts: expression.operands.map((operand) => planExpression(operand, bounds, placeOf)) }
}

/** The first qualifier is the innermost: each applies to the expression with those before it (section 9.5.1). */
function planQualified(
  expression: ObservationExpression,
  qualifiers: readonly Qualifier[],
  bounds: Bounds,
  placeOf: PlaceOf,
): Plan {
  let inner = bounds
  for (const qualifier of qualifiers) if (qualifier.kind === 'start-stop') inner = narrow(inner, qualifier)
  let plan = planExpression(expression, inner, placeOf)
  for (const qualifier of qualifiers) {
    if (qualifier.kind === 'within') plan = within(plan, Number(qualifier.seconds.value) * 1_000_000)
    else if (qualifier.kind === 'repeats') plan = repeat(plan, qualifier.times)
  }
  return plan
}

function narrow({ from, until }: Bounds, { start, stop }: Qualifier & { kind: 'start-stop' }): Bounds {
  return { from: Math.max(from, microsecondsOf(start.value)), until: Math.min(until, microsecondsOf(stop.value)) }
}

function all(parts: readonly Plan[]): Plan {
  return { kind: 'all', parts: parts.flatMap((part) => (part.kind === 'all' ? part.parts : [part])) }
}

/** Alternatives of one observation each are one need. */
function either(plans: readonly Plan[]): Plan {
  const parts = plans.flatMap((part) => (part.kind === 'either' ? part.parts : [part]))
  const single = parts.filter(isOneObservation)
  if (single.length < 2) return { kind: 'either', parts }
  const need: Need = { kind: 'need', choices: single.flatMap(({ choices }) => choices), count: 1 }
  return single.length === parts.length
    ? need
    : { kind: 'either', parts: [need, ...parts.filter((part) => !isOneObservation(part))] }
}

function isOneObservation(plan: Plan): plan is Need {
  return plan.kind === 'need' && plan.count === 1
}

/** One observation is no set of two or more, which WITHIN is about. */
function within(part: Plan, length: number): Plan {
  return isOneObservation(part) ? part : { kind: 'window', part, length }
}

/** REPEATS is short for AND of equal parts (section 9.5.1). */
function repeat(part: Plan, times: number): Plan {
  if (times === 1) return part
  if (part.kind === 'need') return { ...part, count: part.count * times }
  if (part.kind === 'all' && part.parts.every(({ kind }) => kind === 'need')) {
    return { kind: 'all', parts: part.parts.map((inner) => repeat(inner, times)) }
  }
  return { kind: 'copies', part, count: times }
}

/** Whether the order or distance of observations counts. */
export function isTimed(plan: Plan): boolean {
  if (plan.kind === 'need') return false
  if (plan.kind === 'sequence' || plan.kind === 'window') return true
  return plan.kind === 'copies' ? isTimed(plan.part) : plan.parts.some(isTimed)
}

/** Whether some part can do without another. */
export function hasChoice(plan: Plan): boolean {
  if (plan.kind === 'need') return false
  if (plan.kind === 'either') return true
  return plan.kind === 'window' || plan.kind === 'copies' ? hasChoice(plan.part) : plan.parts.some(hasChoice)
}

/** The parts of a plan that are needs, wherever they stand. */
export function needsOf(plan: Plan): Need[] {
  if (plan.kind === 'need') return [plan]
  return plan.kind === 'window' || plan.kind === 'copies' ? needsOf(plan.part) : plan.parts.flatMap(needsOf)
}

/** How many observations it takes at least. */
export function leastCount(plan: Plan): number {
  if (plan.kind === 'need') return plan.count
  if (plan.kind === 'window') return leastCount(plan.part)
  if (plan.kind === 'copies') return leastCount(plan.part) * plan.count
  const counts = plan.parts.map(leastCount)
  return counts.reduce((sum, count) => (plan.kind === 'either' ? Math.min(sum, count) : sum + count))
}
