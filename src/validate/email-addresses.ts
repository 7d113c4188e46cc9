/** Dot-separated atoms (RFC 5322 section 3.2.3); other scripts than Latin as RFC 6532 has them. */
const ATOMS = /^[^\x00-\x20\x7f()<>[\]:;@\\,."]+(?:\.[^\x00-\x20\x7f()<>[\]:;@\\,."]+)*$/
/** Text in quotes (3.2.4). */
const QUOTED = /^"(?:[^\x00-\x08\x0a-\x1f\x7f"\\]|\\[^\x00-\x08\x0a-\x1f\x7f])*"$/
/** An address in the place of a domain (3.4.1). */
const LITERAL = /^\[[^\x00-\x20\x7f[\]\\]*\]$/

/** A line of a mail has no more characters (RFC 5322 section 2.1.1). */
const LONGEST = 998

/** What is wrong with a mail address (`addr-spec` of RFC 5322 section 3.4.1), in words; `undefined`: nothing. */
export function faultOfEmail(text: string): string | undefined {
  if (text.length > LONGEST) return `it has more than ${LONGEST} characters`
  if (text.endsWith('>')) return 'the name of its owner and the <> do not belong to it'
  const at = text.lastIndexOf('@')
  if (at === -1) return 'it has no @'
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  if (local === '') return 'there is nothing before the @'
  if (domain === '') return 'there is nothing behind the @'
  if (!ATOMS.test(local) && !QUOTED.test(local)) return `what stands before the @ has ${oddityOf(local)}`
  if (!ATOMS.test(domain) && !LITERAL.test(domain)) return `what stands behind the @ has ${oddityOf(domain)}`
  return undefined
}

function oddityOf(part: string): string {
  const odd = /[\x00-\x20\x7f()<>[\]:;@\\,"]/.exec(part)?.[0]
  if (odd === undefined) return 'a dot at its begin or end, or two in a row'
  return odd === ' ' ? 'a blank' : `${JSON.stringify(odd)}, which has no place in it`
}
