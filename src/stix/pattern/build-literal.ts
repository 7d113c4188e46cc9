import {
  UNPLACED,
  type BinaryLiteral,
  type BooleanLiteral,
  type FloatLiteral,
  type HexLiteral,
  type IntegerLiteral,
  type Literal,
  type NumberLiteral,
  type StringLiteral,
  type TimestampLiteral,
} from './ast.ts'
import { isBase64Text, isHexText, isTimestampText } from './literal-text.ts'

/** The literal for a JSON value; a number without a fraction is an integer. */
export function literal(value: string | number | bigint | boolean): Literal {
  if (typeof value === 'string') return stringLiteral(value)
  if (typeof value === 'boolean') return booleanLiteral(value)
  return typeof value === 'number' ? numberLiteral(value) : integerLiteral(value)
}

export function stringLiteral(value: string): StringLiteral {
  return { kind: 'string', value, span: UNPLACED }
}

export function booleanLiteral(value: boolean): BooleanLiteral {
  return { kind: 'boolean', value, span: UNPLACED }
}

export function numberLiteral(value: number): NumberLiteral {
  return Number.isSafeInteger(value) ? integerLiteral(value) : floatLiteral(value)
}

/** A number must be a safe integer; larger ones come as bigint. */
export function integerLiteral(value: number | bigint): IntegerLiteral {
  const small = Number(value)
  if (Number.isSafeInteger(small)) return { kind: 'integer', value: small + 0, span: UNPLACED }
  if (typeof value === 'bigint' && Number.isFinite(small)) return { kind: 'integer', value, span: UNPLACED }
  throw new RangeError(`Cannot write ${small} as an integer: give a safe integer, or a bigint in the range of doubles`)
}

export function floatLiteral(value: number): FloatLiteral {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot write ${value} as a float: give a finite number`)
  return { kind: 'float', value: value + 0, text: decimalText(value), span: UNPLACED }
}

/** `text` is an even number of hexadecimal digits, without `h'…'`. */
export function hexLiteral(text: string): HexLiteral {
  if (!isHexText(text)) throw new RangeError(`Cannot write "${text}" as hex: give an even number of hexadecimal digits`)
  return { kind: 'hex', value: text, span: UNPLACED }
}

/** `text` is base64 with padding, without `b'…'`. */
export function binaryLiteral(text: string): BinaryLiteral {
  if (!isBase64Text(text)) throw new RangeError(`Cannot write "${text}" as binary: give base64 with its padding`)
  return { kind: 'binary', value: text, span: UNPLACED }
}

/** `text` is a STIX timestamp, without `t'…'`. */
export function timestampLiteral(text: string): TimestampLiteral {
  if (!isTimestampText(text)) throw new RangeError(`Cannot write "${text}" as a timestamp: give YYYY-MM-DDTHH:MM:SS[.s]Z`)
  return { kind: 'timestamp', value: text, span: UNPLACED }
}

/** The shortest decimal digits that read as this number; patterns have no exponents, and floats always a point. */
function decimalText(value: number): string {
  const [mantissa = '', exponent] = String(value + 0).split('e')
  if (exponent === undefined) return mantissa.includes('.') ? mantissa : `${mantissa}.0`
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replaceAll(/[-.]/g, '')
  // JavaScript writes exponents below -6 and above 20 only: the point falls outside the digits.
  const point = Number(exponent) + 1
  return sign + (point > 0 ? `${digits.padEnd(point, '0')}.0` : `0.${'0'.repeat(-point)}${digits}`)
}
