import type { Observation, ObservationExpression, Pattern, Qualifier } from '../ast.ts'
import { openRegexes } from '../match/regex.ts'
import { printPath } from '../path.ts'
import { findingsIn } from './find.ts'
import type { Finding } from './finding.ts'
import { alternativesOf, observationsIn, qualifiersIn, termsIn, type Term } from './terms.ts'

/** What a pattern is about, and what is wrong with it beyond its syntax. Lists have no doubles, and the order of the text. */
export interface PatternAnalysis {
  /** The object types at which its paths start. */
  readonly types: readonly string[]
  /** Its paths, as `printPath` writes them. */
  readonly paths: readonly string[]
  /** `=`, `LIKE`, … and `EXISTS`. */
  readonly operators: readonly string[]
  /** The kinds of its qualifiers. */
  readonly qualifiers: readonly Qualifier['kind'][]
  /** The least conformance level that can evaluate it (section 12.7). */
  readonly level: 1 | 2 | 3
  /** What stands in brackets, one by one. */
  readonly observations: readonly ObservationAnalysis[]
  /** In the order of the text. */
  readonly findings: readonly Finding[]
}

export interface ObservationAnalysis {
  readonly observation: Observation
  /** The ways to satisfy it: of each, all terms must hold on one object. `undefined` when there are too many. */
  readonly alternatives: readonly (readonly Term[])[] | undefined
}

/** Analyses a pattern. Asynchronous, because regular expressions need an engine that is loaded for patterns with MATCHES only. */
export async function analysePattern(pattern: Pattern): Promise<PatternAnalysis> {
  const observations = observationsIn(pattern)
  const terms = observations.flatMap(({ expression }) => termsIn(expression))
  const operators = distinct(terms.map((term) => (term.kind === 'exists' ? 'EXISTS' : term.operator)))
  const regexes = operators.includes('MATCHES') ? await openRegexes() : undefined
  const qualifiers = qualifiersIn(pattern)
  return {
    types: distinct(terms.map(({ path }) => path.type)),
    paths: distinct(terms.map(({ path }) => printPath(path))),
    operators,
    qualifiers: distinct(qualifiers.map(({ kind }) => kind)),
    level: levelOf(pattern),
    observations: observations.map((observation) => ({ observation, alternatives: alternativesOf(observation.expression) })),
    findings: findingsIn(pattern, regexes),
  }
}

function levelOf(pattern: ObservationExpression): 1 | 2 | 3 {
  if (pattern.kind === 'observation') return 1
  if (pattern.kind === 'qualified' || pattern.kind === 'followed-by') return 3
  return pattern.operands.some((operand) => levelOf(operand) === 3) ? 3 : 2
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
