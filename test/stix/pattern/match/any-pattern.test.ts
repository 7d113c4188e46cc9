import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { analysePattern } from '../../../../src/stix/pattern/analysis/analyse.ts'
import { createMatcher } from '../../../../src/stix/pattern/match/matcher.ts'
import { observedDataIn } from '../../../../src/stix/pattern/match/observed-data.ts'
import { parsePattern } from '../../../../src/stix/pattern/parse.ts'
import { printPattern } from '../../../../src/stix/pattern/print.ts'
import { anyPattern } from '../trees.ts'
import { timeAt } from './seen.ts'

const OUTCOMES = ['matched', 'not-matched', 'budget-exceeded', 'not-evaluable']

test('any pattern over any objects has an outcome', async () => {
  await fc.assert(
    fc.asyncProperty(anyPattern(), fc.array(anyObject(), { maxLength: 12 }), async (pattern, objects) => {
      const matcher = await createMatcher(pattern, { maxSteps: 100_000 })
      const { outcome } = matcher.match(observedDataIn(objects))
      assert.ok(OUTCOMES.includes(outcome), outcome)
      assert.equal(matcher.match(observedDataIn(objects)).outcome, outcome, 'the same again')
    }),
    { numRuns: 500 },
  )
})

test('any pattern is analysed, and findings point into it', async () => {
  await fc.assert(
    fc.asyncProperty(anyPattern(), async (tree) => {
      const text = printPattern(tree)
      const { findings, observations } = await analysePattern(parsePattern(text))
      for (const { span } of findings) assert.ok(0 <= span.start && span.start < span.end && span.end <= text.length)
      assert.ok(observations.length > 0)
    }),
    { numRuns: 500 },
  )
})

/** Observed Data and observables of the types and names that `anyPattern` uses, well formed or not. */
function anyObject(): fc.Arbitrary<unknown> {
  const type = fc.constantFrom('file', 'network-traffic', 'x-usb-device', 'x_old', 'h')
  const id = fc.constantFrom('a', 'b', 'c')
  const name = fc.constantFrom('value', 'hashes', 'SHA-256', 'MD5', 'a.b', '0', 'src_ref', 'name_bin', 'AND')
  const observable = fc.tuple(type, id, fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }))).map(([its, key, rest]) => ({
    ...rest,
    type: its,
    id: key,
  }))
  const time = fc.oneof(fc.nat({ max: 9 }).map(timeAt), fc.constant('yesterday'), fc.constant(undefined))
  const observed = fc.record({
    type: fc.constant('observed-data'),
    id: fc.constantFrom('observed-data--1', 'observed-data--2', 'observed-data--3'),
    object_refs: fc.oneof(fc.array(id), fc.jsonValue({ maxDepth: 1 })),
    objects: fc.oneof(fc.constant(undefined), fc.dictionary(id, observable), fc.jsonValue({ maxDepth: 2 })),
    first_observed: time,
    last_observed: time,
    number_observed: fc.oneof(fc.integer(), fc.double(), fc.constant('many')),
  })
  return fc.oneof(observable, observed, fc.jsonValue())
}
