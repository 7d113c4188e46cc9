import { isRecord } from '../misp/types.ts'
import { MODEL } from '../stix/model.ts'
import type { Properties, Property } from '../stix/property.ts'
import type { StixObject } from '../stix/types.ts'
import { fieldsOf, propertiesOf } from './places.ts'
import { pointerOf, under } from './pointer.ts'
import { isNotApplicable } from './rules/not-applicable.ts'
import { RESERVED_NAMES } from './rules/reserved-properties.ts'

/** `isTop`: a property of the object itself, not of a structure or predefined extension in it. `path()`: a JSON pointer to it. */
export type UnknownVisitor = (key: string, isTop: boolean, path: () => string) => void

/**
 * Calls the visitor for each property of an object, of the structures in it and of its predefined extensions that the specification does
 * not have. Objects of custom types have none. Left out are names that have rules of their own: common properties that are not for the type,
 * and reserved ones. Not to be called by a visitor.
 */
export function visitUnknown(object: StixObject, visitor: UnknownVisitor): void {
  const shape = shapeOf(object.type)
  if (shape === undefined) return
  trail.length = 0
  for (const key in object) {
    const inner = shape.get(key)
    if (inner === undefined) {
      if (!RESERVED.has(key) && !isNotApplicable(object.type, key)) visitor(key, true, () => under('', key))
    } else if (inner !== LEAF) enter(object[key], key, inner, visitor)
  }
}

/** Names on the way -> what they may hold; nothing to look at in a leaf. */
type Shape = ReadonlyMap<string, Shape | typeof LEAF>

const LEAF = 'leaf'

/** The keys on the way: made a path only for those who ask. */
const trail: (string | number)[] = []

function enter(value: unknown, step: string | number, shape: Shape, visitor: UnknownVisitor): void {
  if (typeof value !== 'object' || value === null) return
  trail.push(step)
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index]
      if (isRecord(item)) enter(item, index, shape, visitor)
    }
  } else visitFields(value as Readonly<Record<string, unknown>>, shape, visitor)
  trail.pop()
}

function visitFields(record: Readonly<Record<string, unknown>>, shape: Shape, visitor: UnknownVisitor): void {
  const any = shape.get('*')
  for (const key in record) {
    const inner = shape.get(key) ?? any
    if (inner === undefined) visitor(key, false, () => pathTo(key))
    else if (inner !== LEAF) enter(record[key], key, inner, visitor)
  }
}

function pathTo(key: string): string {
  return under(pointerOf(trail), key)
}

/** They are not custom but wrong. */
const RESERVED: ReadonlySet<string> = new Set(RESERVED_NAMES)

const shapes = new Map<string, Shape>()

function shapeOf(type: string): Shape | undefined {
  const known = shapes.get(type)
  if (known !== undefined || !(type in MODEL)) return known
  const shape = new Map(shapeOfFields(propertiesOf(type)))
  // What an extension may say is its own matter, and a definition that of its type of marking
  const predefined = MODEL[type]?.properties['extensions']?.fields ?? {}
  if (shape.has('extensions')) shape.set('extensions', new Map([...shapeOfFields(predefined, ['extension_type']), ['*', LEAF]]))
  if (shape.has('definition')) shape.set('definition', LEAF)
  shapes.set(type, shape)
  return shape
}

function shapeOfFields(properties: Properties, more: readonly string[] = []): Shape {
  return new Map(Object.entries(properties).map(([key, property]) => [key, shapeOfProperty(property, more)] as const))
}

function shapeOfProperty(property: Property, more: readonly string[]): Shape | typeof LEAF {
  const { values } = property
  const inner = fieldsOf(property)
  if (inner !== undefined) return new Map([...shapeOfFields(inner), ...more.map((key) => [key, LEAF] as const)])
  const below = values === undefined ? LEAF : shapeOfProperty(values, [])
  return below === LEAF ? LEAF : new Map([['*', below] as const])
}
