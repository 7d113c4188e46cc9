import type { CustomVisitor } from './custom-content.ts'
import { placesByType, visit } from './places.ts'
import type { StixObject } from '../stix/types.ts'

const placesOf = placesByType(({ kind }) => kind === 'hex')

/** Calls the visitor for each hexadecimal value of the specification's own properties. */
export function visitHex(object: StixObject, visitor: (value: string, path: () => string) => void): void {
  visit(object, placesOf(object.type), (value, path) => {
    if (typeof value === 'string') visitor(value, path)
  })
}

/** In custom content each text whose name ends in `_hex` is hexadecimal (3.1). */
export function isCustomHex(...[key, value, role]: Parameters<CustomVisitor>): boolean {
  return typeof value === 'string' && role === 'property' && key.endsWith('_hex')
}
