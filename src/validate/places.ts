import { isRecord } from '../misp/types.ts'
import { COMMON, MODEL, STRUCTURES } from '../stix/model.ts'
import type { Properties, Property } from '../stix/property.ts'
import type { StixObject } from '../stix/types.ts'
import { pointerOf } from './pointer.ts'

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
function placesOf(type: string, isWanted: (property: Property, key: string) => boolean): readonly Place[] {
  return everyPlaceOf(type).filter(({ property, key }) => isWanted(property, key))
}

interface KeyedPlace extends Place {
  readonly key: string
}

const everyPlace = new Map<string, readonly KeyedPlace[]>()

/** Many rules ask for places when they are loaded: a type is gone through once. */
function everyPlaceOf(type: string): readonly KeyedPlace[] {
  const name = type in MODEL ? type : ''
  const known = everyPlace.get(name)
  if (known !== undefined) return known
  const found: KeyedPlace[] = []
  collect(propertiesOf(type), [], found)
  everyPlace.set(name, found)
  return found
}

function collect(properties: Properties, above: readonly string[], found: KeyedPlace[]): void {
  for (const [key, property] of Object.entries(properties)) {
    const steps = property.list === true ? [...above, key, '*'] : [...above, key]
    found.push({ steps, property, key })
    const fields = fieldsOf(property)
    if (fields !== undefined) collect(fields, steps, found)
    if (property.values !== undefined) collect({ '*': property.values }, steps, found)
  }
}

/** What may stand in a value of a property, where the specification says it. */
export function fieldsOf({ kind, fields }: Property): Properties | undefined {
  return fields ?? (STRUCTURES as Readonly<Partial<Record<Property['kind'], Property>>>)[kind]?.fields
}

/** Gets a value of the wanted kind of place, whatever it is, and a way to say where it stands. */
export type Visitor = (value: unknown, path: () => string, property: Property) => void

/** Calls the visitor for each value that an object has at some places. */
export function visit(object: StixObject, places: readonly Place[], visitor: Visitor): void {
  const outer = begin
  begin = trail.length
  try {
    for (const { steps, property } of places) walk(object, steps, 0, visitor, property)
  } finally {
    trail.length = begin
    begin = outer
  }
}

/** The keys on the way to the value that is being visited: made a path only for those who ask. */
const trail: (string | number)[] = []

/** Where the trail of the innermost visit begins: a visitor may visit in its turn. */
let begin = 0

function trailPath(): string {
  return pointerOf(trail, begin)
}

function walk(value: unknown, steps: readonly string[], at: number, visitor: Visitor, property: Property): void {
  const step = steps[at]
  if (step === undefined) return visitor(value, trailPath, property)
  if (step !== '*') {
    if (isRecord(value) && Object.hasOwn(value, step)) into(value[step], step, steps, at, visitor, property)
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) into(value[index], index, steps, at, visitor, property)
  } else if (isRecord(value)) {
    for (const key of Object.keys(value)) into(value[key], key, steps, at, visitor, property)
  }
}

function into(
  value: unknown,
  step: string | number,
  steps: readonly string[],
  at: number,
  visitor: Visitor,
  property: Property,
): void {
  trail.push(step)
  walk(value, steps, at + 1, visitor, property)
  trail.pop()
}

/** The same places for each type, found once. */
export function placesByType(isWanted: (property: Property, key: string) => boolean): (type: string) => readonly Place[] {
  const known = new Map<string, readonly Place[]>()
  return (type) => {
    const name = type in MODEL ? type : ''
    let places = known.get(name)
    if (places === undefined) known.set(name, (places = placesOf(name, isWanted)))
    return places
  }
}

/** The types that have such a place; `''` among them where objects of custom types do. */
export function typesWith(isWanted: (property: Property, key: string) => boolean): string[] {
  return [...Object.keys(MODEL), ''].filter((type) => placesOf(type, isWanted).length > 0)
}
