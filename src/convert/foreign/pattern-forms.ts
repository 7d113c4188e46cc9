import type { Equal } from '../../mapping/row-pattern.ts'
import type { Alternative } from './alternatives.ts'

/**
 * Feeds ask the same of one value after another: `[domain-name:value = '…']`. What stands before the value is parsed once, and known
 * by its text: it means the same whatever string without apostrophes and backslashes follows, if nothing but `]` comes after it.
 */
const paths = new Map<string, string>()

/** Feeds have a handful; a bundle of nothing but new ones must not fill the memory. */
const MOST_FORMS = 1000
const LONGEST_FORM = 200

/** What a pattern asks for whose form is known. */
export function equalIn(text: string): Equal | undefined {
  const start = startOfString(text)
  const path = start === undefined ? undefined : paths.get(text.slice(0, start))
  if (start === undefined || path === undefined) return undefined
  const end = text.length - 1
  return { path, literal: { kind: 'string', value: text.slice(start + 1, end - 1), span: { start, end } } }
}

/** Takes note of the form of a pattern that asks for these alternatives, if it is no more than one comparison with a string. */
export function learnForm(text: string, [only, ...others]: readonly Alternative[]): void {
  const start = startOfString(text)
  const [equal, ...more] = only?.equals ?? []
  if (start === undefined || equal === undefined || others.length > 0 || more.length > 0) return
  const { path, literal, comparison } = equal
  const isAll = literal.kind === 'string' && literal.span.start === start && literal.span.end === text.length - 1
  if (!isAll || comparison.operator !== '=' || comparison.value !== literal) return
  if (start <= LONGEST_FORM && paths.size < MOST_FORMS) paths.set(text.slice(0, start), path)
}

/** Where the string begins behind which only `]` stands. */
function startOfString(text: string): number | undefined {
  if (!text.endsWith("']")) return undefined
  const start = text.lastIndexOf("'", text.length - 3)
  return start < 0 || text.includes('\\', start) ? undefined : start
}
