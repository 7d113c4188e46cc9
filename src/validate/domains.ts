/** What is wrong with a domain name (RFC 1034 section 3, RFC 5890), in words; `undefined`: nothing. `_` and a leading `*` are let pass. */
export function faultOfDomain(name: string): string | undefined {
  const text = name.endsWith('.') ? name.slice(0, -1) : name
  if (text.length > 253) return 'it has more than 253 characters'
  if (text === '') return 'it is empty'
  for (const label of text.split('.')) {
    const fault = faultOfLabel(label)
    if (fault !== undefined) return fault
  }
  return undefined
}

function faultOfLabel(label: string): string | undefined {
  if (label === '') return 'two dots follow each other, or it begins with one'
  if (label.length > 63) return 'a part between dots has more than 63 characters'
  const strange = strangeIn(label)
  if (strange !== undefined) return `${strange} has no place in it`
  if (label.startsWith('-') || label.endsWith('-')) return 'a part between dots begins or ends with a hyphen'
  return undefined
}

/** Letters, marks and digits of all scripts, and what RFC 5892 (appendix A) allows beside them: middle dots and the like, and joiners. */
const LABEL = /^(?:[A-Za-z0-9_-]|[^\x00-\x7f\s\p{P}\p{S}\p{C}]|[\u00b7\u0375\u05f3\u05f4\u30fb]|\u200c|\u200d)*$/u

function strangeIn(label: string): string | undefined {
  if (label === '*' || LABEL.test(label)) return undefined
  for (const character of label) if (!LABEL.test(character)) return character === ' ' ? 'a blank' : JSON.stringify(character)
  return undefined
}
