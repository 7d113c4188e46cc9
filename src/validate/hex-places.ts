import type { StixObject } from '../stix/types.ts'
import { visitCustom } from './custom-content.ts'
import { placesByType, visit } from './places.ts'

const placesOf = placesByType(({ kind }) => kind === 'hex')

/** Calls the visitor for each hexadecimal value, in custom content for each whose name ends in `_hex`. */
export function visitHex(object: StixObject, visitor: (value: string, path: () => string, isCustom: boolean) => void): void {
  visit(object, placesOf(object.type), (value, path) => {
    if (typeof value === 'string') visitor(value, path, false)
  })
  visitCustom(object, (key, value, role, path) => {
    if (typeof value === 'string' && role === 'property' && key.endsWith('_hex')) visitor(value, path, true)
  })
}
