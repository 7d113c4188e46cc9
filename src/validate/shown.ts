/** A value as it stands in a message: short, on one line. */
export function shown(value: unknown, length = 60): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, length + 1) : value)
  return text.length > length + 2 ? `${text.slice(0, length)}…${typeof value === 'string' ? '"' : ''}` : text
}
