import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { canonicalJson, sameJson } from '../../src/stix/canonical.ts'

/** A value and its form after RFC 8785: members sorted by UTF-16 code units, numbers as ECMAScript prints them. */
const FORMS: readonly [value: unknown, text: string][] = [
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, b: { d: 1, c: 2 } }, '{"b":{"c":2,"d":1}}'],
  [
    { '\u20ac': 1, '\r': 2, '\ud83d\ude02': 3, '\ufb33': 4, '1': 5, '\u0080': 6, ö: 7 },
    '{"\\r":2,"1":5,"\u0080":6,"ö":7,"€":1,"😂":3,"\ufb33":4}',
  ],
  [[333_333_333.333_333_3, 1e30, 4.5, 0.002, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
  ['"\\/\u0008\u2028', '"\\"\\\\/\\b\u2028"'],
  [[], '[]'],
  [{}, '{}'],
]

test('canonical JSON', () => {
  for (const [value, text] of FORMS) assert.equal(canonicalJson(value), text)
})

test('equal values have one form, whatever the order of their members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const turned = JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).toReversed())
          : inner,
      ) as unknown
      const same = JSON.parse(JSON.stringify(value)) as unknown
      assert.equal(canonicalJson(turned), canonicalJson(same))
      assert.ok(sameJson(turned, same))
    }),
    { seed: 8785 },
  )
})

/** Pairs that are not the same. */
const UNLIKE: readonly [unknown, unknown][] = [
  [null, undefined],
  [null, {}],
  [[], {}],
  ['1', 1],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: undefined }, { b: undefined }],
  [
    [1, 2],
    [2, 1],
  ],
  [{ constructor: 1 }, {}],
]

test('absent, null and empty are not the same, and lists have an order', () => {
  for (const [a, b] of UNLIKE) {
    assert.ok(!sameJson(a, b), JSON.stringify([a, b]))
    assert.ok(!sameJson(b, a), JSON.stringify([b, a]))
  }
})
