/** Which of several events with one UUID counts: the newest, of equally new ones the last. About 60 bytes an event. */
export class EventLedger {
  /** Numbers of the events that another one replaces. */
  readonly losers = new Set<number>()
  /** How many events there were; the next one has this number. */
  count = 0
  /** Four words a UUID. */
  #keys = new Uint32Array(4 * INITIAL)
  #stamps = new Float64Array(INITIAL)
  /** Number of the event plus one; 0 where the slot is free. */
  #numbers = new Uint32Array(INITIAL)
  #used = 0
  /** What is no UUID, which is rare. */
  readonly #others = new Map<string, { number: number; stamp: number }>()

  /** Enters the next event; says whether its UUID was there before. */
  add(uuid: string, timestamp: unknown): boolean {
    const number = this.count++
    const stamp = Number(timestamp) || 0
    const hex = uuid.replaceAll('-', '')
    if (!/^[0-9a-f]{32}$/i.test(hex)) return this.#addOther(uuid, number, stamp)
    return this.#addUuid(
      [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16)),
      number,
      stamp,
    )
  }

  #addOther(name: string, number: number, stamp: number): boolean {
    const known = this.#others.get(name)
    if (known !== undefined && known.stamp > stamp) {
      this.losers.add(number)
      return true
    }
    if (known !== undefined) this.losers.add(known.number)
    this.#others.set(name, { number, stamp })
    return known !== undefined
  }

  #addUuid(key: readonly number[], number: number, stamp: number): boolean {
    if (this.#used * 5 > this.#numbers.length * 3) this.#grow()
    const slot = this.#slotOf(key)
    const known = this.#numbers[slot] as number
    if (known === 0) {
      this.#used++
    } else if ((this.#stamps[slot] as number) > stamp) {
      this.losers.add(number)
      return true
    } else {
      this.losers.add(known - 1)
    }
    this.#keys.set(key, slot * 4)
    this.#stamps[slot] = stamp
    this.#numbers[slot] = number + 1
    return known !== 0
  }

  /** The slot of a key, or the free one where it belongs. */
  #slotOf(key: readonly number[]): number {
    const mask = this.#numbers.length - 1
    let slot = key.reduce((hash, word) => Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15), 0) & mask
    while (this.#numbers[slot] !== 0 && !key.every((word, at) => this.#keys[slot * 4 + at] === word)) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [keys, stamps, numbers] = [this.#keys, this.#stamps, this.#numbers]
    this.#keys = new Uint32Array(keys.length * 2)
    this.#stamps = new Float64Array(stamps.length * 2)
    this.#numbers = new Uint32Array(numbers.length * 2)
    for (const [from, number] of numbers.entries()) {
      if (number === 0) continue
      const key = [...keys.subarray(from * 4, from * 4 + 4)]
      const slot = this.#slotOf(key)
      this.#keys.set(key, slot * 4)
      this.#stamps[slot] = stamps[from] as number
      this.#numbers[slot] = number
    }
  }
}

const INITIAL = 1024
