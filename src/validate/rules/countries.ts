import { countries } from '../lists/countries.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Countries are told by their codes. The standard writes them in capitals, the examples of the specification in small letters: either will do. */
export const COUNTRIES: Rule = {
  code: 'countries',
  alias: '277',
  severity: 'warning',
  lenient: 'information',
  clause: '4.10.1',
  about: 'The country of a location is a code of two letters (ISO 3166-1 alpha-2), in either case.',
  advice: 'Use the code of the country, such as DE.',
  types: ['location'],
  object({ country }, speak) {
    if (typeof country !== 'string' || (country.length === 2 && countries().has(country.toUpperCase()))) return
    speak('/country', `${shown(country)} is no code of a country: these have two letters (ISO 3166-1 alpha-2), as US or de`)
  },
}
