import type { ComparisonExpression } from '../ast.ts'
import type { Finding } from './finding.ts'

/** AND between comparisons that no object can satisfy together: "All operands of AND must be satisfiable with the same object". */
export function checkObjectTypes(expression: ComparisonExpression, findings: Finding[]): void {
  if (expression.kind === 'and' || expression.kind === 'or') typesOf(expression, findings)
}

/** The types of which an object can satisfy an expression. */
function typesOf(expression: ComparisonExpression, findings: Finding[]): Set<string> {
  if (expression.kind === 'comparison' || expression.kind === 'exists') return new Set([expression.path.type])
  const operands = expression.operands.map((operand) => typesOf(operand, findings))
  const all = new Set(operands.flatMap((own) => [...own]))
  if (expression.kind === 'or') return all
  const common = operands.reduce((types, own) => types.intersection(own))
  if (common.size > 0 || operands.some(({ size }) => size === 0)) return common
  findings.push({
    code: 'and-over-types',
    severity: 'error',
    message: `no object is ${listed([...all])} at once: AND in brackets is about one object`,
    span: expression.span,
    clause: '9.5',
  })
  return common
}

function listed(types: readonly string[]): string {
  const shown = types.slice(0, SHOWN).join(' and ')
  return types.length > SHOWN ? `${shown} and ${types.length - SHOWN} more` : shown
}

const SHOWN = 5
