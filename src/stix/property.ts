/** What a property of a STIX object is, and the words in which the table of `model.ts` is written. */
import { VOCABULARY } from './vocabulary.ts'

export type Kind =
  | 'string'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'timestamp'
  | 'hex'
  | 'binary'
  | 'identifier'
  | 'enum'
  | 'vocabulary'
  | 'hashes'
  | 'dictionary'
  | 'object'
  | 'external-reference'
  | 'kill-chain-phase'
  | 'granular-marking'

/** One property of an object, of a structure inside it, or the values of a dictionary. */
export interface Property {
  readonly kind: Kind
  /** A second kind that the values of two dictionaries may have (`ipfix`, `exif_tags`). */
  readonly or?: Kind
  readonly list?: true
  readonly required?: true
  /** kind identifier: the types it may point at, or the groups `sdo`, `sro`, `sco`, `any`. */
  readonly targets?: readonly string[]
  /** kind object: what stands in it. Without it, anything may. */
  readonly fields?: Properties
  /** kind object: of each inner list at least one field. */
  readonly atLeastOne?: readonly (readonly string[])[]
  /** kind dictionary: what its values are. Without it, they may be anything. */
  readonly values?: Property
  /** kinds enum and vocabulary. */
  readonly words?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
}

export type Properties = Readonly<Record<string, Property>>

export const string: Property = { kind: 'string' }
export const boolean: Property = { kind: 'boolean' }
export const timestamp: Property = { kind: 'timestamp' }
export const hex: Property = { kind: 'hex' }
export const hashes: Property = { kind: 'hashes' }

export function must(property: Property): Property {
  return { ...property, required: true }
}

export function list(property: Property): Property {
  return { ...property, list: true }
}

export function integer(minimum?: number, maximum?: number): Property {
  return { kind: 'integer', ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) }
}

export function float(minimum?: number, maximum?: number): Property {
  return { ...integer(minimum, maximum), kind: 'float' }
}

export function ref(...targets: string[]): Property {
  return { kind: 'identifier', targets }
}

export function refs(...targets: string[]): Property {
  return list(ref(...targets))
}

export function word(vocabulary: keyof typeof VOCABULARY): Property {
  return { kind: vocabulary.endsWith('-enum') ? 'enum' : 'vocabulary', words: VOCABULARY[vocabulary] }
}

export function dictionary(values?: Property): Property {
  return { kind: 'dictionary', ...(values && { values }) }
}

export function object(fields: Properties, atLeastOne?: readonly (readonly string[])[]): Property {
  return { kind: 'object', fields, ...(atLeastOne && { atLeastOne }) }
}

/** A structure of which at least one field, whichever, must be there. */
export function anyOf(fields: Properties): Property {
  return object(fields, [Object.keys(fields)])
}
