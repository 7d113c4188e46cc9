/** JSON Schemas of STIX 2.1 from the object model (`src/stix/model.ts`): flat, one per type, linear patterns only. */
import { BUNDLE, COMMON, MODEL, STRUCTURES } from '../src/stix/model.ts'
import type { ObjectModel } from '../src/stix/model.ts'
import type { Properties, Property } from '../src/stix/property.ts'
import type { JsonSchema } from './compile-schemas.ts'

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'
const DATE_TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}'

/** What a schema says of a value of a kind that has no fields of its own. */
const KINDS: Readonly<Partial<Record<Property['kind'], JsonSchema>>> = {
  string: { type: 'string' },
  vocabulary: { type: 'string' },
  boolean: { type: 'boolean' },
  timestamp: { type: 'string', pattern: `^${DATE_TIME}(?:\\.[0-9]+)?Z$` },
  hex: { type: 'string', pattern: '^[0-9a-fA-F]+$' },
  binary: { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' },
  // As few characters of the type as will do: ids are many, and going back over the UUID costs
  identifier: { type: 'string', pattern: `^[a-z0-9][a-z0-9-]*?--${UUID}$` },
  hashes: { type: 'object', minProperties: 1, additionalProperties: { type: 'string' } },
}

/** In the deprecated container of observed-data, observables have no id of their own and refer to each other by their keys (4.14.1). */
interface Setting {
  inContainer: boolean
}

/** The schemas by name: each object type, `bundle`, what objects of custom types have in common, and `common`: the structures in many of them. */
export function stixSchemas(): Record<string, JsonSchema> {
  const types = Object.entries(MODEL).map(([type, model]) => [type, objectSchema(type, model, { inContainer: false })] as const)
  const contained = Object.entries(MODEL).flatMap(([type, model]) =>
    model.group === 'sco' ? [[`container-${type}`, objectSchema(type, model, { inContainer: true })] as const] : [],
  )
  return {
    ...Object.fromEntries(types),
    ...Object.fromEntries(contained),
    common: { ...head('common'), definitions: structures() },
    bundle: { ...head('bundle'), ...fieldsSchema(BUNDLE, undefined, { inContainer: false }) },
    'custom-object': { ...head('custom-object'), ...fieldsSchema(COMMON.sdo, undefined, { inContainer: false }) },
    'custom-observable': { ...head('custom-observable'), ...fieldsSchema(COMMON.sco, undefined, { inContainer: false }) },
  }
}

function structures(): JsonSchema {
  const setting = { inContainer: false }
  return Object.fromEntries(
    Object.entries(STRUCTURES).map(([name, { fields = {}, atLeastOne }]) => [name, fieldsSchema(fields, atLeastOne, setting)]),
  )
}

function head(name: string): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `https://tipbridge.invalid/stix2.1/${name}.json`,
    $comment: 'Made by tools/build-validators.ts from src/stix/model.ts: do not edit.',
  }
}

function objectSchema(type: string, model: ObjectModel, setting: Setting): JsonSchema {
  const all: Properties = { ...COMMON[model.group], ...model.properties }
  const { properties, ...rest } = fieldsSchema(all, model.atLeastOne, setting)
  const own = {
    ...(properties as Record<string, JsonSchema>),
    type: { const: type },
    ...(!setting.inContainer && { id: { type: 'string', pattern: `^${type}--${UUID}$` } }),
    ...('created' in all && { created: preciseTime() }),
    ...('modified' in all && { modified: preciseTime() }),
  }
  return { ...head(setting.inContainer ? `container-${type}` : type), ...rest, properties: own }
}

/** `created` and `modified` tell at least milliseconds (3.2). */
function preciseTime(): JsonSchema {
  return { type: 'string', pattern: `^${DATE_TIME}\\.[0-9]{3,}Z$` }
}

function fieldsSchema(fields: Properties, atLeastOne: ObjectModel['atLeastOne'], setting: Setting): JsonSchema {
  const entries = Object.entries(fields)
  const required = entries
    .filter(([key, { required: must }]) => must && !(setting.inContainer && key === 'id'))
    .map(([key]) => key)
  const choices = (atLeastOne ?? []).map((keys) => ({ anyOf: keys.map((key) => ({ required: [key] })) }))
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, property]) => [key, propertySchema(property, setting)])),
    ...(required.length > 0 && { required }),
    ...(choices.length > 0 && { allOf: choices }),
  }
}

function propertySchema(property: Property, setting: Setting): JsonSchema {
  const one = valueSchema(property, setting)
  return property.list === true ? { type: 'array', minItems: 1, items: one } : one
}

function valueSchema(property: Property, setting: Setting): JsonSchema {
  const { kind, or, fields, atLeastOne, values, words, minimum, maximum } = property
  const range = { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) }
  switch (kind) {
    case 'integer':
      return { type: or === undefined ? 'integer' : ['integer', or], ...range }
    case 'float':
      return { type: 'number', ...range }
    case 'enum':
      return { type: 'string', enum: words }
    case 'dictionary':
      return { type: 'object', minProperties: 1, ...(values && { additionalProperties: propertySchema(values, setting) }) }
    case 'object':
      return fields === undefined ? { type: 'object' } : fieldsSchema(fields, atLeastOne, setting)
    case 'external-reference':
    case 'kill-chain-phase':
    case 'granular-marking':
      return { $ref: `common.json#/definitions/${kind}` }
    case 'identifier':
      return setting.inContainer ? { type: 'string' } : { ...KINDS.identifier }
    case 'string':
      return { type: or === undefined ? 'string' : ['string', or] }
    case 'vocabulary':
    case 'boolean':
    case 'timestamp':
    case 'hex':
    case 'binary':
    case 'hashes':
  }
  return { ...KINDS[kind] }
}
