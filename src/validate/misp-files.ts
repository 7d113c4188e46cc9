/** Does MISP keep a file with attributes of this type? */
export function isFile(type: unknown): boolean {
  return type === 'attachment' || type === 'malware-sample'
}
