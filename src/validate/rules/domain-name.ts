import { faultOfDomain } from '../domains.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** A domain name. What DNS has but names of hosts have not (underscores, wildcards) is told by `host-name.ts`. */
export const DOMAIN_NAME: Rule = {
  code: 'domain-name',
  severity: 'error',
  lenient: 'warning',
  clause: '6.4.1',
  about: 'The value of a domain-name is a name of RFC 1034, internationalised ones as of RFC 5890.',
  advice: 'Write the name alone: no scheme, path, port, blanks or brackets.',
  types: ['domain-name'],
  object({ value, defanged }, speak) {
    if (typeof value !== 'string' || defanged === true) return
    const fault = faultOfDomain(value)
    if (fault !== undefined) speak('/value', `${shown(value)} is no domain name: ${fault}`)
  },
}
