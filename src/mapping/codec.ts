import { formatTimestamp, mispMicroseconds, parseTime } from '../stix/timestamp.ts'

/**
 * Both directions of one value. `encode` takes MISP's value and gives STIX', `decode` the reverse; either gives `undefined`
 * for what it cannot say. Conversion never normalises: where `decode(encode(v))` is not `v`, the residue keeps the spelling.
 */
export interface Codec {
  readonly encode: (value: unknown) => unknown
  readonly decode: (value: unknown) => unknown
  /** How a pattern writes the encoded value; `none` where it must not stand in one. */
  readonly literal: 'string' | 'number' | 'boolean' | 'timestamp' | 'hex' | 'none'
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Lone surrogates have no UTF-8 form: such a text cannot stand in a STIX string. */
const isWellFormed = (value: string): boolean => value.isWellFormed()

/** A text that stands in STIX as it is, if it fits its place; on reading any text will do. */
export function text(fits: (value: string) => boolean): Codec {
  // A value is asked for twice, by the object and by the pattern
  let last = ''
  let fitted = false
  const encode = (value: unknown): unknown => {
    if (!isText(value)) return undefined
    if (value !== last) {
      fitted = fits(value)
      last = value
    }
    return fitted ? value : undefined
  }
  return { encode, decode: (value) => (typeof value === 'string' ? value : undefined), literal: 'string' }
}

export const string: Codec = text(isWellFormed)

export const integer: Codec = {
  encode: (value) => {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
    return isText(value) && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : undefined
  },
  decode: (value) => (typeof value === 'number' ? String(value) : isText(value) ? value : undefined),
  literal: 'number',
}

const DECIMAL = /^[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/

export const float: Codec = {
  encode: (value) => (isText(value) && DECIMAL.test(value) ? Number(value) : undefined),
  decode: integer.decode,
  literal: 'number',
}

/** A number whose decimal point stands `places` further right in STIX than in MISP. */
export function shifted(places: number): Codec {
  return {
    // On the text, because 1.005 * 1000 is not 1005
    encode: (value) => (isText(value) && DECIMAL.test(value) ? Number(`${value}e${places}`) : undefined),
    decode: (value) => {
      if (typeof value !== 'number') return undefined
      const digits = String(value)
      return String(digits.includes('e') ? value / 10 ** places : Number(`${digits}e-${places}`))
    },
    literal: 'number',
  }
}

const TRUE = new Set<unknown>([true, 'true', 'True', 'TRUE', '1', 1])
const FALSE = new Set<unknown>([false, 'false', 'False', 'FALSE', '0', 0])

export const boolean: Codec = {
  encode: (value) => (TRUE.has(value) ? true : FALSE.has(value) ? false : undefined),
  decode: (value) => (TRUE.has(value) ? '1' : FALSE.has(value) ? '0' : undefined),
  literal: 'boolean',
}

/** A MISP `datetime` value <-> a STIX timestamp. MISP's own normal form is microseconds with `+0000` (reference of MISP 2.5). */
export const timestamp: Codec = {
  encode: (value) => {
    const moment = isText(value) ? parseTime(value) : undefined
    return moment === undefined ? undefined : formatTimestamp(moment)
  },
  decode: (value) => {
    const moment = isText(value) ? parseTime(value) : undefined
    const micro = moment === undefined ? undefined : mispMicroseconds(moment)
    return micro === undefined ? undefined : `${micro.slice(0, -3)}00`
  },
  literal: 'timestamp',
}

/** The same where STIX wants whole seconds: a fraction that says something has no place there. */
export const second: Codec = {
  ...timestamp,
  encode: (value) => {
    const moment = isText(value) ? parseTime(value) : undefined
    return moment === undefined || /[1-9]/.test(moment.fraction)
      ? undefined
      : formatTimestamp({ seconds: moment.seconds, fraction: '' })
  },
}

/** Hexadecimal digits: MISP writes them upper case (value normalisation of the server), STIX lower case (section 2.8). */
export const hex: Codec = {
  encode: (value) => (isText(value) && /^(?:[0-9a-fA-F]{2})+$/.test(value) ? value.toLowerCase() : undefined),
  decode: (value) => (isText(value) ? value.toUpperCase() : undefined),
  literal: 'hex',
}

export const base64: Codec = {
  ...text((value) => value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value)),
  literal: 'none',
}

/**
 * A closed list of words, MISP's on the left. Words of STIX may be booleans. MISP's own word is understood in STIX too:
 * misp-stix leaves words as they are.
 */
export function words(table: Readonly<Record<string, string | boolean>>): Codec {
  const toStix = new Map(Object.entries(table))
  const toMisp = new Map<unknown, string>()
  for (const [misp, stix] of toStix) if (!toMisp.has(stix)) toMisp.set(stix, misp)
  for (const misp of toStix.keys()) if (!toMisp.has(misp)) toMisp.set(misp, misp)
  return {
    encode: (value) => (typeof value === 'string' ? toStix.get(value) : undefined),
    decode: (value) => toMisp.get(value),
    literal: [...toStix.values()].every((word) => typeof word === 'boolean') ? 'boolean' : 'string',
  }
}
