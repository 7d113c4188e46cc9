import { faultOfDomain } from '../domains.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/**
 * A domain name in the preferred form of RFC 1034 section 3.5, which is not more than a recommendation: DNS has names with underscores
 * and wildcards, and real data too.
 */
export const HOST_NAME: Rule = {
  code: 'host-name',
  severity: 'warning',
  lenient: 'off',
  clause: 'RFC 1034, section 3.5',
  about: 'Domain names are names of hosts: no underscores, no wildcards, and the last part is no number.',
  advice: 'Check whether it is a name; an address is an ipv4-addr.',
  types: ['domain-name'],
  object({ value, defanged }, speak) {
    if (typeof value !== 'string' || defanged === true || faultOfDomain(value) !== undefined) return
    const odd = oddityOf(value)
    if (odd !== undefined) speak('/value', `${shown(value)} is no name of a host: ${odd}`)
  },
}

function oddityOf(name: string): string | undefined {
  if (name.includes('_')) return 'it has an underscore'
  if (name.includes('*')) return 'it has a wildcard'
  if (/(?:^|\.)[0-9]+\.?$/.test(name)) return 'its last part is a number, as in an address'
  return undefined
}
