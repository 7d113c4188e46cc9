import type { Literal } from '../ast.ts'
import { isBase64Text, isHexText } from '../literal-text.ts'
import { compareCodePoints } from './code-points.ts'
import { compareTimestamps } from './timestamps.ts'

/**
 * Orders a value against a constant: negative when the value is less, `undefined` when the two cannot be compared
 * (STIX 2.1, sections 9.2 and 9.6.1). Booleans have no order: another one counts as less.
 */
export type Order = (value: unknown) => number | undefined

/** How the values of a property are written in JSON: by the end of its name, octets as base64 or as hexadecimal digits. */
export type Encoding = 'plain' | 'base64' | 'hex'

export function encodingOf(propertyName: string): Encoding {
  if (propertyName.endsWith('_bin')) return 'base64'
  return propertyName.endsWith('_hex') ? 'hex' : 'plain'
}

/** Octets are strings of code points below U+0100, one each: so their order is that of unsigned octets (section 9.6.3). */
export function compileOrder(literal: Literal, encoding: Encoding): Order {
  switch (literal.kind) {
    case 'string':
      return encoding === 'plain' ? orderOfText(literal.value) : orderOfOctets(latin1(literal.value), encoding)
    case 'hex':
      return orderOfOctets(decodeHex(literal.value), encoding)
    case 'binary':
      return orderOfOctets(decodeBase64(literal.value), encoding)
    case 'timestamp':
      return (value) => (typeof value === 'string' ? compareTimestamps(value, literal.value) : undefined)
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? Number(value !== literal.value) : undefined)
    case 'integer':
    case 'float':
  }
  return orderOfNumber(literal.value)
}

function orderOfText(constant: string): Order {
  return (value) => (typeof value === 'string' ? compareCodePoints(value, constant) : undefined)
}

function orderOfNumber(constant: number | bigint): Order {
  return (value) => (typeof value !== 'number' ? undefined : value < constant ? -1 : value > constant ? 1 : 0)
}

function orderOfOctets(constant: string | undefined, encoding: Encoding): Order {
  return (value) => {
    const octets = typeof value === 'string' && constant !== undefined ? octetsOf(value, encoding) : undefined
    return octets === undefined || constant === undefined ? undefined : compareCodePoints(octets, constant)
  }
}

/** What LIKE and MATCHES look at: the octets of a binary property, else the text itself. */
export function textOf(value: unknown, encoding: Encoding): string | undefined {
  if (typeof value !== 'string') return undefined
  return encoding === 'plain' ? value : octetsOf(value, encoding)
}

/** The octets of a value in its native form (section 9.6.4); `undefined` for text that stands for none. */
function octetsOf(value: string, encoding: Encoding): string | undefined {
  if (encoding === 'base64') return isBase64Text(value) ? decodeBase64(value) : undefined
  if (encoding === 'hex') return isHexText(value) ? decodeHex(value) : undefined
  return latin1(value)
}

function latin1(text: string): string | undefined {
  return BEYOND_OCTETS.test(text) ? undefined : text
}

function decodeHex(digits: string): string {
  return Buffer.from(digits, 'hex').toString('latin1')
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1')
}

const BEYOND_OCTETS = /[^\u0000-\u00ff]/
