/** JSON Schemas of MISP records from their model (`src/misp/model.ts`): flat, one per kind, linear patterns and lengths only. */
import type { Field, Fields } from '../src/misp/field.ts'
import { MISP_MODEL } from '../src/misp/model.ts'
import type { MispKind } from '../src/misp/model.ts'
import type { JsonSchema } from './compile-schemas.ts'

/** `read`: what a MISP server takes. `write`: the form that it writes itself. */
type Use = 'read' | 'write'

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const ANY_UUID = UUID.replaceAll('a-f', 'a-fA-F')

/** The published schemas by name; those for reading under `read/`. Lists name the schema of their items. */
export function mispSchemas(): Record<string, JsonSchema> {
  const uses: readonly [Use, string][] = [
    ['write', ''],
    ['read', 'read/'],
  ]
  return Object.fromEntries(
    uses.flatMap(([use, folder]) => [
      ...Object.entries(MISP_MODEL).map(([kind, fields]) => [
        `${folder}${kind}`,
        { ...head(`${folder}${kind}`), ...fieldsSchema(fields, use, (of) => ({ $ref: `${of}.json` })) },
      ]),
      [`${folder}feed-manifest`, { ...head(`${folder}feed-manifest`), ...manifestSchema() }],
    ]),
  )
}

/** The schemas that are compiled: of one record each, because what is in its lists is looked at by itself. `read-tag`, `write-tag`. */
export function mispRecordSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    (['read', 'write'] as const).flatMap((use) =>
      Object.entries(MISP_MODEL).map(([kind, fields]) => [
        `${use}-${kind}`,
        { ...head(`record/${use}-${kind}`), ...fieldsSchema(fields, use, () => undefined) },
      ]),
    ),
  )
}

function head(name: string): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `https://tipbridge.invalid/misp/${name}.json`,
    $comment: 'Made by tools/build-validators.ts from src/misp/model.ts: do not edit.',
  }
}

function manifestSchema(): JsonSchema {
  return {
    type: 'object',
    propertyNames: { pattern: `^${ANY_UUID}$` },
    additionalProperties: { $ref: 'manifest-entry.json' },
  }
}

/** Names the schema of a kind of record; `undefined`: nothing is said of it. */
type Reference = (of: MispKind) => JsonSchema | undefined

function fieldsSchema(fields: Fields, use: Use, reference: Reference): JsonSchema {
  const required = Object.entries(fields)
    .filter(([, { needed }]) => needed === 'read' || (use === 'write' && needed === 'write'))
    .map(([key]) => key)
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([key, field]) => [
        key,
        use === 'read' ? readSchema(field, reference) : writeSchema(field, reference),
      ]),
    ),
    ...(required.length > 0 && { required }),
  }
}

function writeSchema(field: Field, reference: Reference): JsonSchema {
  const nullable = field.nullable === true
  const typed = (type: string, rest: JsonSchema = {}): JsonSchema => ({ type: nullable ? [type, 'null'] : type, ...rest })
  switch (field.kind) {
    case 'anything':
      return {}
    case 'flag':
      return typed('boolean')
    case 'record':
      return reference(field.of as MispKind) ?? { type: 'object' }
    case 'records':
      return { type: 'array', items: reference(field.of as MispKind) ?? {} }
    case 'text':
      return typed('string', field.characters === undefined ? {} : { maxLength: field.characters })
    case 'word':
      return typed('string', { enum: field.words })
    case 'uuid':
      // MISP writes an empty text where there is none, but not where one must be
      return typed('string', { pattern: field.needed === undefined ? uuidPattern(field, UUID) : `^${UUID}$` })
    case 'number':
    case 'seconds':
      return typed('string', { pattern: '^[0-9]{1,20}$' })
    case 'choice':
      return typed('string', { pattern: choicePattern(field) })
    case 'day':
      return typed('string', { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
    case 'time':
      return typed('string', {
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}[+-][0-9]{2}:[0-9]{2}$',
      })
    case 'moment':
      return typed('string', { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$' })
    case 'colour':
  }
  return typed('string', { pattern: '^#[0-9a-fA-F]{6}$' })
}

function readSchema(field: Field, reference: Reference): JsonSchema {
  const typed = (types: readonly string[], rest: JsonSchema = {}): JsonSchema => ({
    type: field.needed === 'read' ? types : [...types, 'null'],
    ...rest,
  })
  const of = field.of === undefined ? undefined : reference(field.of)
  switch (field.kind) {
    case 'anything':
      return {}
    case 'flag':
      return typed(['boolean', 'integer', 'string'], { minimum: 0, maximum: 1, pattern: '^[01]?$' })
    case 'record':
      // PHP writes an empty list for an empty map
      return typed(['object', 'array'], { maxItems: 0, ...(of && { anyOf: [of, { type: ['array', 'null'] }] }) })
    case 'records':
      // A single record may stand in the place of a list
      return typed(['array', 'object'], { items: of ?? {} })
    case 'text':
      return typed(['string', 'number', 'boolean'], field.characters === undefined ? {} : { maxLength: field.characters })
    case 'word':
      return field.needed === 'read' ? { enum: field.words } : { enum: [...(field.words ?? []), '', null] }
    case 'uuid':
      return typed(['string'], { pattern: uuidPattern(field, ANY_UUID) })
    case 'number':
    case 'seconds':
      return typed(['integer', 'string'], {
        minimum: field.minimum ?? 0,
        ...(field.maximum !== undefined && { maximum: field.maximum }),
        pattern: '^[0-9]{0,20}$',
      })
    case 'choice':
      return typed(['integer', 'string'], { minimum: field.minimum, maximum: field.maximum, pattern: choicePattern(field) })
    case 'day':
      return typed(['string'], { pattern: '^(?:[0-9]{4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2})?$' })
    case 'time':
    case 'moment':
      return typed(['string'])
    case 'colour':
  }
  return typed(['string'], { pattern: '^(?:#[0-9a-fA-F]{6})?$' })
}

/** A UUID, or an empty text where there is none. */
function uuidPattern({ orZero }: Field, form: string): string {
  return orZero === true ? `^(?:0|${form})?$` : `^(?:${form})?$`
}

/** All choices of MISP have one digit. */
function choicePattern({ minimum, maximum }: Field): string {
  return `^[${minimum}-${maximum}]$`
}
