import { hashFormOf, type HashForm } from '../../hash-forms.ts'
import type { Comparison, Literal, Path } from '../ast.ts'
import { excerpt } from '../pattern-error.ts'
import type { Finding } from './finding.ts'

/** A hash that is compared as a whole has the form of its algorithm (section 10.7). A text for LIKE and MATCHES is only a piece of one. */
export function checkHashValue(comparison: Comparison, findings: Finding[]): void {
  const { operator, path } = comparison
  if (operator !== '=' && operator !== '!=' && operator !== 'IN') return
  const form = formAt(path)
  if (form === undefined) return
  if (operator !== 'IN') checkValue(comparison.value, form, findings)
  else for (const value of comparison.values) checkValue(value, form, findings)
}

function checkValue(literal: Literal, { name, form, test }: HashForm, findings: Finding[]): void {
  if (literal.kind !== 'string' || test(literal.value)) return
  const message = `${excerpt(literal.value)} is no ${name} hash: it has ${form}`
  findings.push({ code: 'hash-value', severity: 'error', message, span: literal.span, clause: '2.7' })
}

function formAt({ steps }: Path): HashForm | undefined {
  const last = steps.at(-1)
  const before = steps.at(-2)
  if (last?.kind !== 'property' || before?.kind !== 'property') return undefined
  return before.name === 'hashes' || before.name === 'file_header_hashes' ? hashFormOf(last.name) : undefined
}
