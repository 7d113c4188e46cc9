import assert from 'node:assert/strict'
import type { ComparisonExpression, Literal, ObservationExpression, Path, Qualifier } from '../../../../src/stix/pattern/ast.ts'

/** A STIX object that was seen at one moment. */
export interface Instance {
  id: string
  time: number
  objects: readonly Record<string, unknown>[]
}

/**
 * Whether observations, each at its own moment, match a pattern: read straight from sections 9.5 and 9.6, without regard to what it
 * costs. Of comparisons it knows what the generated ones use.
 */
export function matchesNaively(pattern: ObservationExpression, instances: readonly Instance[]): boolean {
  return bindings(pattern, instances).length > 0
}

/** Every set of different observations that satisfies an expression. */
function bindings(expression: ObservationExpression, instances: readonly Instance[]): Instance[][] {
  switch (expression.kind) {
    case 'observation':
      return instances.filter(({ objects }) => objects.some((root) => holds(expression.expression, root))).map((one) => [one])
    case 'or':
      return expression.operands.flatMap((operand) => bindings(operand, instances))
    case 'and':
      return joined(
        expression.operands.map((operand) => bindings(operand, instances)),
        () => true,
      )
    case 'followed-by':
      return joined(
        expression.operands.map((operand) => bindings(operand, instances)),
        (before, after) => before.every((one) => after.every((other) => other.time >= one.time)),
      )
    case 'qualified':
  }
  return expression.qualifiers.reduce(qualify, bindings(expression.expression, instances))
}

function joined(parts: readonly Instance[][][], fits: (before: Instance[], after: Instance[]) => boolean): Instance[][] {
  return parts.reduce((found, part) =>
    found.flatMap((before) =>
      part
        .filter((after) => after.every((one) => !before.includes(one)) && fits(before, after))
        .map((after) => [...before, ...after]),
    ),
  )
}

function qualify(found: Instance[][], qualifier: Qualifier): Instance[][] {
  if (qualifier.kind === 'repeats') {
    return joined(
      Array.from({ length: qualifier.times }, () => found),
      () => true,
    )
  }
  return found.filter((those) => {
    const times = those.map(({ time }) => time)
    if (qualifier.kind === 'within') return Math.max(...times) - Math.min(...times) < Number(qualifier.seconds.value) * 1000
    const [start, stop] = [qualifier.start, qualifier.stop].map(({ value }) => Date.parse(value)) as [number, number]
    return times.every((time) => time >= start && time < stop)
  })
}

function holds(expression: ComparisonExpression, root: Record<string, unknown>): boolean {
  if (expression.kind === 'and') return expression.operands.every((operand) => holds(operand, root))
  if (expression.kind === 'or') return expression.operands.some((operand) => holds(operand, root))
  const values = root['type'] === expression.path.type ? valuesAt(expression.path, root) : undefined
  if (expression.kind === 'exists') return values !== undefined && values.length > 0 !== expression.negated
  const { operator, negated } = expression
  return (values ?? []).some((value) => {
    if (operator === 'IN') return expression.values.some((literal) => isEqual(value, literal)) !== negated
    const { value: literal } = expression
    if (operator === '=') return isEqual(value, literal) !== negated
    if (operator === '!=') return !isEqual(value, literal) !== negated
    assert(operator === '<' || operator === '<=' || operator === '>' || operator === '>=')
    const constant = literal.kind === 'string' || literal.kind === 'integer' ? literal.value : undefined
    if (typeof value !== typeof constant || constant === undefined) return negated
    const [a, b] = [value, constant] as [string, string]
    return (operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b) !== negated
  })
}

function valuesAt({ steps }: Path, root: unknown): unknown[] {
  let values = [root]
  for (const step of steps) {
    values = values.flatMap((value) => {
      if (step.kind === 'any') return Array.isArray(value) ? (value as unknown[]) : []
      const key = step.kind === 'index' ? step.index : step.name
      if (typeof value !== 'object' || value === null || Array.isArray(value) !== (step.kind === 'index')) return []
      const next = (value as Record<string, unknown>)[key]
      return next === undefined ? [] : [next]
    })
  }
  return values
}

function isEqual(value: unknown, literal: Literal): boolean {
  return value === literal.value
}
