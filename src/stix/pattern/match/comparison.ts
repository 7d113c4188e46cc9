import type { Comparison, ComparisonExpression, Literal, Path, SetComparison, StringComparison } from '../ast.ts'
import type { Budget } from './budget.ts'
import { compileLike, type TextTest } from './like.ts'
import type { Fields, ObservedData } from './observed-data.ts'
import { compileOrder, encodingOf, textOf, type Encoding, type Order } from './operand.ts'
import { compileProperty, propertyName } from './property.ts'
import type { RegexCompiler } from './regex.ts'
import { contains, parseSubnet } from './subnet.ts'

/** Whether an Observed Data has an observable that satisfies what stands in `[…]`. */
export type ObservationTest = (observed: ObservedData, budget: Budget) => boolean

/** Whether one observable does, as the one at which all paths start (STIX 2.1, section 9.5). */
type ObservableTest = (root: Fields, observed: ObservedData, budget: Budget) => boolean

/** `regexes` must be given when there is a MATCHES, and must take its constant; `parseSubnet` the constants of ISSUBSET. */
export function compileObservation(expression: ComparisonExpression, regexes: RegexCompiler | undefined): ObservationTest {
  const satisfies = compileExpression(expression, regexes)
  const types = [...typesIn(expression)]
  return (observed, budget) => {
    budget.spend(types.length)
    for (const type of types) {
      for (const root of observed.byType.get(type) ?? []) if (satisfies(root, observed, budget)) return true
    }
    return false
  }
}

function typesIn(expression: ComparisonExpression): Set<string> {
  if (expression.kind === 'comparison' || expression.kind === 'exists') return new Set([expression.path.type])
  return new Set(expression.operands.flatMap((operand) => [...typesIn(operand)]))
}

function compileExpression(expression: ComparisonExpression, regexes: RegexCompiler | undefined): ObservableTest {
  if (expression.kind === 'comparison') return compileComparison(expression, regexes)
  if (expression.kind === 'exists') {
    const { path, negated } = expression
    const test = compileProperty(path)
    return startingAt(path, (root, observed, budget) => test(root, observed, budget, isThere) !== negated)
  }
  const tests = expression.operands.map((operand) => compileExpression(operand, regexes))
  if (expression.kind === 'and') return (root, observed, budget) => tests.every((test) => test(root, observed, budget))
  return (root, observed, budget) => tests.some((test) => test(root, observed, budget))
}

function isThere(): boolean {
  return true
}

/**
 * NOT negates what the operator says of a value. A path without a value is false with and without it (section 9.6); only
 * NOT EXISTS is about such paths, on an observable of the type that it names.
 */
function compileComparison(comparison: Comparison, regexes: RegexCompiler | undefined): ObservableTest {
  const { path, negated } = comparison
  const test = compileProperty(path)
  const holds = compileOperator(comparison, encodingOf(propertyName(path.steps)), regexes)
  return startingAt(path, (root, observed, budget) =>
    test(root, observed, budget, (value) => {
      budget.spend(typeof value === 'string' ? 1 + (value.length >> 5) : 1)
      return holds(value, budget) !== negated
    }),
  )
}

function startingAt({ type }: Path, test: ObservableTest): ObservableTest {
  return (root, observed, budget) => root['type'] === type && test(root, observed, budget)
}

type ValueTest = (value: unknown, budget: Budget) => boolean

/** What cannot be compared makes every operator false but `!=` (section 9.6.1). */
function compileOperator(comparison: Comparison, encoding: Encoding, regexes: RegexCompiler | undefined): ValueTest {
  switch (comparison.operator) {
    case '=':
      return ordered(comparison.value, encoding, (order) => order === 0)
    case '!=': {
      const orderOf = compileOrder(comparison.value, encoding)
      return (value) => orderOf(value) !== 0
    }
    case '<':
      return ordered(comparison.value, encoding, (order) => order < 0)
    case '<=':
      return ordered(comparison.value, encoding, (order) => order <= 0)
    case '>':
      return ordered(comparison.value, encoding, (order) => order > 0)
    case '>=':
      return ordered(comparison.value, encoding, (order) => order >= 0)
    case 'IN':
      return compileSet(comparison, encoding)
    case 'LIKE':
      return compileText(compileLike(comparison.value.value), encoding)
    case 'MATCHES':
      return compileText(regexOf(comparison, regexes), encoding)
    case 'ISSUBSET':
    case 'ISSUPERSET':
  }
  return compileSubnet(comparison)
}

function ordered(literal: Literal, encoding: Encoding, fits: (order: number) => boolean): ValueTest {
  const orderOf = compileOrder(literal, encoding)
  return (value) => {
    const order = orderOf(value)
    return order !== undefined && fits(order)
  }
}

/** Long lists of strings, the usual thing, are looked up and not gone through. */
function compileSet({ values }: SetComparison, encoding: Encoding): ValueTest {
  if (encoding === 'plain' && values.every(({ kind }) => kind === 'string')) {
    const texts = new Set<unknown>(values.map(({ value }) => value))
    return (value) => texts.has(value)
  }
  const orders: readonly Order[] = values.map((literal) => compileOrder(literal, encoding))
  return (value, budget) => {
    budget.spend(orders.length)
    return orders.some((orderOf) => orderOf(value) === 0)
  }
}

function compileText(test: TextTest, encoding: Encoding): ValueTest {
  return (value, budget) => {
    const text = textOf(value, encoding)
    return text !== undefined && test(text, budget)
  }
}

function regexOf({ path, value }: StringComparison, regexes: RegexCompiler | undefined): TextTest {
  const compiled = regexes?.(value.value)
  if (compiled === undefined || !('find' in compiled)) throw new TypeError(`no regular expression for ${path.type}`)
  return compiled.find
}

function compileSubnet({ operator, value: { value: constant } }: StringComparison): ValueTest {
  const given = parseSubnet(constant)
  return (value) => {
    const own = typeof value === 'string' ? parseSubnet(value) : undefined
    if (given === undefined || own === undefined) return false
    return operator === 'ISSUBSET' ? contains(given, own) : contains(own, given)
  }
}
