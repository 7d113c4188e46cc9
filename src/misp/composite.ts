/** Does MISP keep values of this type in two parts, with `|` between them? */
export function isComposite(type: string): boolean {
  return type.includes('|') || type === 'malware-sample'
}
