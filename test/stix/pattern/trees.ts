import * as fc from 'fast-check'
import type {
  Comparison,
  ComparisonExpression,
  Literal,
  ObservationExpression,
  Path,
  Pattern,
  Qualifier,
} from '../../../src/stix/pattern/ast.ts'
import * as build from '../../../src/stix/pattern/build.ts'
import * as literals from '../../../src/stix/pattern/build-literal.ts'
import { KEYWORDS } from '../../../src/stix/pattern/keywords.ts'

/** A copy of a tree in which every span is left out, to compare what was read with what was built. */
export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(Object.entries(node).flatMap(([key, value]) => (key === 'span' ? [] : [[key, withoutSpans(value)]])))
}

/** Any pattern that can be written, with names and strings that need care. */
export function anyPattern(): fc.Arbitrary<Pattern> {
  return observations(2)
}

function observations(depth: number): fc.Arbitrary<ObservationExpression> {
  const single = comparisons(2).map(build.observation)
  if (depth === 0) return single
  const inner = observations(depth - 1)
  const several = fc.array(inner, { minLength: 2, maxLength: 3 })
  return fc.oneof(
    { weight: 2, arbitrary: single },
    several.map(build.observationAnd),
    several.map(build.observationOr),
    several.map(build.followedBy),
    fc.tuple(inner, qualifiers()).map(([expression, some]) => build.qualified(expression, some)),
  )
}

function qualifiers(): fc.Arbitrary<Qualifier[]> {
  const seconds = fc.oneof(fc.integer({ min: 1 }), fc.double({ min: 0.001, noNaN: true, noDefaultInfinity: true, max: 1e25 }))
  const any = fc.oneof(
    seconds.filter((count) => !Number.isInteger(count) || Number.isSafeInteger(count)).map(build.within),
    fc.integer({ min: 1 }).map(build.repeats),
    fc.tuple(timestamp(), timestamp()).map(([start, stop]) => build.startStop(start, stop)),
  )
  return fc.uniqueArray(any, { minLength: 1, maxLength: 3, selector: ({ kind }) => kind })
}

function comparisons(depth: number): fc.Arbitrary<ComparisonExpression> {
  const single = fc.oneof(
    comparison(),
    fc.tuple(path(), fc.boolean()).map(([at, negated]) => build.exists(at, negated)),
  )
  if (depth === 0) return single
  const several = fc.array(comparisons(depth - 1), { minLength: 2, maxLength: 3 })
  return fc.oneof({ weight: 2, arbitrary: single }, several.map(build.comparisonAnd), several.map(build.comparisonOr))
}

function comparison(): fc.Arbitrary<Comparison> {
  const equality = fc.tuple(path(), fc.constantFrom('=', '!='), anyLiteral(), fc.boolean())
  const order = fc.tuple(path(), fc.constantFrom('<', '<=', '>', '>='), orderable(), fc.boolean())
  const text = fc.tuple(path(), fc.constantFrom('LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'), string(), fc.boolean())
  const set = fc.tuple(path(), fc.array(anyLiteral(), { maxLength: 3 }), fc.boolean())
  return fc.oneof(
    equality.map((parts) => build.comparison(...parts)),
    order.map((parts) => build.comparison(...parts)),
    text.map((parts) => build.comparison(...parts)),
    set.map((parts) => build.setComparison(...parts)),
  )
}

function path(): fc.Arbitrary<Path> {
  const type = fc.constantFrom('file', 'network-traffic', 'x-usb-device', 'x_old', 'h', 'IN-x', 'trueish')
  const name = fc.oneof(
    fc.constantFrom('value', 'hashes', 'SHA-256', 'MD5', 'a.b', "it's", 'back\\slash', '', '0', ...KEYWORDS),
    anyText(5),
  )
  const property = name.map(build.property)
  const step = fc.oneof(property, fc.nat().map(build.index), fc.constant(build.any()))
  return fc
    .tuple(type, property, fc.array(step, { maxLength: 3 }))
    .map(([typeName, first, rest]) => build.objectPath(typeName, first, ...rest))
}

function anyLiteral(): fc.Arbitrary<Literal> {
  return fc.oneof(orderable(), fc.boolean().map(literals.booleanLiteral))
}

function orderable() {
  return fc.oneof(
    string(),
    fc.maxSafeInteger().map(literals.integerLiteral),
    fc.bigInt().map(literals.integerLiteral),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(literals.floatLiteral),
    fc.array(fc.constantFrom('00', 'fF', 'D8'), { maxLength: 4 }).map((octets) => literals.hexLiteral(octets.join(''))),
    fc.base64String({ maxLength: 12 }).map(literals.binaryLiteral),
    timestamp().map(literals.timestampLiteral),
  )
}

function string() {
  const awkward = fc.string({ unit: fc.constantFrom("'", '\\', '\n', '/', '*', ']', 'é', '😀', 'x'), maxLength: 8 })
  return fc.oneof(awkward, anyText(20)).map(literals.stringLiteral)
}

/** Texts of any code points, lone surrogates among them. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const character = fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0x10ffff })).map((point) => String.fromCodePoint(point))
  return fc.array(character, { maxLength }).map((characters) => characters.join(''))
}

function timestamp(): fc.Arbitrary<string> {
  const min = new Date('0001-01-01T00:00:00Z')
  const max = new Date('9999-12-31T23:59:59Z')
  return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString())
}
