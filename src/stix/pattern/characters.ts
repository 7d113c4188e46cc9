/** Classes of UTF-16 units in the pattern language. NaN, the unit behind the end of a text, is in none. */

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

export function isNameStart(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x5f
}

/** What may follow in a property name without quotes. Object types may have hyphens as well. */
export function isNamePart(unit: number): boolean {
  return isNameStart(unit) || isDigit(unit)
}
