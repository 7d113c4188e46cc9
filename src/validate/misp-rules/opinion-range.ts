import type { MispRule } from '../misp-rule.ts'
import { numberOf } from '../misp-values.ts'

export const OPINION_RANGE: MispRule = {
  code: 'opinion-range',
  severity: 'warning',
  clause: 'MISP core format draft-20: Opinion',
  about: 'An opinion is a number from 0 (strongly disagree) to 100 (strongly agree).',
  advice: 'Write a number from 0 to 100.',
  kinds: ['opinion'],
  record({ opinion }, speak) {
    const value = numberOf(opinion)
    if (value !== undefined && value > 100) speak('/opinion', `opinion is a number from 0 to 100, not ${value}`)
  },
}
