/** MISP's booleans come as booleans, numbers and texts. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true'
}

/** A value as text: texts as they are, nothing as nothing, anything else as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

/** Each text once. */
export function distinct(texts: string[]): string[] {
  const [one, other] = texts
  return texts.length < 2 || (texts.length === 2 && one !== other) ? texts : [...new Set(texts)]
}
