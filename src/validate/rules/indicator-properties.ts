import type { Rule } from '../rule.ts'

/** An indicator says what it is about. */
export const INDICATOR_PROPERTIES: Rule = {
  code: 'indicator-properties',
  alias: '303',
  severity: 'warning',
  lenient: 'off',
  clause: '4.7.1',
  about: 'Indicators have a name and a description.',
  advice: 'Say in a few words what the pattern finds.',
  types: ['indicator'],
  object({ name, description }, speak) {
    const missing = [name === undefined ? 'name' : '', description === undefined ? 'description' : '']
      .filter(Boolean)
      .join(' and no ')
    if (missing !== '') speak('', `it has no ${missing}: both help others to understand what it finds`)
  },
}
