import type { Comparison, ComparisonExpression, Exists, Observation, ObservationExpression, Qualifier } from '../ast.ts'

/** What stands between AND and OR in brackets. */
export type Term = Comparison | Exists

/** The observations of a pattern, in written order. */
export function observationsIn(expression: ObservationExpression): Observation[] {
  if (expression.kind === 'observation') return [expression]
  if (expression.kind === 'qualified') return observationsIn(expression.expression)
  return expression.operands.flatMap(observationsIn)
}

/** Its qualifiers: those of an expression behind those inside it. */
export function qualifiersIn(expression: ObservationExpression): Qualifier[] {
  if (expression.kind === 'observation') return []
  if (expression.kind === 'qualified') return [...qualifiersIn(expression.expression), ...expression.qualifiers]
  return expression.operands.flatMap(qualifiersIn)
}

export function termsIn(expression: ComparisonExpression): Term[] {
  return isTerm(expression) ? [expression] : expression.operands.flatMap(termsIn)
}

/** No observation is looked at in more ways than this, nor in ways that have more terms together. */
const MOST_ALTERNATIVES = 1000
const MOST_TERMS = 10_000

/**
 * The ways to satisfy what stands in brackets: the terms of each must hold together, on one object and what it refers to
 * (STIX 2.1, section 9.5). `undefined` when there are more than a thousand, or they have
 * more than ten thousand terms.
 */
export function alternativesOf(expression: ComparisonExpression): readonly (readonly Term[])[] | undefined {
  if (isTerm(expression)) return [[expression]]
  let found: readonly (readonly Term[])[] = expression.kind === 'and' ? [[]] : []
  for (const operand of expression.operands) {
    const own = alternativesOf(operand)
    if (own === undefined) return undefined
    const count = expression.kind === 'and' ? found.length * own.length : found.length + own.length
    if (count > MOST_ALTERNATIVES || count * ((found[0]?.length ?? 0) + 1) > MOST_TERMS) return undefined
    found = expression.kind === 'and' ? found.flatMap((terms) => own.map((more) => [...terms, ...more])) : [...found, ...own]
  }
  return found
}

function isTerm(expression: ComparisonExpression): expression is Term {
  return expression.kind === 'comparison' || expression.kind === 'exists'
}
