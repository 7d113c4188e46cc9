import type { Pattern, Qualifier } from '../ast.ts'
import { compareTimestamps } from '../match/timestamps.ts'
import type { RegexCompiler } from '../match/regex.ts'
import { checkConstants } from './constant.ts'
import type { Finding } from './finding.ts'
import { checkHashValue } from './hash-value.ts'
import { checkNames } from './names.ts'
import { checkObjectTypes } from './object-types.ts'
import { checkOperands } from './operand-type.ts'
import { propertyAt } from './path-property.ts'
import { observationsIn, qualifiersIn, termsIn, type Term } from './terms.ts'

/**
 * What is wrong with a pattern beyond its syntax, in the order of the text. Without `regexes` the expressions of MATCHES are only
 * looked over: whether they could be evaluated is not told.
 */
export function findingsIn(pattern: Pattern, regexes?: RegexCompiler): readonly Finding[] {
  const findings: Finding[] = []
  for (const { expression } of observationsIn(pattern)) {
    checkObjectTypes(expression, findings)
    for (const term of termsIn(expression)) checkTerm(term, regexes, findings)
  }
  for (const qualifier of qualifiersIn(pattern)) checkQualifier(qualifier, findings)
  return findings.length < 2 ? findings : findings.sort((one, other) => one.span.start - other.span.start)
}

function checkTerm(term: Term, regexes: RegexCompiler | undefined, findings: Finding[]): void {
  const place = propertyAt(term.path)
  findings.push(...place.findings)
  checkNames(term.path, findings)
  if (term.kind === 'exists') return
  if (place.properties.length > 0) checkOperands(term, place.properties, findings)
  if (place.properties.length > 0) checkHashValue(term, findings)
  checkConstants(term, regexes, findings)
}

/** "All Observations that match a must have an observation time >= x and < y": there is none between y and x. */
function checkQualifier(qualifier: Qualifier, findings: Finding[]): void {
  if (qualifier.kind !== 'start-stop') return
  const order = compareTimestamps(qualifier.start.value, qualifier.stop.value)
  if (order === undefined || order < 0) return
  const message = 'STOP is not after START: no observation is at such a time'
  findings.push({ code: 'stop-not-after-start', severity: 'warning', message, span: qualifier.span, clause: '9.5.1' })
}
