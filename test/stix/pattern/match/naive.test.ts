import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { ComparisonExpression, ObservationExpression, Qualifier } from '../../../../src/stix/pattern/ast.ts'
import * as build from '../../../../src/stix/pattern/build.ts'
import { literal } from '../../../../src/stix/pattern/build-literal.ts'
import { createMatcher } from '../../../../src/stix/pattern/match/matcher.ts'
import { observedDataIn } from '../../../../src/stix/pattern/match/observed-data.ts'
import { printPattern } from '../../../../src/stix/pattern/print.ts'
import { matchesNaively, type Instance } from './naive.ts'
import { objectsOf, timeAt, type Seen } from './seen.ts'

test('level 1: comparisons match as a naive evaluator says', async () => {
  const values = fc.constantFrom<unknown>('a', 'b', '', 1, 2, true, ['a', 1], [], { name: 'a' })
  const object = fc.record({ type: fc.constantFrom('x', 'y'), name: values, size: values }, { requiredKeys: ['type'] })
  const observed = fc.array(fc.record({ objects: fc.array(object, { maxLength: 2 }) }), { minLength: 1, maxLength: 2 })
  await fc.assert(
    fc.asyncProperty(comparisons(2), observed, async (expression, seen) => {
      await check(build.observation(expression), seen)
    }),
    { numRuns: 2000 },
  )
})

function comparisons(depth: number): fc.Arbitrary<ComparisonExpression> {
  const single = fc.oneof(
    comparison(),
    fc.tuple(path(), fc.boolean()).map(([at, negated]) => build.exists(at, negated)),
  )
  if (depth === 0) return single
  const several = fc.array(comparisons(depth - 1), { minLength: 2, maxLength: 3 })
  return fc.oneof(single, several.map(build.comparisonAnd), several.map(build.comparisonOr))
}

function comparison(): fc.Arbitrary<ComparisonExpression> {
  const constant = fc.constantFrom('a', 'b', '', 1, 2)
  return fc.oneof(
    fc
      .tuple(path(), fc.constantFrom('=', '!='), fc.oneof(constant, fc.boolean()), fc.boolean())
      .map(([at, operator, value, negated]) => build.comparison(at, operator, literal(value), negated)),
    fc
      .tuple(path(), fc.constantFrom('<', '<=', '>', '>='), constant, fc.boolean())
      .map(([at, operator, value, negated]) =>
        build.comparison(at, operator, literal(value) as Parameters<typeof build.comparison>[2] & { kind: 'string' }, negated),
      ),
    fc
      .tuple(path(), fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }), fc.boolean())
      .map(([at, set, negated]) => build.setComparison(at, set.map(literal), negated)),
  )
}

function path() {
  const step = fc.oneof(fc.constant('name'), fc.nat({ max: 1 }).map(build.index), fc.constant(build.any()))
  return fc
    .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('name', 'size'), fc.array(step, { maxLength: 2 }))
    .map(([type, first, rest]) => build.objectPath(type, first, ...rest))
}

/** Quarters of a second: fine enough for whatever three observations can do between whole ones. */
const GRID = 4

test('levels 2 and 3: patterns match as a naive evaluator says for some moments of the observations', async () => {
  const objects = fc.subarray(['a', 'b', 'c']).map((names) => names.map((name) => ({ type: 'x', name })))
  const one = fc
    .record({ first: fc.nat({ max: 3 }), length: fc.nat({ max: 2 }), times: fc.nat({ max: 1 }), objects })
    .map(({ first, length, times, objects: those }) => ({ first, last: first + length, times: times + 1, objects: those }))
  const observed = fc.array(one, { minLength: 1, maxLength: 3 }).filter((seen) => total(seen) <= 3)
  await fc.assert(
    fc.asyncProperty(observations(2), observed, async (pattern, seen) => check(pattern, seen)),
    { numRuns: 1500 },
  )
})

function total(seen: readonly Seen[]): number {
  return seen.reduce((sum, { times = 1 }) => sum + times, 0)
}

function observations(depth: number): fc.Arbitrary<ObservationExpression> {
  const single = fc
    .constantFrom('a', 'b', 'c')
    .map((name) => build.observation(build.comparison(build.objectPath('x', 'name'), '=', literal(name))))
  if (depth === 0) return single
  const inner = observations(depth - 1)
  const several = fc.array(inner, { minLength: 2, maxLength: 3 })
  return fc.oneof(
    single,
    several.map(build.observationAnd),
    several.map(build.observationOr),
    several.map(build.followedBy),
    fc.tuple(inner, qualifiers()).map(([expression, some]) => build.qualified(expression, some)),
  )
}

function qualifiers(): fc.Arbitrary<Qualifier[]> {
  const any = fc.oneof(
    fc.constantFrom(1, 2, 0.5).map(build.within),
    fc.constantFrom(1, 2).map(build.repeats),
    fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 5 })).map(([start, stop]) => build.startStop(timeAt(start), timeAt(stop))),
  )
  return fc.uniqueArray(any, { minLength: 1, maxLength: 2, selector: ({ kind }) => kind })
}

async function check(pattern: ObservationExpression, seen: readonly Seen[]): Promise<void> {
  const matcher = await createMatcher(pattern)
  const { outcome } = matcher.match(observedDataIn(objectsOf(seen)))
  const expected = moments(seen.flatMap(instancesOf)).some((instances) => matchesNaively(pattern, instances))
  assert.equal(outcome, expected ? 'matched' : 'not-matched', `${printPattern(pattern)} ${JSON.stringify(seen)}`)
}

type Range = Omit<Instance, 'time'> & { times: number[] }

function instancesOf({ first = 0, last = first, times = 1, objects }: Seen, at: number): Range[] {
  const grid = Array.from({ length: (last - first) * GRID + 1 }, (_, step) => Date.parse(timeAt(first)) + (step * 1000) / GRID)
  return Array.from({ length: times }, (_, copy) => ({ id: `${at}-${copy}`, times: grid, objects }))
}

/** The observations with every choice of their moments. */
function moments(ranges: readonly Range[]): Instance[][] {
  return ranges.reduce<Instance[][]>(
    (found, { times, ...rest }) => found.flatMap((chosen) => times.map((time) => [...chosen, { ...rest, time }])),
    [[]],
  )
}
