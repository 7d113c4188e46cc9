import { KeyHash } from './key-hash.ts'

/** What every element of an event said when the event was made, as a hash of it under a hash of its key. */
export class ElementHashes {
  #words = new Uint32Array(3 * 256)
  #used = 0
  /** First half of the key's hash -> where the entries with it begin. Made when something is asked for. */
  #known: Map<number, number[]> | undefined

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
    const at = this.#known.get(one >>> 0)?.find((each) => this.#words[each + 1] === other >>> 0)
    return at === undefined ? undefined : this.#words[at + 2]
  }

  #index(): Map<number, number[]> {
    const known = new Map<number, number[]>()
    for (let at = 0; at < this.#used; at += 3) {
      const key = this.#words[at] as number
      const others = known.get(key)
      if (others === undefined) known.set(key, [at])
      else others.push(at)
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
