/** What a field of a MISP record is, and the words in which the table of `model.ts` is written. */
import type { MispKind } from './model.ts'

export type FieldKind =
  | 'text'
  | 'flag'
  | 'number'
  | 'choice'
  | 'word'
  | 'uuid'
  | 'day'
  | 'seconds'
  | 'time'
  | 'moment'
  | 'colour'
  | 'record'
  | 'records'
  | 'anything'

/**
 * One field. MISP writes numbers as strings and flags as booleans; it reads a number either way, `"1"` and `1` for a flag, and takes
 * null for a field that is not there.
 */
export interface Field {
  readonly kind: FieldKind
  /** `read`: MISP refuses a record without it. `write`: what MISP writes always has it. */
  readonly needed?: 'read' | 'write'
  /** MISP itself writes null where there is nothing. */
  readonly nullable?: true
  /** kind uuid: MISP writes 0 for the organisation of what belongs to nobody. */
  readonly orZero?: true
  /** kind text: the characters that MISP's column takes. */
  readonly characters?: number
  /** kind text: the bytes of UTF-8 that MISP's column takes. */
  readonly bytes?: number
  /** kinds number and choice. */
  readonly minimum?: number
  readonly maximum?: number
  /** kind choice: what the numbers from `minimum` on mean. */
  readonly meanings?: readonly string[]
  /** kind word: the words that MISP knows. */
  readonly words?: readonly string[]
  /** kinds record and records. */
  readonly of?: MispKind
  /** The rule that speaks when a choice or a word is none of those that there are. */
  readonly code?: string
}

export type Fields = Readonly<Record<string, Field>>

/** Bytes that a column of type TEXT takes, and of type MEDIUMTEXT. */
export const TEXT = 65_535
export const MEDIUMTEXT = 16_777_215

export const text: Field = { kind: 'text' }
export const flag: Field = { kind: 'flag' }
export const number: Field = { kind: 'number', minimum: 0 }
export const uuid: Field = { kind: 'uuid' }
export const day: Field = { kind: 'day' }
export const seconds: Field = { kind: 'seconds' }
export const time: Field = { kind: 'time', nullable: true }
export const moment: Field = { kind: 'moment' }
export const colour: Field = { kind: 'colour' }
export const anything: Field = { kind: 'anything' }

/** A text of at most so many characters. */
export function upTo(characters: number): Field {
  return { kind: 'text', characters }
}

/** A text of at most so many bytes. */
export function bytes(most: number): Field {
  return { kind: 'text', bytes: most }
}

/** A number with a meaning, the first of which is that of `minimum`. */
export function choice(code: string, minimum: number, meanings: readonly string[]): Field {
  return { kind: 'choice', minimum, maximum: minimum + meanings.length - 1, meanings, code }
}

export function word(code: string, words: readonly string[]): Field {
  return { kind: 'word', words, code }
}

export function record(of: MispKind): Field {
  return { kind: 'record', of }
}

export function records(of: MispKind): Field {
  return { kind: 'records', of }
}

export function orNull(field: Field): Field {
  return { ...field, nullable: true }
}

/** MISP refuses a record without it. */
export function needed(field: Field): Field {
  return { ...field, needed: 'read' }
}

/** MISP gives the field itself when it is not there; what MISP writes has it. */
export function written(field: Field): Field {
  return { ...field, needed: 'write' }
}
