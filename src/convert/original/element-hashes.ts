import { KeyHash } from './key-hash.ts'

/** What every element of an event said when the event was made, as a hash of it under a hash of its key. */
export class ElementHashes {
  #words = new Uint32Array(3 * 256)
  #used = 0
  /** Key, as one number -> hash of the element. Made when something is asked for. */
  #known: Map<number, number> | undefined

  add({ one, other }: KeyHash, hash: number): void {
    if (this.#used === this.#words.length) {
      const larger = new Uint32Array(2 * this.#words.length)
      larger.set(this.#words)
      this.#words = larger
    }
    this.#words[this.#used] = one
    this.#words[this.#used + 1] = other
    this.#words[this.#used + 2] = hash
    this.#used += 3
  }

  get isEmpty(): boolean {
    return this.#used === 0
  }

  /** The hash of what an element said; `undefined` for one that was not there. */
  of(key: string): number | undefined {
    this.#known ??= this.#index()
    const { one, other } = new KeyHash().take(key)
    return this.#known.get(inOne(one >>> 0, other >>> 0))
  }

  /** Of an element that is there twice the first counts. */
  #index(): Map<number, number> {
    const known = new Map<number, number>()
    for (let at = 0; at < this.#used; at += 3) {
      const key = inOne(this.#words[at] as number, this.#words[at + 1] as number)
      if (!known.has(key)) known.set(key, this.#words[at + 2] as number)
    }
    return known
  }

  /** Three numbers of 32 bits an element, the lowest byte first, in Base64. */
  toString(): string {
    const bytes = Buffer.allocUnsafe(4 * this.#used)
    for (let at = 0; at < this.#used; at++) bytes.writeUInt32LE(this.#words[at] as number, 4 * at)
    return bytes.toString('base64')
  }

  /** Reads what `toString` wrote; of anything else whatever it holds. */
  static from(text: unknown): ElementHashes {
    const bytes = Buffer.from(typeof text === 'string' ? text : '', 'base64')
    const hashes = new ElementHashes()
    hashes.#used = 3 * Math.floor(bytes.length / 12)
    hashes.#words = new Uint32Array(hashes.#used)
    for (let at = 0; at < hashes.#used; at++) hashes.#words[at] = bytes.readUInt32LE(4 * at)
    return hashes
  }
}

/** 53 bits of both, as many as a number has. */
function inOne(one: number, other: number): number {
  return one * 2 ** 21 + (other >>> 11)
}
