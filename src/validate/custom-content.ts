import { isRecord } from '../misp/types.ts'
import { MODEL } from '../stix/model.ts'
import type { Properties, Property } from '../stix/property.ts'
import type { StixObject } from '../stix/types.ts'
import { fieldsOf, propertiesOf } from './places.ts'
import { pointerOf } from './pointer.ts'

/**
 * What a step into custom content is: the name of a `property` that the specification does not have; an `entry` of a dictionary that it
 * has; below these a `key` (JSON does not tell objects from dictionaries) or an `item` of a list.
 */
export type CustomRole = 'property' | 'entry' | 'key' | 'item'

/** `value`: `undefined` where the schema speaks of it. `path()`: a JSON pointer to it. */
export type CustomVisitor = (key: string, value: unknown, role: CustomRole, path: () => string) => void

/**
 * Calls the visitor for each step into what the specification leaves to its authors: custom properties of the object, of the structures in
 * it and of its extensions, and keys of dictionaries, with all that stands below. Hashes are not entered, nor the deprecated container of
 * observed-data: they have rules of their own. Not to be called by a visitor.
 */
export function visitCustom(object: StixObject, visitor: CustomVisitor): void {
  trail.length = 0
  visitFields(object, fieldsOfType(object.type), visitor)
}

/** The keys on the way: made a path only for those who ask. */
const trail: (string | number)[] = []

function trailPath(): string {
  return pointerOf(trail)
}

const fieldsByType = new Map<string, Properties>()

function fieldsOfType(type: string): Properties {
  const name = type in MODEL ? type : ''
  let fields = fieldsByType.get(name)
  if (fields === undefined) fieldsByType.set(name, (fields = propertiesOf(name)))
  return fields
}

type Values = Readonly<Record<string, unknown>>

function visitFields(record: Values, fields: Properties, visitor: CustomVisitor): void {
  for (const key in record) {
    trail.push(key)
    const property = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (property === undefined) visitStep(key, record[key], 'property', visitor)
    else visitKnown(record[key], property, key, visitor)
    trail.pop()
  }
}

/** A property of the specification: nothing in it is custom but what stands in structures, dictionaries and extensions. */
function visitKnown(value: unknown, property: Property, key: string, visitor: CustomVisitor): void {
  if (typeof value !== 'object' || value === null) return
  if (isRecord(value)) {
    if (key === 'extensions') visitExtensions(value, property.fields, visitor)
    else visitStructure(value, property, visitor)
  } else if (property.list === true) {
    const items = value as readonly unknown[]
    for (let index = 0; index < items.length; index++) {
      const item = items[index]
      if (!isRecord(item)) continue
      trail.push(index)
      visitStructure(item, property, visitor)
      trail.pop()
    }
  }
}

function visitStructure(record: Values, property: Property, visitor: CustomVisitor): void {
  const { kind, values } = property
  const fields = fieldsOf(property)
  if (fields !== undefined) visitFields(record, fields, visitor)
  else if (kind === 'dictionary' && !isContainer(property)) visitEntries(record, values, visitor)
}

/** `objects` of observed-data (2.13) is the one dictionary whose values are objects of any kind, extensions aside. */
function isContainer({ values }: Property): boolean {
  return values?.kind === 'object' && values.fields === undefined
}

function visitEntries(record: Values, values: Property | undefined, visitor: CustomVisitor): void {
  for (const key in record) {
    trail.push(key)
    if (values === undefined) visitStep(key, record[key], 'entry', visitor)
    else {
      visitor(key, undefined, 'entry', trailPath)
      visitKnown(record[key], values, key, visitor)
    }
    trail.pop()
  }
}

/** The properties of predefined extensions are known, those of others custom. The names of extensions have rules of their own. */
function visitExtensions(extensions: Values, predefined: Properties | undefined, visitor: CustomVisitor): void {
  for (const key in extensions) {
    const extension = extensions[key]
    if (!isRecord(extension)) continue
    trail.push(key)
    const known = predefined !== undefined && Object.hasOwn(predefined, key) ? predefined[key]?.fields : undefined
    visitFields(extension, known ?? FIELDS_OF_ANY_EXTENSION, visitor)
    trail.pop()
  }
}

const FIELDS_OF_ANY_EXTENSION: Properties = { extension_type: { kind: 'string' } }

function visitStep(key: string, value: unknown, role: CustomRole, visitor: CustomVisitor): void {
  visitor(key, value, role, trailPath)
  if (typeof value !== 'object' || value === null || key === 'hashes') return
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    for (let index = 0; index < items.length; index++) {
      trail.push(index)
      visitStep('', items[index], 'item', visitor)
      trail.pop()
    }
  } else {
    const record = value as Values
    for (const inner in record) {
      trail.push(inner)
      visitStep(inner, record[inner], 'key', visitor)
      trail.pop()
    }
  }
}
