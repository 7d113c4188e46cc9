import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { alternativesOf } from '../../src/convert/foreign/alternatives.ts'
import type { Comparison, ComparisonExpression, Pattern } from '../../src/stix/pattern/ast.ts'
import * as build from '../../src/stix/pattern/build.ts'
import { stringLiteral } from '../../src/stix/pattern/build-literal.ts'
import { parsePattern } from '../../src/stix/pattern/parse.ts'
import { parsePath, printPath } from '../../src/stix/pattern/path.ts'
import { printPattern } from '../../src/stix/pattern/print.ts'
import { elementsOf, indicator, whole } from './foreign-indicator.ts'
import type { Element } from './foreign-indicator.ts'

/*
 * Any tree of equalities under AND, OR and IN means what its disjunctive normal form says, no more and no less; with one comparison
 * in it that MISP cannot say nothing but the whole pattern comes out.
 */

/** Paths of a file -> the relation of MISP's `file`, and a value for each number. */
const PLACES: readonly [path: string, relation: string, value: (seed: number) => string][] = [
  ['file:name', 'filename', (seed) => `${seed}'\\.exe`],
  ['file:hashes.MD5', 'md5', (seed) => hex(seed, 32)],
  ["file:hashes.'SHA-1'", 'sha1', (seed) => hex(seed, 40)],
  ["file:hashes.'SHA-256'", 'sha256', (seed) => hex(seed, 64)],
  ['file:hashes.sha512', 'sha512', (seed) => hex(seed, 128)],
  ['file:parent_directory_ref.path', 'path', (seed) => `/tmp/${seed}`],
]

function hex(seed: number, length: number): string {
  return seed.toString(16).padStart(length, 'a')
}

/** `path = value` as text. */
type Said = string

const seeds = fc.nat({ max: 3 })

/** An equality, or a set of them, on one of the places. */
function leaf(places: readonly number[]): fc.Arbitrary<Comparison> {
  const [one, set] = [seeds.map((seed) => [seed]), fc.uniqueArray(seeds, { minLength: 1, maxLength: 3 })]
  return fc.tuple(fc.constantFrom(...places), fc.boolean(), one, set).map(([at, isSet, alone, several]) => {
    const [path, , valueAt] = placeAt(at)
    const literals = (isSet ? several : alone).map((seed) => stringLiteral(valueAt(seed)))
    return isSet
      ? build.setComparison(parsePath(path), literals)
      : build.comparison(parsePath(path), '=', literals[0] ?? stringLiteral(''))
  })
}

function placeAt(at: number): (typeof PLACES)[number] {
  const place = PLACES[at]
  if (place === undefined) throw new Error(`there is no place ${at}`)
  return place
}

/** A tree over these places. Operands of AND share no place, so that some object can satisfy it. */
function tree(places: readonly number[], depth: number): fc.Arbitrary<ComparisonExpression> {
  if (depth === 0) return leaf(places)
  const either = fc.array(tree(places, depth - 1), { minLength: 2, maxLength: 3 }).map(build.comparisonOr)
  if (places.length < 2) return fc.oneof(leaf(places), either)
  const both = fc
    .tuple(fc.shuffledSubarray([...places], { minLength: places.length }), fc.integer({ min: 1, max: places.length - 1 }))
    .chain(([order, cut]) => fc.tuple(tree(order.slice(0, cut), depth - 1), tree(order.slice(cut), depth - 1)))
    .map(build.comparisonAnd)
  return fc.oneof(leaf(places), either, both)
}

/** Observations of such trees under OR, small enough to be a list of things to look for. */
function patterns(): fc.Arbitrary<Pattern> {
  const all = PLACES.map((_, at) => at)
  return fc
    .array(tree(all, 3).map(build.observation), { minLength: 1, maxLength: 3 })
    .map(build.observationOr)
    .filter((pattern) => observationsOf(pattern).every((expression) => normalForm(expression).length <= 64))
}

function observationsOf(pattern: Pattern): ComparisonExpression[] {
  if (pattern.kind === 'observation') return [pattern.expression]
  return pattern.kind === 'or' ? pattern.operands.flatMap(observationsOf) : []
}

/** The disjunctive normal form, straight from its definition. */
function normalForm(expression: ComparisonExpression): Said[][] {
  if (expression.kind === 'or') return expression.operands.flatMap(normalForm)
  if (expression.kind === 'and') {
    let sofar: Said[][] = [[]]
    for (const operand of expression.operands) {
      const next: Said[][] = []
      for (const before of sofar) for (const more of normalForm(operand)) next.push([...before, ...more])
      sofar = next
    }
    return sofar
  }
  if (expression.kind === 'exists') return []
  const values = expression.operator === 'IN' ? expression.values : [expression.value]
  return values.map(({ value }) => [`${printPath(expression.path)} = ${String(value)}`])
}

test('alternatives are the disjunctive normal form', () => {
  fc.assert(
    fc.property(patterns(), (pattern) => {
      const found = alternativesOf(parsePattern(printPattern(pattern)))
      assert.deepEqual(
        found?.map(({ equals }) => equals.map(({ path, literal }) => `${path} = ${String(literal.value)}`)),
        observationsOf(pattern).flatMap(normalForm),
      )
    }),
    { numRuns: 500 },
  )
})

test('each alternative is one element that says just that, for detection', () => {
  fc.assert(
    fc.property(patterns(), (pattern) => {
      const wanted = observationsOf(pattern).flatMap(normalForm).map(relationsIn)
      const found = elementsOf(indicator({ pattern: printPattern(pattern) })).map(saidBy)
      // Equal attributes of an event are one
      assert.deepEqual([...new Set(found)].sort(), [...new Set(wanted)].sort())
    }),
    { numRuns: 200 },
  )
})

/** What a conjunction says, in the words of MISP. */
function relationsIn(conjunction: readonly Said[]): string {
  const lines = conjunction.map((said) => {
    const [path = '', value = ''] = said.split(' = ')
    const place = PLACES.find(([each]) => each === path)
    return `${place?.[1] ?? path}: ${value}!`
  })
  return lines.sort().join('\n')
}

/** What an element says: `filename|md5` and a `file` of both say the same. */
function saidBy(element: Element): string {
  if ('attributes' in element) {
    assert.equal(element.name, 'file')
    return element.attributes
      .map((line) => line.replace(/ \([^)]*\)/, ''))
      .sort()
      .join('\n')
  }
  const { type, value, toIds } = element
  const cut = value.lastIndexOf('|')
  const values = type.includes('|') ? [value.slice(0, cut), value.slice(cut + 1)] : [value]
  return type
    .split('|')
    .map((half, at) => `${half}: ${values[at]}${toIds ? '!' : ''}`)
    .sort()
    .join('\n')
}

const NAME = parsePath('file:name')

/** Comparisons that no attribute says. */
const INEXPRESSIBLE: readonly ComparisonExpression[] = [
  build.comparison(NAME, '!=', stringLiteral('a.exe')),
  build.comparison(NAME, '=', stringLiteral('a.exe'), true),
  build.setComparison(NAME, [stringLiteral('a.exe')], true),
  build.setComparison(NAME, []),
  build.comparison(NAME, '>', stringLiteral('a.exe')),
  build.comparison(NAME, 'LIKE', stringLiteral('%.exe')),
  build.comparison(NAME, 'MATCHES', stringLiteral('a.exe')),
  build.comparison(NAME, 'ISSUBSET', stringLiteral('198.51.100.0/24')),
  build.comparison(NAME, 'ISSUPERSET', stringLiteral('198.51.100.7')),
  build.exists(NAME),
  build.exists(NAME, true),
  build.comparison(parsePath('file:x_unheard_of'), '=', stringLiteral('a.exe')),
  build.comparison(parsePath('x-unheard:of'), '=', stringLiteral('a.exe')),
  build.comparison(parsePath('file:hashes.MD5'), '=', stringLiteral('no hash')),
]

/** The tree with one of its leaves, counted from the left, changed into something else. */
function replaced(
  expression: ComparisonExpression,
  at: number,
  by: (each: ComparisonExpression) => ComparisonExpression,
): ComparisonExpression {
  let left = at
  const walk = (each: ComparisonExpression): ComparisonExpression => {
    if (each.kind === 'and' || each.kind === 'or') return { ...each, operands: each.operands.map(walk) }
    return left-- === 0 ? by(each) : each
  }
  return walk(expression)
}

function leavesIn(expression: ComparisonExpression): number {
  const { kind } = expression
  return kind === 'and' || kind === 'or' ? expression.operands.reduce((sum, each) => sum + leavesIn(each), 0) : 1
}

test('one comparison that MISP cannot say, anywhere, leaves nothing but the whole pattern', () => {
  const broken = fc
    .tuple(patterns(), fc.constantFrom(...INEXPRESSIBLE), fc.nat(), fc.nat(), fc.constantFrom('instead', 'and', 'or'))
    .map(([pattern, other, which, leafAt, how]) => {
      const observed = observationsOf(pattern)
      const expressions = observed.map((expression, at) =>
        at === which % observed.length
          ? replaced(expression, leafAt % leavesIn(expression), (each) => {
              if (how === 'instead') return other
              return how === 'and' ? build.comparisonAnd([each, other]) : build.comparisonOr([other, each])
            })
          : expression,
      )
      return printPattern(build.observationOr(expressions.map(build.observation)))
    })
  fc.assert(
    fc.property(broken, (pattern) => assert.deepEqual(elementsOf(indicator({ pattern })), [whole(pattern)])),
    { numRuns: 500 },
  )
})

test('several observations, or a qualifier but START and STOP, leave nothing but the whole pattern', () => {
  const joined = fc
    .tuple(patterns(), patterns(), fc.constantFrom('and', 'followed-by', 'within', 'repeats'))
    .map(([one, other, how]) => {
      if (how === 'and') return build.observationAnd([one, other])
      if (how === 'followed-by') return build.followedBy([one, other])
      return build.observationOr([one, build.qualified(other, [how === 'within' ? build.within(60) : build.repeats(3)])])
    })
    .map(printPattern)
  fc.assert(
    fc.property(joined, (pattern) => assert.deepEqual(elementsOf(indicator({ pattern })), [whole(pattern)])),
    { numRuns: 200 },
  )
})
