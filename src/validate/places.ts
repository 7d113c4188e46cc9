import { isRecord } from '../misp/types.ts'
import { COMMON, MODEL, STRUCTURES } from '../stix/model.ts'
import type { Properties, Property } from '../stix/property.ts'
import type { StixObject } from '../stix/types.ts'
import { under } from './pointer.ts'

/** Where a kind of value stands in the objects of a type: the keys on the way; `*`: each item of a list, or value of a dictionary. */
export interface Place {
  readonly steps: readonly string[]
  readonly property: Property
}

/** Each property of a type, its common ones first. Of a type that the specification does not have, those that every object has. */
export function propertiesOf(type: string): Properties {
  const model = MODEL[type]
  return model === undefined ? { ...COMMON.sdo, ...COMMON.sco } : { ...COMMON[model.group], ...model.properties }
}

/**
 * The places in objects of a type whose property is wanted, however deep: lists are told apart into their items, structures into
 * their fields. The deprecated container of observed-data is not entered.
 */
export function placesOf(type: string, isWanted: (property: Property, key: string) => boolean): readonly Place[] {
  const found: Place[] = []
  collect(propertiesOf(type), [], found, isWanted)
  return found
}

function collect(
  properties: Properties,
  above: readonly string[],
  found: Place[],
  isWanted: (property: Property, key: string) => boolean,
) {
  for (const [key, property] of Object.entries(properties)) {
    const steps = property.list === true ? [...above, key, '*'] : [...above, key]
    if (isWanted(property, key)) found.push({ steps, property })
    const fields = fieldsOf(property)
    if (fields !== undefined) collect(fields, steps, found, isWanted)
    if (property.values !== undefined) collect({ '*': property.values }, steps, found, isWanted)
  }
}

function fieldsOf({ kind, fields }: Property): Properties | undefined {
  return fields ?? (STRUCTURES as Readonly<Partial<Record<Property['kind'], Property>>>)[kind]?.fields
}

/** Gets a value of the wanted kind of place, whatever it is, and a way to say where it stands. */
export type Visitor = (value: unknown, path: () => string, property: Property) => void

/** Calls the visitor for each value that an object has at some places. */
export function visit(object: StixObject, places: readonly Place[], visitor: Visitor): void {
  for (const { steps, property } of places) walk(object, steps, 0, () => '', visitor, property)
}

function walk(
  value: unknown,
  steps: readonly string[],
  at: number,
  path: () => string,
  visitor: Visitor,
  property: Property,
): void {
  const step = steps[at]
  if (step === undefined) return visitor(value, path, property)
  if (step !== '*') {
    if (isRecord(value) && Object.hasOwn(value, step))
      walk(value[step], steps, at + 1, () => under(path(), step), visitor, property)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, steps, at + 1, () => under(path(), index), visitor, property)
  } else if (isRecord(value)) {
    for (const key of Object.keys(value)) walk(value[key], steps, at + 1, () => under(path(), key), visitor, property)
  }
}
