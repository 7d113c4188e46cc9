import { isRecord } from '../misp/types.ts'
import { BUNDLE } from '../stix/model.ts'
import type { Properties, Property } from '../stix/property.ts'
import type { Fault } from './faults.ts'
import { fieldsOf, propertiesOf } from './places.ts'
import { stepsOf } from './pointer.ts'
import type { SchemaCode } from './schema-rules.ts'
import { sectionOf } from './sections.ts'
import { shown } from './shown.ts'

/** A fault of a schema, told in words. */
export interface Explained {
  code: SchemaCode
  path: string
  message: string
  clause: string
}

/** Tells what the schema of a type has against an object. */
export function* explain(type: string, object: unknown, faults: readonly Fault[]): Generator<Explained> {
  for (const fault of faults) {
    // Told by the `anyOf` around it
    if (fault.keyword === 'required' && fault.schemaPath.includes('/anyOf/')) continue
    const explained = explainOne(type, object, fault, faults)
    if (explained !== undefined) yield explained
  }
}

function explainOne(type: string, object: unknown, fault: Fault, faults: readonly Fault[]): Explained | undefined {
  const { instancePath: path, keyword, params } = fault
  const keys = stepsOf(path)
  const { property, key: name, isItem, value, fields } = lookUp(type, object, keys)
  const key = name.length > 60 ? `${name.slice(0, 60)}…` : name
  const subject = isItem ? `each item of ${key}` : key
  const tell = (code: SchemaCode, message: string): Explained => ({
    code,
    path,
    message,
    clause: STRUCTURE_SECTIONS[property?.kind ?? ''] ?? sectionOf(type, keys[0]),
  })
  switch (keyword) {
    case 'required': {
      const missing = String(params['missingProperty'])
      const one = `${missing} is missing: every ${nameOf(type, key, property)} has one, ${allowed(fields?.[missing], missing)}`
      return { ...tell('required-property', one), ...(keys.length === 0 && { clause: sectionOf(type, missing) }) }
    }
    case 'anyOf':
      return tell(
        'at-least-one',
        `it has none of ${choicesOf(fault, faults).join(', ')}: every ${nameOf(type, key, property)} has at least one of them`,
      )
    case 'minItems':
      return tell('empty-list', `${key} is an empty list: leave it out, or list something`)
    case 'minProperties':
      return tell('empty-dictionary', `${key} is an empty object: leave it out, or say something`)
    case 'minimum':
    case 'maximum':
      return tell('number-range', `${subject} is ${allowed(property, key, isItem)}, not ${shown(value)}`)
    case 'enum':
    case 'const':
      return typeof value === 'string'
        ? tell(
            'closed-vocabulary',
            `${subject} is ${oneOf([params['allowedValues'] ?? params['allowedValue']].flat().map(String))}, not ${shown(value)}`,
          )
        : undefined
    case 'pattern':
      if (path === '/id' && isIdOfItsType(object)) return tell('identifier-form', NO_TYPE_NAME)
      return tell(
        (property && PATTERN_CODES[property.kind]) ?? 'identifier-form',
        `${subject} is ${allowed(property, key, isItem)}, not ${shown(value)}`,
      )
    case 'type':
      return tell('property-type', `${subject} is ${allowed(property, key, isItem)}, not ${shown(value)}`)
    default:
      return undefined
  }
}

function choicesOf({ instancePath, schemaPath }: Fault, faults: readonly Fault[]): string[] {
  return faults
    .filter(
      (each) => each.keyword === 'required' && each.instancePath === instancePath && each.schemaPath.startsWith(`${schemaPath}/`),
    )
    .map(({ params }) => String(params['missingProperty']))
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? `"${words[0]}"` : `one of ${words.join(', ')}`
}

const PATTERN_CODES: Readonly<Partial<Record<Property['kind'], SchemaCode>>> = {
  timestamp: 'timestamp-form',
  hex: 'hex-form',
  binary: 'binary-form',
}

/** Structures that stand in many types have sections of their own. */
const STRUCTURE_SECTIONS: Readonly<Record<string, string>> = {
  'external-reference': '2.5',
  'kill-chain-phase': '2.11',
  'granular-marking': '7.2.3',
}

/** What a property, or one item of its list, may be, in words. */
function allowed(property: Property | undefined, key: string, isItem = false): string {
  if (property === undefined) return 'something else'
  const { kind, list, or, targets, words } = property
  if (list === true && !isItem) return `a list of ${KIND_NAMES[kind][1]}`
  if (kind === 'timestamp' && (key === 'created' || key === 'modified'))
    return 'a time in UTC with milliseconds, such as 2026-03-04T05:06:07.000Z'
  if (key === 'id') return 'its type, two hyphens and a UUID'
  if (kind === 'identifier' && targets?.length === 1) return `the id of ${TARGET_NAMES[targets[0] ?? ''] ?? `one ${targets[0]}`}`
  if (kind === 'enum' && words !== undefined) return oneOf(words)
  return `${KIND_NAMES[kind][0]}${rangeOf(property)}${or === undefined ? '' : ` or ${KIND_NAMES[or][0]}`}`
}

const TARGET_NAMES: Readonly<Record<string, string>> = {
  sdo: 'an object',
  sro: 'an object',
  sco: 'an observable',
  any: 'an object',
}

/** One of a kind, and several. */
const KIND_NAMES: Readonly<Record<Property['kind'], readonly [string, string]>> = {
  string: ['a text', 'texts'],
  integer: ['a whole number', 'whole numbers'],
  float: ['a number', 'numbers'],
  boolean: ['true or false', 'true or false'],
  timestamp: ['a time in UTC, such as 2026-03-04T05:06:07Z', 'times'],
  hex: ['hexadecimal digits, two per byte', 'texts of hexadecimal digits'],
  binary: ['Base64', 'texts in Base64'],
  identifier: ['an id (a type, two hyphens and a UUID)', 'ids'],
  enum: ['a word of its vocabulary', 'words of its vocabulary'],
  vocabulary: ['a text', 'texts'],
  hashes: ['an object of hash names and values, such as {"SHA-256": "…"}', 'objects of hashes'],
  dictionary: ['an object of keys and values', 'objects'],
  object: ['an object', 'objects'],
  'external-reference': ['an external reference: an object with a source_name', 'external references'],
  'kill-chain-phase': ['an object with kill_chain_name and phase_name', 'kill chain phases'],
  'granular-marking': ['an object with selectors and marking_ref or lang', 'granular markings'],
}

function rangeOf({ minimum, maximum }: Property): string {
  if (minimum === undefined) return maximum === undefined ? '' : ` of at most ${maximum}`
  return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`
}

/** The thing that a fault is about, as a noun. */
function nameOf(type: string, key: string, property: Property | undefined): string {
  if (property === undefined) return type.replace(/^container-/, '').replace(/^custom-.*/, 'object')
  if (property.kind === 'object' || property.kind === 'dictionary') return `item of ${key}`
  return property.kind.replaceAll('-', ' ')
}

interface LookedUp {
  property: Property | undefined
  /** The last name on the way: that of a list for its items. */
  key: string
  isItem: boolean
  value: unknown
  /** What may stand in it. */
  fields: Properties | undefined
}

function lookUp(type: string, object: unknown, keys: readonly string[]): LookedUp {
  const fields = type === 'bundle' ? BUNDLE : propertiesOf(type.replace(/^container-/, ''))
  return keys.reduce<LookedUp>(stepInto, { property: undefined, key: 'it', isItem: false, value: object, fields })
}

function stepInto(found: LookedUp, step: string): LookedUp {
  const { value, fields } = found
  if (Array.isArray(value)) return { ...found, isItem: true, value: value[Number(step)] }
  const property = fields !== undefined && Object.hasOwn(fields, step) ? fields[step] : fields?.['*']
  const below = property === undefined ? undefined : fieldsBelow(property)
  return { property, key: step, isItem: false, value: isRecord(value) ? value[step] : undefined, fields: below }
}

function fieldsBelow(property: Property): Properties | undefined {
  const { kind, values } = property
  const fields = fieldsOf(property)
  if (fields !== undefined) return fields
  if (kind === 'hashes') return { '*': { kind: 'string' } }
  return values === undefined ? undefined : { '*': values }
}

/** What the id of an object is reproached with that begins, as it should, with the type of the object. */
const NO_TYPE_NAME = 'id begins with the type, but that is no name of a type: it has lower-case letters, digits and hyphens only'

function isIdOfItsType(object: unknown): boolean {
  if (!isRecord(object) || typeof object['id'] !== 'string' || typeof object['type'] !== 'string') return false
  const prefix = `${object['type']}--`
  return (
    object['id'].startsWith(prefix) && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(object['id'].slice(prefix.length))
  )
}
