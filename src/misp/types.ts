/** A MISP record as plain JSON, under the names of MISP's core format. */
export interface MispRecord {
  [key: string]: unknown
}

/** A MISP event: the inner object, without the `{ "Event": … }` around it. */
export interface MispEvent extends MispRecord {
  Attribute?: MispRecord[]
  Object?: MispRecord[]
}

/** Deeper than this neither MISP nor STIX nests; what does could overflow the stack. */
export const DEEPEST = 200

/** Is a value nested deeper than `DEEPEST`? Looks no further than that. */
export function isTooDeep(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (left === 0) return true
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && isTooDeep(item, left - 1)) return true
    return false
  }
  for (const key in value) {
    const inner = (value as MispRecord)[key]
    if (typeof inner === 'object' && isTooDeep(inner, left - 1)) return true
  }
  return false
}

/** Is this a JSON object? */
export function isRecord(value: unknown): value is MispRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The records in a list; anything else in it, or in its place, is left out. */
export function recordsIn(value: unknown): MispRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
