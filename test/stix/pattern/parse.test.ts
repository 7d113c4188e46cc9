import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Literal, Pattern } from '../../../src/stix/pattern/ast.ts'
import {
  comparison,
  comparisonAnd,
  comparisonOr,
  exists,
  followedBy,
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
  hexLiteral,
  integerLiteral,
  stringLiteral,
  timestampLiteral,
} from '../../../src/stix/pattern/build-literal.ts'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { parsePath } from '../../../src/stix/pattern/path.ts'
import { PatternError } from '../../../src/stix/pattern/pattern-error.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { withoutSpans } from './trees.ts'

const [A, B, C, D] = [1, 2, 3, 4].map((size) => comparison(parsePath('a:b'), '=', integerLiteral(size)))
assert(A && B && C && D)
const [one, two, three] = [A, B, C].map(observation)
assert(one && two && three)

const trees: [text: string, tree: Pattern][] = [
  ['[a:b=1]', one],
  ['[ (a:b = 1) ]', one],
  ['( ( [a:b = 1] ) )', one],

  ['[a:b=1 AND a:b=2 AND a:b=3]', observation(comparisonAnd([A, B, C]))],
  ['[a:b=1 OR a:b=2 AND a:b=3]', observation(comparisonOr([A, comparisonAnd([B, C])]))],
  ['[(a:b=1 OR a:b=2) AND a:b=3]', observation(comparisonAnd([comparisonOr([A, B]), C]))],
  ['[(a:b=1 AND a:b=2) OR a:b=3]', observation(comparisonOr([comparisonAnd([A, B]), C]))],
  ['[(a:b=1 AND a:b=2) AND (a:b=3 AND a:b=4)]', observation(comparisonAnd([comparisonAnd([A, B]), comparisonAnd([C, D])]))],

  ['[a:b=1] AND [a:b=2] AND [a:b=3]', observationAnd([one, two, three])],
  ['[a:b=1] OR [a:b=2] AND [a:b=3]', observationOr([one, observationAnd([two, three])])],
  ['[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3]', followedBy([one, observationOr([two, three])])],
  ['([a:b=1] FOLLOWEDBY [a:b=2]) OR [a:b=3]', observationOr([followedBy([one, two]), three])],
  ['[a:b=1] FOLLOWEDBY ([a:b=2] FOLLOWEDBY [a:b=3])', followedBy([one, followedBy([two, three])])],

  ['[a:b=1] REPEATS 5 TIMES WITHIN 1800 SECONDS', qualified(one, [repeats(5), within(1800)])],
  ['([a:b=1] REPEATS 5 TIMES) WITHIN 1800 SECONDS', qualified(qualified(one, [repeats(5)]), [within(1800)])],
  ['[a:b=1] FOLLOWEDBY [a:b=2] REPEATS 5 TIMES', followedBy([one, qualified(two, [repeats(5)])])],
  ['([a:b=1] FOLLOWEDBY [a:b=2]) REPEATS 5 TIMES', qualified(followedBy([one, two]), [repeats(5)])],
  ['([a:b=1])WITHIN.5SECONDS', { ...qualified(one, [within(0.5)]), qualifiers: [{ ...within(0.5), seconds: float('.5', 0.5) }] }],
  [
    "[a:b=1] START t'2016-06-01T00:00:00Z' STOP t'2016-07-01T00:00:00.5Z'",
    qualified(one, [startStop('2016-06-01T00:00:00Z', '2016-07-01T00:00:00.5Z')]),
  ],

  ['[EXISTS a:b]', observation(exists(parsePath('a:b')))],
  ['[NOT EXISTS a:b OR a:b=1]', observation(comparisonOr([exists(parsePath('a:b'), true), A]))],
  ['[a:b NOT = 1]', observation({ ...A, negated: true })],
  ['[a:b == 1]', one],
  ['[a:b <> 1]', observation(comparison(parsePath('a:b'), '!=', integerLiteral(1)))],
  ['[a:b>=1]', observation(comparison(parsePath('a:b'), '>=', integerLiteral(1)))],
  ["[a:b NOT LIKE'x%']", observation(comparison(parsePath('a:b'), 'LIKE', stringLiteral('x%'), true))],
  ["[a:b ISSUPERSET '10.0.0.0/8']", observation(comparison(parsePath('a:b'), 'ISSUPERSET', stringLiteral('10.0.0.0/8')))],
  ["[a:b IN('x',2,true)]", set([stringLiteral('x'), integerLiteral(2), booleanLiteral(true)])],
  ['[a:b IN()]', set([])],
  ['[a:b NOT IN (1)]', observation(setComparison(parsePath('a:b'), [integerLiteral(1)], true))],

  ['/* a comment */ [a:b=1] // and another', one],
  ['[a:b\u00a0=\u3000\u20281]\u0085', one],
  ['[a:b=1]AND[a:b=2]', observationAnd([one, two])],
]

for (const [text, tree] of trees) {
  test(`reads ${text}`, () => {
    assert.deepEqual(withoutSpans(parsePattern(text)), withoutSpans(tree))
    assert.deepEqual(withoutSpans(parsePattern(printPattern(tree))), withoutSpans(tree))
  })
}

function set(values: readonly Literal[]): Pattern {
  return observation(setComparison(parsePath('a:b'), values))
}

function float(text: string, value: number) {
  return { kind: 'float' as const, value, text, span: { start: 0, end: 0 } }
}

const literals: [text: string, value: object][] = [
  ["''", stringLiteral('')],
  ["'it\\'s C:\\\\Windows'", stringLiteral("it's C:\\Windows")],
  ["'two\nlines // and /* no comment */'", stringLiteral('two\nlines // and /* no comment */')],
  ["'\"é😀\ud800'", stringLiteral('"é😀\ud800')],
  ['0', integerLiteral(0)],
  ['-0', integerLiteral(0)],
  ['-17', integerLiteral(-17)],
  ['+17', integerLiteral(17)],
  ['9007199254740991', integerLiteral(9007199254740991)],
  ['9007199254740993', integerLiteral(9007199254740993n)],
  ['-9007199254740993', integerLiteral(-9007199254740993n)],
  ['7.0', float('7.0', 7)],
  ['007.50', float('007.50', 7.5)],
  ['+7.5', float('7.5', 7.5)],
  ['-.5', float('-.5', -0.5)],
  ['0.10000000000000000001', float('0.10000000000000000001', 0.1)],
  ['true', booleanLiteral(true)],
  ['false', booleanLiteral(false)],
  ["h''", hexLiteral('')],
  ["h'fFd8'", hexLiteral('fFd8')],
  ["b''", binaryLiteral('')],
  ["b'ABI='", binaryLiteral('ABI=')],
  ["b'QUJD\r\nQQ==\n'", binaryLiteral('QUJD\r\nQQ==\n')],
  ["t'2014-01-13T07:03:17Z'", timestampLiteral('2014-01-13T07:03:17Z')],
  ["t'2016-12-31T23:59:60.123456789Z'", timestampLiteral('2016-12-31T23:59:60.123456789Z')],
  ["t'2000-02-29T00:00:00Z'", timestampLiteral('2000-02-29T00:00:00Z')],
]

for (const [text, value] of literals) {
  test(`reads the literal ${text}`, () => {
    const pattern = parsePattern(`[a:b = ${text}]`)
    assert(pattern.kind === 'observation' && pattern.expression.kind === 'comparison' && pattern.expression.operator === '=')
    assert.deepEqual(withoutSpans(pattern.expression.value), withoutSpans(value))
    assert.equal(printPattern(parsePattern(printPattern(pattern))), printPattern(pattern))
  })
}

test('the text of a span stands on its own', () => {
  const text =
    "(([a:b = 1 AND ((a:b = 2) OR NOT EXISTS x:y)]) AND [a:'c-d'[0] IN (1, 'x')] WITHIN 5 SECONDS) FOLLOWEDBY [a:b = 3]"
  let expressions = 0
  for (const { node, slice } of nodes(parsePattern(text), text)) {
    if (node['kind'] === 'observation' || node['kind'] === 'qualified') same(parsePattern(slice), node)
    else if (node['kind'] === 'comparison' || node['kind'] === 'exists')
      same(parsePattern(`[${slice}]`), observation(node as never))
    else if ('operands' in node) assert.equal(slice.split('(').length, slice.split(')').length)
    else if ('steps' in node) same(parsePath(slice), node)
    else continue
    expressions++
  }
  assert.equal(expressions, 18)
})

function same(read: object, node: object) {
  assert.deepEqual(withoutSpans(read), withoutSpans(node))
}

test('spans run over names, literals and qualifiers, and over the parentheses around an expression', () => {
  const text = " ( [file:hashes.'MD5'[0] = 'x'] ) WITHIN 5 SECONDS "
  const slices = [...nodes(parsePattern(text), text)].map(({ slice }) => slice)
  assert.deepEqual(slices, [
    "( [file:hashes.'MD5'[0] = 'x'] ) WITHIN 5 SECONDS",
    "( [file:hashes.'MD5'[0] = 'x'] )",
    "file:hashes.'MD5'[0] = 'x'",
    "file:hashes.'MD5'[0]",
    'hashes',
    "'MD5'",
    '[0]',
    "'x'",
    'WITHIN 5 SECONDS',
    '5',
  ])
})

function* nodes(node: unknown, text: string): Generator<{ node: Record<string, unknown>; slice: string }> {
  if (typeof node !== 'object' || node === null) return
  if ('span' in node) {
    const { start, end } = node.span as { start: number; end: number }
    yield { node: { ...node }, slice: text.slice(start, end) }
  }
  for (const [key, child] of Object.entries(node)) {
    if (key !== 'span') yield* nodes(child, text)
  }
}

const versions: [text: string, in20: string, in21: string][] = [
  [
    "[a:b = 1] START '2016-06-01T00:00:00Z' STOP '2016-07-01T00:00:00Z'",
    "[a:b = 1] START t'2016-06-01T00:00:00Z' STOP t'2016-07-01T00:00:00Z'",
    'error',
  ],
  [
    "[a:b = 1] START t'2016-06-01T00:00:00Z' STOP t'2016-07-01T00:00:00Z'",
    "[a:b = 1] START t'2016-06-01T00:00:00Z' STOP t'2016-07-01T00:00:00Z'",
    "[a:b = 1] START t'2016-06-01T00:00:00Z' STOP t'2016-07-01T00:00:00Z'",
  ],
  ["[a:b = 1] START 'yesterday' STOP '2016-07-01T00:00:00Z'", 'error', 'error'],
  ['[EXISTS a:b]', 'error', '[EXISTS a:b]'],
  ['[NOT EXISTS a:b]', 'error', '[NOT EXISTS a:b]'],
  ['[a:EXISTS = 1]', "[a:'EXISTS' = 1]", 'error'],
  ["[a:'EXISTS' = 1]", "[a:'EXISTS' = 1]", "[a:'EXISTS' = 1]"],
  ['[a:b = 1] WITHIN 5 SECONDS WITHIN 6 SECONDS', '([a:b = 1] WITHIN 5 SECONDS) WITHIN 6 SECONDS', 'error'],
  [
    '([a:b = 1] WITHIN 5 SECONDS) WITHIN 6 SECONDS',
    '([a:b = 1] WITHIN 5 SECONDS) WITHIN 6 SECONDS',
    '([a:b = 1] WITHIN 5 SECONDS) WITHIN 6 SECONDS',
  ],
]

for (const [text, in20, in21] of versions) {
  test(`reads ${text} as STIX 2.0 and 2.1 have it`, () => {
    assert.equal(printed(text, '2.0'), in20)
    assert.equal(printed(text, '2.1'), in21)
  })
}

function printed(text: string, version: '2.0' | '2.1'): string {
  try {
    return printPattern(parsePattern(text, { version }))
  } catch (error) {
    assert(error instanceof PatternError)
    return 'error'
  }
}
