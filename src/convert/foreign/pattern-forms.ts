import { parsePattern } from '../../stix/pattern/parse.ts'
import type { EqualityComparison } from '../../stix/pattern/ast.ts'
import { alternativesOf } from './alternatives.ts'
import type { Alternative } from './alternatives.ts'

/** A pattern of one comparison with a string, of which only the string is new. */
interface Form {
  path: string
  comparison: EqualityComparison
}

/** What stands before the string -> the form. */
const forms = new Map<string, Form>()

/** Feeds have a handful; a bundle of nothing but forms must not fill the memory. */
const MOST_FORMS = 1000
const LONGEST_FORM = 200

/**
 * What the text of a pattern looks for (`alternativesOf`). Throws a PatternError where it is none.
 *
 * Feeds ask the same of one value after another. What stands before a value is parsed once: `[domain-name:value = ` means the same
 * whatever string without apostrophes and backslashes follows, if `]` ends the pattern.
 */
export function alternativesIn(text: string): readonly Alternative[] | undefined {
  const end = text.length - 1
  const start = startOfString(text, end)
  const before = start === undefined ? '' : text.slice(0, start)
  const known = forms.get(before)
  if (start !== undefined && known !== undefined) {
    const value = { kind: 'string', value: text.slice(start + 1, end - 1), span: { start, end } } as const
    const { path } = known
    const { span, ...same } = known.comparison
    return [{ equals: [{ path, literal: value, comparison: { ...same, value, span: { start: span.start, end } } }], during: undefined }]
  }
  const alternatives = alternativesOf(parsePattern(text))
  if (start !== undefined && start <= LONGEST_FORM && forms.size < MOST_FORMS) learn(before, start, end, alternatives)
  return alternatives
}

/** Where the string begins that ends a pattern with `]` behind it; `undefined` where there is no such, or it has escapes. */
function startOfString(text: string, end: number): number | undefined {
  if (!text.endsWith("']")) return undefined
  const start = text.lastIndexOf("'", end - 2)
  return start < 0 || text.indexOf('\\', start) >= 0 ? undefined : start
}

/** Only what is one comparison, with all of the string as its value: an apostrophe may also end another string. */
function learn(before: string, start: number, end: number, alternatives: readonly Alternative[] | undefined): void {
  const [only, ...more] = alternatives ?? []
  const [equal, ...others] = only?.equals ?? []
  if (equal === undefined || more.length > 0 || others.length > 0) return
  const { path, literal, comparison } = equal
  if (comparison.operator !== '=' || comparison.value !== literal || literal.kind !== 'string') return
  if (literal.span.start === start && literal.span.end === end) forms.set(before, { path, comparison })
}
