import ipaddr from 'ipaddr.js'

/** A set of addresses: one address, or all that share their first bits with it. */
export interface Subnet {
  readonly family: 'ipv4' | 'ipv6'
  /** Its octets; those behind the prefix count for nothing. */
  readonly octets: readonly number[]
  /** How many bits count. */
  readonly prefix: number
}

/** Reads an address or a CIDR block as the `value` of ipv4-addr and ipv6-addr holds them (STIX 2.1, sections 6.8 and 6.9). */
export function parseSubnet(text: string): Subnet | undefined {
  if (text.length > LONGEST) return undefined
  const [, address = '', bits] = FORM.exec(text) ?? []
  const octets = octetsOf(address)
  if (octets === undefined) return undefined
  const width = octets.length * 8
  const prefix = bits === undefined ? width : Number(bits)
  return prefix > width ? undefined : { family: width === 32 ? 'ipv4' : 'ipv6', octets, prefix }
}

/** Whether every address of `inner` is in `outer`. Equal sets contain each other (section 9.6.1); the families never do. */
export function contains(outer: Subnet, inner: Subnet): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false
  const whole = outer.prefix >> 3
  for (let at = 0; at < whole; at++) if (outer.octets[at] !== inner.octets[at]) return false
  const rest = 8 - (outer.prefix & 7)
  return rest === 8 || (outer.octets[whole] ?? 0) >> rest === (inner.octets[whole] ?? 0) >> rest
}

/** Dotted decimal without zeros in front, which some read as octal; IPv6 without a zone, which no other machine knows. */
function octetsOf(address: string): number[] | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).toByteArray()
  return address.includes(':') && ipaddr.IPv6.isValid(address) ? ipaddr.IPv6.parse(address).toByteArray() : undefined
}

/** IPv6 with an IPv4 tail, and a prefix. */
const LONGEST = 49
const FORM = /^([0-9a-f.:]+)(?:\/(0|[1-9]\d{0,2}))?$/i
