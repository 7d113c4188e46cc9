import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Literal } from '../../../src/stix/pattern/ast.ts'
import {
  comparison,
  comparisonAnd,
  comparisonOr,
  exists,
  followedBy,
  index,
  objectPath,
  observation,
  observationAnd,
  observationOr,
  qualified,
  repeats,
  setComparison,
  startStop,
  within,
} from '../../../src/stix/pattern/build.ts'
import {
  binaryLiteral,
  booleanLiteral,
  floatLiteral,
  hexLiteral,
  integerLiteral,
  literal,
  stringLiteral,
  timestampLiteral,
} from '../../../src/stix/pattern/build-literal.ts'
import { parsePath } from '../../../src/stix/pattern/path.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { printLiteral } from '../../../src/stix/pattern/print-literal.ts'

test('builds the pattern of an object', () => {
  const name = comparison(parsePath('file:name'), '=', stringLiteral("it's.exe"))
  const hashes = ['one', 'two'].map((value) => comparison(objectPath('file', 'hashes', 'SHA-256'), '=', stringLiteral(value)))
  assert.equal(
    printPattern(observation(comparisonAnd([name, comparisonOr(hashes)]))),
    "[file:name = 'it\\'s.exe' AND (file:hashes.'SHA-256' = 'one' OR file:hashes.'SHA-256' = 'two')]",
  )
})

test('builds every kind of expression', () => {
  const path = parsePath('a:b')
  const first = observation(setComparison(path, [literal(1), literal('x')], true))
  const second = observation(comparisonOr([exists(path), exists(path, true), comparison(path, 'LIKE', stringLiteral('%'), true)]))
  const span = startStop('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z')
  assert.equal(
    printPattern(
      followedBy([observationOr([first, observationAnd([first, second])]), qualified(second, [within(0.5), repeats(2), span])]),
    ),
    "[a:b NOT IN (1, 'x')] OR [a:b NOT IN (1, 'x')] AND [EXISTS a:b OR NOT EXISTS a:b OR a:b NOT LIKE '%'] FOLLOWEDBY " +
      "[EXISTS a:b OR NOT EXISTS a:b OR a:b NOT LIKE '%'] WITHIN 0.5 SECONDS REPEATS 2 TIMES " +
      "START t'2020-01-01T00:00:00Z' STOP t'2020-01-02T00:00:00Z'",
  )
})

test('joining one expression gives that expression', () => {
  const one = comparison(parsePath('a:b'), '=', literal(1))
  assert.equal(comparisonAnd([one]), one)
  assert.equal(comparisonOr([one]), one)
  const seen = observation(one)
  for (const join of [observationAnd, observationOr, followedBy]) assert.equal(join([seen]), seen)
})

const literals: [built: Literal, printed: string][] = [
  [literal('x'), "'x'"],
  [literal(true), 'true'],
  [literal(80), '80'],
  [literal(-0), '0'],
  [literal(1.5), '1.5'],
  [literal(2 ** 53), '9007199254740992.0'],
  [literal(2n ** 53n), '9007199254740992'],
  [literal(5n), '5'],
  [integerLiteral(5n), '5'],
  [floatLiteral(7), '7.0'],
  [floatLiteral(-0), '0.0'],
  [floatLiteral(-1e21), '-1000000000000000000000.0'],
  [floatLiteral(1.5e-7), '0.00000015'],
  [floatLiteral(-1.25e-9), '-0.00000000125'],
  [floatLiteral(123456789e20), '12345678900000000000000000000.0'],
  [booleanLiteral(false), 'false'],
  [hexLiteral('fFd8'), "h'fFd8'"],
  [binaryLiteral('ABI='), "b'ABI='"],
  [timestampLiteral('2014-01-13T07:03:17.5Z'), "t'2014-01-13T07:03:17.5Z'"],
]

for (const [built, printed] of literals) {
  test(`builds the literal ${printed}`, () => {
    assert.equal(printLiteral(built), printed)
    if (built.kind === 'float') assert.equal(Number(built.text), built.value)
  })
}

const impossible: [name: string, build: () => unknown][] = [
  ['no operands', () => comparisonAnd([])],
  ['no qualifiers', () => qualified(observation(exists(parsePath('a:b'))), [])],
  ['a qualifier twice', () => qualified(observation(exists(parsePath('a:b'))), [repeats(1), repeats(2)])],
  ['no seconds', () => within(0)],
  ['NaN seconds', () => within(NaN)],
  ['half a time', () => repeats(0.5)],
  ['no times', () => repeats(0)],
  ['a negative index', () => index(-1)],
  ['an unsafe integer', () => integerLiteral(2 ** 53)],
  ['half an integer', () => integerLiteral(0.5)],
  ['an integer beyond doubles', () => integerLiteral(10n ** 400n)],
  ['infinity', () => literal(Infinity)],
  ['odd hex', () => hexLiteral('abc')],
  ['hex with letters', () => hexLiteral('xy')],
  ['base64 without padding', () => binaryLiteral('ABI')],
  ['base64 with an apostrophe', () => binaryLiteral("AB'=")],
  ['a day that does not exist', () => timestampLiteral('2023-02-29T00:00:00Z')],
  ['a timestamp with an offset', () => timestampLiteral('2023-02-28T00:00:00+01:00')],
  ['a type with a blank', () => objectPath('domain name', 'value')],
  ['a type that is a keyword', () => objectPath('IN', 'value')],
  ['a type that begins with a hyphen', () => objectPath('-x', 'value')],
  ['an empty type', () => objectPath('', 'value')],
]

for (const [name, make] of impossible) {
  test(`refuses to build ${name}`, () => {
    assert.throws(make, RangeError)
  })
}
