/** Numbers what occurs again, in bounded memory: of the latest keys it is known how often each was met. */
export class Occurrences {
  readonly #met = new Map<string, number>()

  /** 1 for the first of a key, then 2, 3, …. */
  of(key: string): number {
    const number = (this.#met.get(key) ?? 0) + 1
    // The map keeps the order in which keys were set: that of the oldest is the first
    this.#met.delete(key)
    this.#met.set(key, number)
    if (this.#met.size > REMEMBERED) this.#met.delete(this.#met.keys().next().value ?? '')
    return number
  }
}

/** What is equal comes from one object or one file, and services show fewer findings of a run. */
const REMEMBERED = 50_000
