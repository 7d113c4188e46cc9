import { isIpv4, isIpv6 } from '../../stix/forms.ts'
import { anyIndex } from '../../mapping/path.ts'
import type { Equal } from '../../mapping/row-pattern.ts'
import type {
  Comparison,
  ComparisonExpression,
  ObservationExpression,
  Path,
  Pattern,
  StartStop,
  StringLiteral,
} from '../../stix/pattern/ast.ts'
import { comparison as comparing } from '../../stix/pattern/build.ts'
import { printPath } from '../../stix/pattern/path.ts'

/** A comparison that must hold, as one of equality. */
export interface Sought extends Equal {
  comparison: Comparison
}

/** One thing that a pattern looks for: comparisons that must hold together on one observed object. */
export interface Alternative {
  equals: readonly Sought[]
  /** When it must have been seen (`START … STOP …`), where the pattern says so. */
  during: StartStop | undefined
}

/** More alternatives than this are no list of indicators but a combination of conditions, better kept as it is. */
const MOST_ALTERNATIVES = 10_000

/** `(a OR b) AND (c OR d)` asks for four things. Beyond this many it is kept as it is. */
const MOST_COMBINED = 64

/** No object of MISP has a place for more comparisons that must hold together. */
const MOST_TOGETHER = 256

/**
 * What a pattern looks for, as alternatives of which each alone is a match. `undefined` where equality under AND and OR cannot
 * say it: several observations, WITHIN, REPEATS, NOT, `!=`, order, wildcards, regular expressions, EXISTS. A part of a pattern is
 * never taken for the whole, so one such place anywhere is enough.
 */
export function alternativesOf(pattern: Pattern): Alternative[] | undefined {
  const found: Alternative[] = []
  return collect(pattern, undefined, found) ? found : undefined
}

function collect(expression: ObservationExpression, during: StartStop | undefined, found: Alternative[]): boolean {
  const { kind } = expression
  if (kind === 'and' || kind === 'followed-by') return false
  if (kind === 'or') return expression.operands.every((operand) => collect(operand, during, found))
  if (kind === 'qualified') {
    const [only, ...more] = expression.qualifiers
    if (only?.kind !== 'start-stop' || more.length > 0 || during !== undefined) return false
    return collect(expression.expression, only, found)
  }
  const combined = combine(expression.expression)
  if (combined === undefined || found.length + combined.length > MOST_ALTERNATIVES) return false
  for (const equals of combined) found.push({ equals, during })
  return true
}

/** The comparisons of one observation in disjunctive form. */
function combine(expression: ComparisonExpression): Sought[][] | undefined {
  if (expression.kind === 'exists') return undefined
  if (expression.kind === 'comparison') return equalsOf(expression)?.map((equal) => [equal])
  const parts: Sought[][][] = []
  for (const operand of expression.operands) {
    const part = combine(operand)
    if (part === undefined) return undefined
    parts.push(part)
  }
  if (expression.kind === 'or') return parts.flat()
  const count = parts.reduce((product, part) => product * part.length, 1)
  if (count > MOST_COMBINED && parts.filter((part) => part.length > 1).length > 1) return undefined
  if (parts.length > MOST_TOGETHER || count * parts.length > 2 * MOST_ALTERNATIVES) return undefined
  const combined = parts.reduce<Sought[][]>(
    (sofar, part) => sofar.flatMap((before) => part.map((more) => [...before, ...more])),
    [[]],
  )
  return combined.some(isTornApart) ? undefined : combined
}

/** `values[0].name` and `values[1].data` are asked of two entries of one list; paths without the numbers would tie them together. */
function isTornApart(equals: readonly Sought[]): boolean {
  const entries = new Map<string, { index: number; path: string }>()
  for (const { path, comparison } of equals) {
    for (const [at, step] of comparison.path.steps.entries()) {
      if (step.kind !== 'index') continue
      const list = printPath({ ...comparison.path, steps: comparison.path.steps.slice(0, at) })
      const known = entries.get(list)
      if (known !== undefined && known.index !== step.index && known.path !== path) return true
      entries.set(list, { index: step.index, path })
    }
  }
  return false
}

function equalsOf(comparison: Comparison): Sought[] | undefined {
  if (comparison.negated) return undefined
  const path = printedPath(comparison.path)
  const { operator } = comparison
  if (operator === 'IN') {
    const each = comparison.values.map((literal) => ({ path, literal, comparison: comparing(comparison.path, '=', literal) }))
    return each.length === 0 ? undefined : each
  }
  const expressed =
    operator === '=' ||
    (operator === 'LIKE' && !/[%_]/.test(comparison.value.value)) ||
    (operator === 'ISSUBSET' && isNetwork(path, comparison.value))
  return expressed ? [{ path, literal: comparison.value, comparison }] : undefined
}

/** MISP means every address in it by a network, as ISSUBSET does. */
function isNetwork(path: string, { value }: StringLiteral): boolean {
  return /^ipv[46]-addr:value$|_refs?(?:\[\*\])?\.value$/.test(path) && value.includes('/') && (isIpv4(value) || isIpv6(value))
}

const printed = new Map<string, string>()

/** Most patterns of the world use a few paths: each is printed once. */
function printedPath(path: Path): string {
  const key = keyOf(path)
  const known = key === undefined ? undefined : printed.get(key)
  if (known !== undefined) return known
  const text = anyIndex(printPath(path))
  if (key !== undefined && printed.size < 1000) printed.set(key, text)
  return text
}

function keyOf({ type, steps }: Path): string | undefined {
  let key = type
  for (const step of steps) {
    if (step.kind !== 'property' || step.name.length > 100) return undefined
    key += `\0${step.name}`
  }
  return key
}
