/** Does a test hold for a value, or for anything in it? Values are a few steps deep: what nests deeper was refused before. */
export function somewhere(value: unknown, test: (value: unknown) => boolean): boolean {
  if (test(value)) return true
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (somewhere(value[index], test)) return true
    return false
  }
  for (const key in value) if (somewhere((value as Readonly<Record<string, unknown>>)[key], test)) return true
  return false
}
