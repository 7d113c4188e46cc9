const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\/(?:3[0-2]|[12]?\d))?$/

/** Is this an IPv4 address or CIDR block? */
export function isIpv4(value: string): boolean {
  return V4.test(value)
}

/** Is this an IPv6 address or CIDR block? Without a zone. */
export function isIpv6(value: string): boolean {
  if (value.length > 49 || !value.includes(':')) return false
  const [address = '', prefix, ...more] = value.split('/')
  if (more.length > 0 || (prefix !== undefined && !/^(?:12[0-8]|1[01]\d|[1-9]?\d)$/.test(prefix))) return false
  const halves = address.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const tail = groups.at(-1)
  let count = groups.length
  if (tail?.includes('.')) {
    // Only the last 32 bits may be dotted: no `1.2.3.4::`
    if (!V4.test(tail) || !address.endsWith(tail)) return false
    groups.pop()
    count += 1
  }
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false
  return halves.length === 2 ? count <= 7 : count === 8
}

/** Is this an id of the CVE programme? */
export function isCve(value: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(value)
}
