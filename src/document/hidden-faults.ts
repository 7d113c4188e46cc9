import { pointerOf } from '../validate/pointer.ts'
import { keyText } from './locate.ts'
import { walkText, type TextVisitor } from './text-walk.ts'

/** What a text holds that cannot be seen in the value that `JSON.parse` makes of it. */
export interface HiddenFault {
  code: 'duplicate-keys' | 'integer-range' | 'string-surrogates'
  /** JSON pointer to the value: of a key that occurs twice, to its last one; of a key that is no text, to its object. */
  path: string
  /** Where it stands: offsets of bytes, `end` exclusive. */
  start: number
  end: number
  /** The key, or the number as it is written. */
  text: string
  /** Of a key that occurs twice, where it stood before. */
  before?: number
}

/**
 * Whether the text of a value may hide something: it has another number of keys than the value, long numbers, or escapes of
 * surrogates. One tight loop over the bytes; only where it says so is `hiddenFaults` worth its walk.
 */
export function mayHide(bytes: Uint8Array, start: number, end: number, value: unknown): boolean {
  let keys = 0
  let digits = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) {
      for (at++; at < end && bytes[at] !== QUOTE; at++) {
        if (bytes[at] !== BACKSLASH) continue
        if (isSurrogateEscape(bytes, at)) return true
        at++
      }
      digits = 0
    } else if (byte === COLON) {
      keys++
      digits = 0
    } else if (byte >= ZERO && byte <= NINE) {
      if (++digits === LONG) return true
    } else {
      if ((byte | 0x20) === LETTER_E && digits > 0) return true
      digits = 0
    }
  }
  return keys !== keysIn(value)
}

/** Whether the text of a value has a key of an object twice, of which `JSON.parse` keeps the last, and other readers another. */
export function repeatsKey(bytes: Uint8Array, value: unknown): boolean {
  if (!mayHide(bytes, 0, bytes.length, value)) return false
  let repeats = false
  hiddenFaults(bytes, ({ code }) => (repeats ||= code === 'duplicate-keys'))
  return repeats
}

/** Tells what the text of one JSON value hides, in the order of the text. The text is JSON in well-formed UTF-8. */
export function hiddenFaults(bytes: Uint8Array, report: (fault: HiddenFault) => void): void {
  walkText(bytes, new FaultFinder(bytes, report))
}

interface Frame {
  /** Where each key stood, until now; `undefined` in a list. */
  keys: Map<string, number> | undefined
  key: string | number
}

class FaultFinder implements TextVisitor {
  readonly #bytes: Uint8Array
  readonly #report: (fault: HiddenFault) => void
  readonly #frames: Frame[] = []

  constructor(bytes: Uint8Array, report: (fault: HiddenFault) => void) {
    this.#bytes = bytes
    this.#report = report
  }

  open(isArray: boolean): boolean {
    this.#frames.push({ keys: isArray ? undefined : new Map(), key: isArray ? 0 : '' })
    return true
  }

  close(): void {
    this.#frames.pop()
    this.#turn()
  }

  key(start: number, end: number): void {
    const frame = this.#frames.at(-1)!
    const text = keyText(this.#bytes, start, end)
    const before = frame.keys!.get(text)
    frame.key = text
    frame.keys!.set(text, start)
    if (before !== undefined) this.#report({ code: 'duplicate-keys', path: this.#path(), start, end, text, before })
    this.#checkSurrogates(start, end, this.#frames.length - 1)
  }

  scalar(start: number, end: number): void {
    if (this.#bytes[start] === QUOTE) this.#checkSurrogates(start, end)
    else this.#checkNumber(start, end)
    this.#turn()
  }

  #checkNumber(start: number, end: number): void {
    if (end - start < 4 || this.#bytes[start]! > NINE) return
    const text = latin1(this.#bytes, start, end)
    const number = Number(text)
    const isWhole = !/[.eE]/.test(text)
    if (Number.isFinite(number) && !(isWhole && !Number.isSafeInteger(number))) return
    this.#report({ code: 'integer-range', path: this.#path(), start, end, text })
  }

  /** `depth`: how many keys lead to the string; of a key, those that lead to its object. */
  #checkSurrogates(start: number, end: number, depth = this.#frames.length): void {
    for (let at = start + 1; at < end - 1; at++) {
      if (this.#bytes[at] !== BACKSLASH) continue
      if (!isSurrogateEscape(this.#bytes, at)) {
        at++
        continue
      }
      if (isHigh(this.#bytes, at) && isSurrogateEscape(this.#bytes, at + 6) && !isHigh(this.#bytes, at + 6)) {
        at += 11
        continue
      }
      const text = latin1(this.#bytes, at, at + 6)
      return this.#report({ code: 'string-surrogates', path: this.#path(depth), start: at, end: at + 6, text })
    }
  }

  #turn(): void {
    const frame = this.#frames.at(-1)
    if (typeof frame?.key === 'number') frame.key++
  }

  #path(depth = this.#frames.length): string {
    return pointerOf(this.#frames.slice(0, depth).map(({ key }) => key))
  }
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += keysIn(item)
    return count
  }
  // What JSON.parse made has own keys only
  for (const key in value) {
    count++
    const inner = (value as Record<string, unknown>)[key]
    if (typeof inner === 'object') count += keysIn(inner)
  }
  return count
}

/** `\ud800` to `\udfff` */
function isSurrogateEscape(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== LETTER_U || (bytes[at + 2]! | 0x20) !== LETTER_D) return false
  const third = bytes[at + 3]! | 0x20
  return third === 0x38 || third === 0x39 || (third >= 0x61 && third <= 0x66)
}

function isHigh(bytes: Uint8Array, at: number): boolean {
  const third = bytes[at + 3]! | 0x20
  return third === 0x38 || third === 0x39 || third === 0x61 || third === 0x62
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
}

/** 2^53 has sixteen digits. */
const LONG = 16
const QUOTE = 0x22
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const BACKSLASH = 0x5c
const LETTER_D = 0x64
const LETTER_E = 0x65
const LETTER_U = 0x75
