import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Budget } from '../../../../src/stix/pattern/match/budget.ts'
import { compileLike } from '../../../../src/stix/pattern/match/like.ts'

const CASES: [pattern: string, text: string, expected: boolean][] = [
  ['', '', true],
  ['', 'a', false],
  ['%', '', true],
  ['%%', 'a', true],
  ['_', '', false],
  ['_', '\u{1f600}', true],
  ['__', '\u{1f600}', false],
  ['a%', 'a\nb', true],
  ['A%', 'a', false],
  ['a%a', 'a', false],
  ['a%a', 'aa', true],
  ['%ab%ab', 'abab', true],
  ['%ab%ab', 'aab', false],
  ['%a_c%', 'abababc', true],
  ['C:\\Windows\\%\\foo', 'C:\\Windows\\System32\\foo', true],
  ['100.%', '100x', false],
  ['%e\u0301', 'caf\u00e9', true],
  ['caf\u00e9', 'cafe\u0301', true],
  ['caf_', 'cafe\u0301', true],
]

test('LIKE takes % for any characters and _ for one', () => {
  for (const [pattern, text, expected] of CASES) {
    assert.equal(compileLike(pattern)(text, new Budget(1000)), expected, `${text} LIKE ${pattern}`)
  }
})

test('LIKE agrees with a regular expression', () => {
  fc.assert(
    fc.property(textOf('a', 'b', '%', '_', '.'), textOf('a', 'b', '.', '\n'), (pattern, value) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')
      assert.equal(compileLike(pattern)(value, new Budget(10_000)), new RegExp(`^${source}$`, 'su').test(value))
    }),
    { numRuns: 2000 },
  )
})

function textOf(...characters: string[]): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), maxLength: 10 })
}

test('the work of LIKE is bounded by length times length', () => {
  const pattern = `${'%a'.repeat(100)}%b_%c`
  assert.equal(compileLike(pattern)('a'.repeat(10_000), new Budget(100_000)), false)
})
