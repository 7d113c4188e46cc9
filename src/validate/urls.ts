/** What is wrong with a URL (RFC 3986), in words; `undefined`: nothing. */
export function faultOfUrl(text: string): string | undefined {
  const [scheme] = /^[A-Za-z][A-Za-z0-9+.-]{0,40}:/.exec(text) ?? []
  if (scheme === undefined) return 'it has no scheme, such as https:, before it'
  const rest = text.slice(scheme.length)
  if (rest === '' || rest === '//') return 'there is nothing behind its scheme'
  const fault = faultOfCharacters(rest) ?? faultOfBrackets(rest) ?? faultOfPort(rest)
  return fault !== undefined && DEFANGED.test(rest) ? IS_DEFANGED : fault
}

/** `example[.]com`: written so that nobody follows it by mistake. */
const DEFANGED = /\[(?:\.|:|dot|:\/\/)\]/i
const IS_DEFANGED = 'it is defanged; write it as it is on the wire, or say defanged: true beside it'

/** Characters that do not stand in a URL as they are (RFC 3986 section 2); the square brackets may, in the address of a host. */
const ILLEGAL = /[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]/u

function faultOfCharacters(rest: string): string | undefined {
  const illegal = ILLEGAL.exec(rest)?.[0]
  if (illegal !== undefined)
    return `${illegal === ' ' ? 'a blank' : JSON.stringify(illegal)} has no place in it; write ${escapeOf(illegal)}`
  if (/%(?![0-9A-Fa-f]{2})/.test(rest)) return 'a % without two hexadecimal digits behind it has no place in it; write %25'
  const fragment = rest.indexOf('#')
  return fragment !== -1 && rest.includes('#', fragment + 1) ? 'it has more than one #; write %23' : undefined
}

function escapeOf(character: string): string {
  return character.isWellFormed() ? encodeURIComponent(character) : '%EF%BF%BD'
}

/** Only an IPv6 address in the place of a host stands in square brackets (section 3.2.2). */
function faultOfBrackets(rest: string): string | undefined {
  const open = rest.indexOf('[')
  const close = rest.indexOf(']')
  if (open === -1 && close === -1) return undefined
  const authority = authorityOf(rest)
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (/^\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]*)?$/.test(host) && !/[[\]]/.test(rest.slice(2 + authority.length))) return undefined
  return 'square brackets have no place in it but around an IPv6 address; write %5B and %5D'
}

function faultOfPort(rest: string): string | undefined {
  const authority = authorityOf(rest)
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const colon = host.lastIndexOf(':')
  if (colon === -1 || host.endsWith(']')) return undefined
  return /^[0-9]*$/.test(host.slice(colon + 1)) ? undefined : 'what stands behind its host is no port'
}

/** What stands between `//` and the path: a host with its port and user, or nothing. */
function authorityOf(rest: string): string {
  if (!rest.startsWith('//')) return ''
  const end = rest.slice(2).search(/[/?#]/)
  return end === -1 ? rest.slice(2) : rest.slice(2, 2 + end)
}
