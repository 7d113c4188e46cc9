/**
 * Does a MISP server take this UUID? It asks CakePHP 2 (Validation::uuid), which knows versions 0 to 5 and the variants 0, 8, 9, a
 * and b.
 */
export function isMispUuid(value: string): boolean {
  return value.length === 36 && UUID.test(value)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[089ab][0-9a-f]{3}-[0-9a-f]{12}$/i
