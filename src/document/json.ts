import { constants, isUtf8 } from 'node:buffer'

export type Parsed = { value: unknown; problem?: undefined } | { problem: string; code: JsonProblem }

export type JsonProblem = 'not-json' | 'not-utf-8' | 'too-large'

/** The largest piece that V8 can hold as one string, and so the largest that can be parsed. */
export const MAX_PIECE = constants.MAX_STRING_LENGTH

/** Parses one piece of JSON; says what is wrong with it instead of throwing. */
export function parseJson(bytes: Buffer): Parsed {
  if (bytes.length > MAX_PIECE)
    return { code: 'too-large', problem: `is larger than the ${MAX_PIECE} bytes that can be read as one value` }
  if (!isUtf8(bytes)) return { code: 'not-utf-8', problem: 'is not UTF-8' }
  return parseText(bytes.toString('utf8'))
}

/** The same for text that is known to be well-formed. */
export function parseText(text: string): Parsed {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { code: 'not-json', problem: `is not JSON: ${(error as Error).message.replaceAll(/\s+/g, ' ')}` }
  }
}
