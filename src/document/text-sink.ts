/** Collects text in one reused buffer and passes it on as UTF-8 in large pieces. */
export class TextSink {
  readonly #buffer: Buffer
  readonly #pass: (bytes: Uint8Array) => void
  #filled = 0

  /** `pass` gets bytes that are good only until it returns. */
  constructor(pass: (bytes: Uint8Array) => void, capacity = 256 * 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity)
    this.#pass = pass
  }

  write(text: string): void {
    // A UTF-16 unit takes up to three bytes
    if (text.length * 3 <= this.#buffer.length - this.#filled) {
      this.#filled += this.#buffer.write(text, this.#filled)
      return
    }
    this.flush()
    if (text.length * 3 <= this.#buffer.length) this.#filled = this.#buffer.write(text, 0)
    else this.#writeLong(text)
  }

  bytes(bytes: Uint8Array): void {
    this.flush()
    this.#pass(bytes)
  }

  flush(): void {
    if (this.#filled === 0) return
    const bytes = this.#buffer.subarray(0, this.#filled)
    this.#filled = 0
    this.#pass(bytes)
  }

  #writeLong(text: string): void {
    const step = Math.floor(this.#buffer.length / 3) - 1
    for (let start = 0; start < text.length;) {
      let end = Math.min(start + step, text.length)
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end++
      this.#filled = this.#buffer.write(text.slice(start, end), 0)
      this.flush()
      start = end
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
