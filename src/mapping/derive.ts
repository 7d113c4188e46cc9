import { isIpv4, isIpv6 } from './codecs.ts'

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
}
