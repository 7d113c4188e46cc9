import { qualifiersIn } from '../../stix/pattern/analysis/terms.ts'
import type { StartStop } from '../../stix/pattern/ast.ts'
import { isLater } from '../../stix/timestamp.ts'
import { patternOf } from '../indicator-pattern.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** A pattern asks for nothing outside the time for which its Indicator holds. */
export const PATTERN_VALIDITY_WINDOW: Rule = {
  code: 'pattern-validity-window',
  severity: 'warning',
  lenient: 'information',
  clause: '9.5.1',
  about: 'START and STOP in a pattern lie between valid_from and valid_until of its indicator.',
  advice: 'Widen valid_from and valid_until, or narrow START and STOP.',
  types: ['indicator'],
  object(object, speak) {
    const read = patternOf(object)
    if (read?.pattern === undefined || !read.text.includes('STOP')) return
    const outside = qualifiersIn(read.pattern)
      .filter((qualifier) => qualifier.kind === 'start-stop')
      .map((window) => complaintOf(window, object['valid_from'], object['valid_until']))
      .find((complaint) => complaint !== undefined)
    if (outside !== undefined) speak('/pattern', outside)
  },
}

function complaintOf({ start, stop }: StartStop, from: unknown, until: unknown): string | undefined {
  if (typeof from === 'string' && isLater(from, start.value))
    return `the pattern begins to look at ${shown(start.value)}, before the indicator is valid from ${shown(from)}`
  if (typeof until === 'string' && isLater(stop.value, until))
    return `the pattern looks until ${shown(stop.value)}, after the indicator is valid until ${shown(until)}`
  return undefined
}
