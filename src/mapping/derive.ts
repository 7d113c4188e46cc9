import { isCve, isIpv4, isIpv6 } from '../stix/forms.ts'

/** Computes what STIX requires and MISP does not hold, from the values of the row. `undefined` leaves the property out. */
export type Derivation = (values: ReadonlyMap<string, string>) => unknown

/**
 * Derivations by the name under which rows call them. None invents a fact: traffic to an address is known to be IP of that
 * version, traffic to a host name is known to be IP, nothing is known to be TCP.
 */
export const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  'ip-version': (values) => {
    for (const value of values.values()) {
      if (isIpv4(value)) return ['ipv4']
      if (isIpv6(value)) return ['ipv6']
    }
    return ['ip']
  },

  /** The product that the slot `cpe` names: fourth part of a CPE 2.3 name. */
  'cpe-product': (values) => {
    const [, product] = /^cpe:2\.3:[^:]*:(?:[^\\:]|\\.)*:((?:[^\\:]|\\.)*)/.exec(values.get('cpe') ?? '') ?? []
    return product === undefined || product === '*' || product === '-' ? undefined : product.replaceAll(/\\(.)/g, '$1')
  },

  /** The CVE programme's reference, where the slot `id` is one of its ids. */
  'cve-reference': (values) => {
    const id = values.get('id') ?? ''
    return isCve(id) ? { source_name: 'cve', external_id: id } : undefined
  },
}
