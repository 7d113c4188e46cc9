/** What the splitter met; `start`, `end`, `kind` and `path()` of the splitter tell the rest. */
export type Token =
  /** The visible bytes are used up: `feed` more, or `finish`. */
  | 'more'
  /** A container was entered. */
  | 'open'
  /** The entered container was left. */
  | 'close'
  /** A whole value was passed over: a record, or something that is of no interest here. */
  | 'value'
  /** The text is not JSON; `problem` says why. With `lines` the next line follows, else nothing does. */
  | 'broken'
  | 'end'

export type ContainerKind = 'object' | 'array'

interface Frame {
  array: boolean
  start: number
  key: string | undefined
  index: number
}

/**
 * Finds the borders of values inside JSON text without parsing them: an incremental machine over bytes.
 * It reads only as deep as `descend` lets it; whatever lies below is passed over by counting brackets,
 * and checked later by the `JSON.parse` of that piece. Values at the top may follow one another (NDJSON).
 */
export class Splitter {
  /** Absolute offsets of the last value, container or broken stretch. */
  start = 0
  end = 0
  /** What the last value or container is. */
  kind: ContainerKind | 'string' | 'scalar' = 'scalar'
  /** The last value nests deeper than allowed. */
  tooDeep = false
  problem = ''
  /** Whether to enter a container that begins here, or to pass over it as one value. */
  descend: (kind: ContainerKind, splitter: Splitter) => boolean = () => false
  /** Line feeds met so far outside of strings. */
  line = 0
  /** One value a line: a line feed within a value means that its line is broken, and the next line follows. */
  lines = false

  readonly #maxDepth: number
  readonly #frames: Frame[] = []
  readonly #keyBytes = Buffer.alloc(64)

  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #limit = 0
  #base: number
  #last = false

  #state: State = READY
  #expect: Expect = 'value'
  #depth = 0
  #inString = false
  #escaped = false
  #keyLength = 0
  #values = 0

  /** `from`: the absolute offset of the first byte that will be shown. Values that nest below `maxDepth` are marked. */
  constructor(from = 0, maxDepth = MAX_DEPTH) {
    this.#base = from
    this.#maxDepth = maxDepth
  }

  /** How many containers are entered. */
  get depth(): number {
    return this.#frames.length
  }

  /** The key or the index of the current value in the innermost entered container; at the top, its number. */
  get key(): string | number | undefined {
    const frame = this.#frames.at(-1)
    return frame === undefined ? this.#values : keyOf(frame)
  }

  /** Keys and indices from the top to the current value; a key longer than 64 bytes is `undefined`. */
  path(): (string | number | undefined)[] {
    return this.#frames.map(keyOf)
  }

  /** Shows the next bytes of the text; those shown before must be used up. */
  feed(bytes: Uint8Array): void {
    this.#base += this.#limit
    this.#bytes = bytes
    this.#at = 0
    this.#limit = bytes.length
  }

  /** Says that no bytes follow. */
  finish(): void {
    this.#last = true
  }

  next(): Token {
    for (;;) {
      switch (this.#state) {
        case READY: {
          const token = this.#structure()
          if (token !== undefined) return token
          break
        }
        case CONTAINER:
          if (!this.#passContainer()) return this.#exhausted()
          if (this.#state === CONTAINER) return this.#value()
          break
        case STRING:
          if (!this.#passString()) return this.#exhausted()
          if (this.#state === STRING) return this.#value()
          break
        case SCALAR:
          if (!this.#passScalar() && !(this.#last && this.depth === 0)) return this.#exhausted()
          return this.#value()
        case KEY:
          if (!this.#passKey()) return this.#exhausted()
          break
        case RESYNC:
          if (!this.#passLine()) return this.#exhausted()
          return 'broken'
        case STOPPED:
          return 'broken'
      }
    }
  }

  /** White space, punctuation and the first byte of a value between entered containers. */
  #structure(): Token | undefined {
    while (this.#at < this.#limit) {
      const byte = this.#bytes[this.#at]!
      if (byte === LINE_FEED) {
        if (this.lines && this.depth > 0) return this.#broken('the line ends in the middle of a value')
        this.line++
        this.#at++
      } else if (byte === SPACE || byte === TAB || byte === RETURN) {
        this.#at++
      } else {
        return this.#punctuation(byte)
      }
    }
    return this.#exhausted()
  }

  #punctuation(byte: number): Token | undefined {
    const frame = this.#frames.at(-1)
    switch (this.#expect) {
      case 'key-or-end':
        if (byte === CLOSE_OBJECT) return this.#leave()
        return this.#beginKey(byte)
      case 'key':
        return this.#beginKey(byte)
      case 'colon':
        if (byte !== COLON) return this.#broken(`expected ":" after a key, found ${shown(byte)}`)
        this.#at++
        this.#expect = 'value'
        return undefined
      case 'comma-or-end':
        if (byte === (frame!.array ? CLOSE_ARRAY : CLOSE_OBJECT)) return this.#leave()
        if (byte !== COMMA) return this.#broken(`expected "," or the end of the list or object, found ${shown(byte)}`)
        this.#at++
        frame!.index++
        this.#expect = frame!.array ? 'value' : 'key'
        return undefined
      case 'value-or-end':
        if (byte === CLOSE_ARRAY) return this.#leave()
        return this.#beginValue(byte)
      case 'value':
    }
    return this.#beginValue(byte)
  }

  #beginKey(byte: number): undefined | Token {
    if (byte !== QUOTE) return this.#broken(`expected a key in double quotes, found ${shown(byte)}`)
    this.#at++
    this.#keyLength = 0
    this.#state = KEY
    return undefined
  }

  #beginValue(byte: number): Token | undefined {
    this.start = this.#base + this.#at
    this.tooDeep = false
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.#beginContainer(byte === OPEN_ARRAY)
    if (byte === QUOTE) {
      this.#at++
      this.kind = 'string'
      this.#state = STRING
    } else if (DELIMITER[byte] === 1) {
      return this.#broken(`expected a value, found ${shown(byte)}`)
    } else {
      this.kind = 'scalar'
      this.#state = SCALAR
    }
    return undefined
  }

  #beginContainer(array: boolean): Token | undefined {
    this.kind = array ? 'array' : 'object'
    this.#at++
    if (!this.descend(this.kind, this)) {
      this.#depth = 1
      this.#state = CONTAINER
      return undefined
    }
    this.#frames.push({ array, start: this.start, key: undefined, index: 0 })
    this.#expect = array ? 'value-or-end' : 'key-or-end'
    return 'open'
  }

  #leave(): Token {
    const frame = this.#frames.pop()!
    this.#at++
    this.kind = frame.array ? 'array' : 'object'
    this.start = frame.start
    this.end = this.#base + this.#at
    this.tooDeep = false
    this.#afterValue()
    return 'close'
  }

  #value(): Token {
    this.end = this.#base + this.#at
    this.#state = READY
    this.#afterValue()
    return 'value'
  }

  #afterValue(): void {
    if (this.depth === 0) this.#values++
    this.#expect = this.depth === 0 ? 'value' : 'comma-or-end'
  }

  /** Passes over a container that is not entered; false when the bytes end before it does. */
  #passContainer(): boolean {
    const bytes = this.#bytes
    const limit = this.#limit
    const allowed = this.#maxDepth - this.depth
    let at = this.#at
    let depth = this.#depth
    if (this.#inString) {
      at = this.#stringEnd(at)
      if (this.#inString || this.#state !== CONTAINER) return this.#state !== CONTAINER
    }
    while (at < limit) {
      const role = ROLE[bytes[at++]!]!
      if (role === NO_ROLE) continue
      if (role === STRING_BEGINS) {
        at = this.#stringEnd(at)
        if (this.#inString || this.#state !== CONTAINER) {
          this.#depth = depth
          return this.#state !== CONTAINER
        }
      } else if (role === DEEPER) {
        if (++depth > allowed) this.tooDeep = true
      } else if (role === HIGHER) {
        if (--depth === 0) {
          this.#at = at
          return true
        }
      } else if (this.lines) {
        this.#at = at - 1
        this.#broken('the line ends in the middle of a value')
        return true
      } else {
        this.line++
      }
    }
    this.#at = at
    this.#depth = depth
    return false
  }

  /**
   * The index after the closing quote. When the bytes end first, `#inString` is set, `#at` stands at their end;
   * when the line does, the state is no longer that of the value.
   */
  #stringEnd(from: number): number {
    const bytes = this.#bytes
    const limit = this.#limit
    let at = from
    if (this.#escaped && at < limit) {
      this.#escaped = false
      at++
    }
    while (at < limit) {
      const role = IN_STRING[bytes[at++]!]!
      if (role === 0) continue
      if (role === 1) {
        this.#inString = false
        return at
      }
      if (role === 2) {
        if (at === limit) this.#escaped = true
        else at++
      } else if (this.lines) {
        this.#at = at - 1
        this.#broken('the line ends in the middle of a string')
        return at
      }
    }
    this.#inString = true
    this.#at = limit
    return limit
  }

  #passString(): boolean {
    const at = this.#stringEnd(this.#at)
    if (this.#state !== STRING) return true
    this.#at = at
    return !this.#inString
  }

  #passScalar(): boolean {
    while (this.#at < this.#limit) {
      if (DELIMITER[this.#bytes[this.#at]!] === 1) return true
      this.#at++
    }
    return false
  }

  #passKey(): boolean {
    while (this.#at < this.#limit) {
      const byte = this.#bytes[this.#at++]!
      if (this.#escaped) this.#escaped = false
      else if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) {
        this.#frames.at(-1)!.key = this.#keyText()
        this.#expect = 'colon'
        this.#state = READY
        return true
      } else if (byte === LINE_FEED && this.lines) {
        this.#at--
        this.#broken('the line ends in the middle of a key')
        return true
      }
      if (this.#keyLength < this.#keyBytes.length) this.#keyBytes[this.#keyLength] = byte
      this.#keyLength++
    }
    return false
  }

  #keyText(): string | undefined {
    if (this.#keyLength > this.#keyBytes.length) return undefined
    const text = this.#keyBytes.toString('utf8', 0, this.#keyLength)
    if (!text.includes('\\')) return text
    try {
      return JSON.parse(`"${text}"`)
    } catch {
      return undefined
    }
  }

  /** Gives up this line, or the rest of the text. */
  #broken(problem: string): Token | undefined {
    this.problem = problem
    if (this.#frames.length > 0) this.start = this.#frames[0]!.start
    this.end = this.#base + this.#at
    this.#frames.length = 0
    this.#inString = false
    this.#escaped = false
    this.#expect = 'value'
    this.#state = this.lines ? RESYNC : STOPPED
    return undefined
  }

  #passLine(): boolean {
    while (this.#at < this.#limit && this.#bytes[this.#at] !== LINE_FEED) this.#at++
    if (this.#at === this.#limit && !this.#last) return false
    this.end = this.#base + this.#at
    this.#values++
    this.#state = READY
    return true
  }

  #exhausted(): Token {
    if (!this.#last) return 'more'
    if (this.#state === READY && this.depth === 0) return 'end'
    this.#broken('the input ends in the middle of a value')
    this.end = this.#base + this.#limit
    if (this.lines) this.#state = READY
    return 'broken'
  }
}

function keyOf(frame: Frame): string | number | undefined {
  return frame.array ? frame.index : frame.key
}

function shown(byte: number): string {
  return byte > SPACE && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `the byte 0x${byte.toString(16).padStart(2, '0')}`
}

type State = 0 | 1 | 2 | 3 | 4 | 5 | 6
const READY = 0
const CONTAINER = 1
const STRING = 2
const SCALAR = 3
const KEY = 4
const RESYNC = 5
const STOPPED = 6

type Expect = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end'

const TAB = 0x09
const LINE_FEED = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const NO_ROLE = 0
const STRING_BEGINS = 1
const DEEPER = 2
const HIGHER = 3
const LINE_ENDS = 4

/** Levels of nesting; the deepest real document has about twenty. */
const MAX_DEPTH = 200

/** What a byte does to a container that is passed over. */
const ROLE = table({
  [QUOTE]: STRING_BEGINS,
  [OPEN_OBJECT]: DEEPER,
  [OPEN_ARRAY]: DEEPER,
  [CLOSE_OBJECT]: HIGHER,
  [CLOSE_ARRAY]: HIGHER,
  [LINE_FEED]: LINE_ENDS,
})

const IN_STRING = table({ [QUOTE]: 1, [BACKSLASH]: 2, [LINE_FEED]: 3 })

/** Bytes that end a number or a word. */
const DELIMITER = table(
  Object.fromEntries(
    [TAB, LINE_FEED, RETURN, SPACE, QUOTE, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT].map((byte) => [
      byte,
      1,
    ]),
  ),
)

function table(entries: Record<number, number>): Uint8Array {
  const roles = new Uint8Array(256)
  for (const [byte, role] of Object.entries(entries)) roles[Number(byte)] = role
  return roles
}
