import ipaddr from 'ipaddr.js'

/** Longer than any address with its network: nothing to look at. */
const LONGEST = 50

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const DOTTED = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`)

/** Is it an IPv4 address in four decimal numbers without leading zeros, or a network of one in CIDR notation? */
export function isIpv4(text: string): boolean {
  if (text.length > LONGEST) return false
  const slash = text.indexOf('/')
  return slash === -1 ? DOTTED.test(text) : DOTTED.test(text.slice(0, slash)) && isPrefix(text.slice(slash + 1), 32)
}

/** Is it an IPv6 address (RFC 4291 section 2.2, the last 32 bits may be dotted), or a network of one in CIDR notation? Zones are none. */
export function isIpv6(text: string): boolean {
  if (text.length > LONGEST) return false
  const slash = text.indexOf('/')
  const address = slash === -1 ? text : text.slice(0, slash)
  if (slash !== -1 && !isPrefix(text.slice(slash + 1), 128)) return false
  // The parser takes zones and IPv4 parts in octal; neither is meant here
  if (!/^[0-9A-Fa-f:.]+$/.test(address) || !ipaddr.IPv6.isValid(address)) return false
  return !address.includes('.') || DOTTED.test(address.slice(address.lastIndexOf(':') + 1))
}

function isPrefix(text: string, bits: number): boolean {
  return /^(?:0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= bits
}
