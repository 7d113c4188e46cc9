/** What a walk through JSON text tells as it goes. Offsets are those of bytes, ends exclusive. */
export interface TextVisitor {
  /** A list or object begins. `false`: it is passed over by counting brackets, and nothing inside of it is told. */
  open(isArray: boolean, start: number): boolean
  close(end: number): void
  /** A key with its quotes; its value follows. */
  key(start: number, end: number): void
  /** A string with its quotes, a number or a word. */
  scalar(start: number, end: number): void
}

/** Where a text stops being JSON. */
export interface TextFault {
  at: number
  problem: string
}

/** Walks through one JSON value as the grammar of RFC 8259 has it, without recursion; tells where the text leaves the grammar. */
export function walkText(bytes: Uint8Array, visitor: TextVisitor): TextFault | undefined {
  return new TextWalk(bytes, visitor).run()
}

class TextWalk {
  readonly #bytes: Uint8Array
  readonly #visitor: TextVisitor
  /** Of each container around the place, whether it is a list. */
  readonly #open: boolean[] = []
  #at = 0
  #fault: TextFault | undefined

  constructor(bytes: Uint8Array, visitor: TextVisitor) {
    this.#bytes = bytes
    this.#visitor = visitor
  }

  run(): TextFault | undefined {
    this.#value()
    while (this.#fault === undefined && this.#open.length > 0) this.#next()
    if (this.#fault === undefined && this.#peek() !== undefined) this.#fail('expected the end of the text')
    return this.#fault
  }

  /** After a value: what follows it in its container. */
  #next(): void {
    const isArray = this.#open.at(-1) === true
    const byte = this.#peek()
    if (byte === (isArray ? CLOSE_ARRAY : CLOSE_OBJECT)) return this.#leave()
    if (byte !== COMMA) return this.#fail(`expected "," or "${isArray ? ']' : '}'}"`)
    this.#at++
    this.#item(isArray)
  }

  #item(isArray: boolean): void {
    if (isArray || this.#key()) this.#value()
  }

  #value(): void {
    const byte = this.#peek()
    const start = this.#at
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.#enter(byte === OPEN_ARRAY)
    if (byte === QUOTE ? this.#string() : this.#word()) this.#visitor.scalar(start, this.#at)
  }

  #enter(isArray: boolean): void {
    if (!this.#visitor.open(isArray, this.#at)) return this.#pass()
    this.#at++
    this.#open.push(isArray)
    if (this.#peek() === (isArray ? CLOSE_ARRAY : CLOSE_OBJECT)) this.#leave()
    else this.#item(isArray)
  }

  #leave(): void {
    this.#at++
    this.#open.pop()
    this.#visitor.close(this.#at)
  }

  /** Passes over a container that the visitor does not want to see. */
  #pass(): void {
    const bytes = this.#bytes
    let depth = 0
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at]!
      if (byte === QUOTE) {
        if (!this.#string()) return
        continue
      }
      this.#at++
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return this.#visitor.close(this.#at)
    }
    this.#fail('the text ends in the middle of a value')
  }

  #key(): boolean {
    if (this.#peek() !== QUOTE) return this.#refuse('expected a key in double quotes')
    const start = this.#at
    if (!this.#string()) return false
    this.#visitor.key(start, this.#at)
    if (this.#peek() !== COLON) return this.#refuse('expected ":" after a key')
    this.#at++
    return true
  }

  #string(): boolean {
    const bytes = this.#bytes
    for (this.#at++; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at]!
      if (byte === QUOTE) {
        this.#at++
        return true
      }
      if (byte < SPACE)
        return this.#refuse(
          `a control character (0x${byte.toString(16).padStart(2, '0')}) in a string, where only an escape may stand`,
        )
      if (byte === BACKSLASH && !this.#escape()) return this.#refuse('an escape that JSON does not have')
    }
    return this.#refuse('the text ends in the middle of a string')
  }

  /** Stands on the last byte of the escape afterwards. */
  #escape(): boolean {
    const byte = this.#bytes[this.#at + 1]
    if (byte === undefined) return true // what is cut off is told at the end of the text
    if (byte !== LETTER_U) {
      if (!ESCAPED.has(byte)) return false
      this.#at++
      return true
    }
    for (let digit = 2; digit < 6; digit++) {
      const value = this.#bytes[this.#at + digit]
      if (value !== undefined && !isHexDigit(value)) return false
    }
    this.#at = Math.min(this.#at + 5, this.#bytes.length - 1)
    return true
  }

  /** A number, `true`, `false` or `null`. */
  #word(): boolean {
    const start = this.#at
    const bytes = this.#bytes
    while (this.#at < bytes.length && !DELIMITERS.has(bytes[this.#at]!)) this.#at++
    if (isWord(bytes, start, this.#at)) return true
    this.#at = start
    return this.#refuse('expected a value')
  }

  /** The next byte that is no white space. */
  #peek(): number | undefined {
    const bytes = this.#bytes
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at]!
      if (byte !== SPACE && byte !== LINE_FEED && byte !== RETURN && byte !== TAB) return byte
      this.#at++
    }
    return undefined
  }

  #refuse(problem: string): false {
    this.#fail(problem)
    return false
  }

  #fail(problem: string): void {
    const byte = this.#bytes[this.#at]
    const found =
      byte === undefined
        ? 'the text ends'
        : byte > SPACE && byte < 0x7f
          ? `found ${JSON.stringify(String.fromCharCode(byte))}`
          : ''
    const isTold = found === '' || !problem.startsWith('expected')
    this.#fault ??= {
      at: Math.min(this.#at, this.#bytes.length),
      problem: isTold ? problem : `${problem}, ${byte === undefined ? 'but ' : ''}${found}`,
    }
  }
}

function isWord(bytes: Uint8Array, start: number, end: number): boolean {
  let text = ''
  for (let at = start; at < Math.min(end, start + 5); at++) text += String.fromCharCode(bytes[at]!)
  return WORDS.has(text) || isNumber(bytes, start, end)
}

/** `-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?` */
function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  if (bytes[at] === MINUS) at++
  const whole = digits(bytes, at, end)
  if (whole === at || (bytes[at] === ZERO && whole > at + 1)) return false
  at = whole
  if (at < end && bytes[at] === POINT) {
    const fraction = digits(bytes, at + 1, end)
    if (fraction === at + 1) return false
    at = fraction
  }
  if (at < end && (bytes[at]! | 0x20) === LETTER_E) {
    const sign = bytes[at + 1] === MINUS || bytes[at + 1] === PLUS ? 2 : 1
    const exponent = digits(bytes, at + sign, end)
    if (exponent === at + sign) return false
    at = exponent
  }
  return at === end
}

function digits(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++
  return at
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20
  return (byte >= ZERO && byte <= NINE) || (letter >= 0x61 && letter <= 0x66)
}

const TAB = 0x09
const LINE_FEED = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const PLUS = 0x2b
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const LETTER_E = 0x65
const LETTER_U = 0x75
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const WORDS = new Set(['true', 'false', 'null'])
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'))
const DELIMITERS = new Set([
  TAB,
  LINE_FEED,
  RETURN,
  SPACE,
  QUOTE,
  COMMA,
  COLON,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  OPEN_OBJECT,
  CLOSE_OBJECT,
])
