import { patternOf } from '../indicator-pattern.ts'
import type { Rule } from '../rule.ts'

/** The pattern of an Indicator reads by the grammar of STIX patterns. */
export const PATTERNS: Rule = {
  code: 'patterns',
  severity: 'error',
  clause: '9',
  about: 'The pattern of an indicator with pattern_type "stix" is a STIX pattern.',
  advice: 'Write the pattern as the message tells, or name its real language in pattern_type.',
  types: ['indicator'],
  object(object, speak) {
    const error = patternOf(object)?.error
    if (error === undefined) return
    const { line, column, problem } = error
    speak('/pattern', `this is no STIX pattern, from ${line}:${column} (line:column) on: ${problem}`)
  },
}
