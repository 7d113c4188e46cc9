import {
  UNPLACED,
  type AnyStep,
  type Comparison,
  type ComparisonExpression,
  type EqualityComparison,
  type EqualityOperator,
  type Exists,
  type IndexStep,
  type Literal,
  type Observation,
  type ObservationExpression,
  type OrderableLiteral,
  type OrderComparison,
  type OrderOperator,
  type Path,
  type PropertyStep,
  type Qualified,
  type Qualifier,
  type Repeats,
  type SetComparison,
  type StartStop,
  type Step,
  type StringComparison,
  type StringLiteral,
  type StringOperator,
  type Within,
} from './ast.ts'
import { numberLiteral, timestampLiteral } from './build-literal.ts'
import { isTypeName } from './path.ts'

/*
 * Constructors for patterns that are made, not read: each has the name of its node, and its span is `UNPLACED`.
 * They throw `RangeError` for what no pattern can say, so that `printPattern` may trust the tree.
 */

export function observation(expression: ComparisonExpression): Observation {
  return { kind: 'observation', expression, span: UNPLACED }
}

export function comparison(path: Path, operator: EqualityOperator, value: Literal, negated?: boolean): EqualityComparison
export function comparison(path: Path, operator: OrderOperator, value: OrderableLiteral, negated?: boolean): OrderComparison
export function comparison(path: Path, operator: StringOperator, value: StringLiteral, negated?: boolean): StringComparison
export function comparison(
  path: Path,
  operator: EqualityOperator | OrderOperator | StringOperator,
  value: Literal,
  negated = false,
): Comparison {
  // The overloads pair operator and literal, which TypeScript does not follow in here.
  return { kind: 'comparison', path, operator, negated, value, span: UNPLACED } as Comparison
}

/** `path IN (…)` */
export function setComparison(path: Path, values: readonly Literal[], negated = false): SetComparison {
  return { kind: 'comparison', path, operator: 'IN', negated, values, span: UNPLACED }
}

export function exists(path: Path, negated = false): Exists {
  return { kind: 'exists', path, negated, span: UNPLACED }
}

/** Of one operand, that operand. Operands of the same kind stay nested, and print in parentheses. */
export function comparisonAnd(operands: readonly ComparisonExpression[]): ComparisonExpression {
  return only(operands) ?? { kind: 'and', operands, span: UNPLACED }
}

export function comparisonOr(operands: readonly ComparisonExpression[]): ComparisonExpression {
  return only(operands) ?? { kind: 'or', operands, span: UNPLACED }
}

export function observationAnd(operands: readonly ObservationExpression[]): ObservationExpression {
  return only(operands) ?? { kind: 'and', operands, span: UNPLACED }
}

export function observationOr(operands: readonly ObservationExpression[]): ObservationExpression {
  return only(operands) ?? { kind: 'or', operands, span: UNPLACED }
}

export function followedBy(operands: readonly ObservationExpression[]): ObservationExpression {
  return only(operands) ?? { kind: 'followed-by', operands, span: UNPLACED }
}

function only<T>(operands: readonly T[]): T | undefined {
  if (operands.length === 0) throw new RangeError('Cannot join no expressions: give one or more')
  return operands.length === 1 ? operands[0] : undefined
}

export function qualified(expression: ObservationExpression, qualifiers: readonly Qualifier[]): Qualified {
  const kinds = new Set(qualifiers.map(({ kind }) => kind))
  if (kinds.size === 0 || kinds.size < qualifiers.length) {
    throw new RangeError('Cannot qualify an expression: give one qualifier or more, each kind once')
  }
  return { kind: 'qualified', expression, qualifiers, span: UNPLACED }
}

export function within(seconds: number): Within {
  if (!(seconds > 0)) throw new RangeError(`Cannot write WITHIN ${seconds} SECONDS: give a number above zero`)
  return { kind: 'within', seconds: numberLiteral(seconds), span: UNPLACED }
}

export function repeats(times: number): Repeats {
  if (!Number.isSafeInteger(times) || times < 1) {
    throw new RangeError(`Cannot write REPEATS ${times} TIMES: give a whole number above zero`)
  }
  return { kind: 'repeats', times, span: UNPLACED }
}

export function startStop(start: string, stop: string): StartStop {
  return { kind: 'start-stop', start: timestampLiteral(start), stop: timestampLiteral(stop), span: UNPLACED }
}

/** A path whose steps come from data; one known beforehand is easier with `parsePath`. */
export function objectPath(type: string, first: string | PropertyStep, ...rest: readonly (string | Step)[]): Path {
  if (!isTypeName(type)) throw new RangeError(`Cannot write the object type "${type}" in a pattern`)
  const steps = [first, ...rest].map((step) => (typeof step === 'string' ? property(step) : step))
  return { type, steps, span: UNPLACED }
}

export function property(name: string): PropertyStep {
  return { kind: 'property', name, span: UNPLACED }
}

export function index(at: number): IndexStep {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError(`Cannot write the list index ${at}: they count from 0`)
  return { kind: 'index', index: at, span: UNPLACED }
}

export function any(): AnyStep {
  return { kind: 'any', span: UNPLACED }
}
