/**
 * What number a record has in its list, by the number under which a validation got it: those that cannot be read, and those of
 * STIX 2.0, are never shown to it.
 */
export class FedNumbers {
  fed = 0
  #left = 0
  /** Numbers from which on more records were left out, and how many then. */
  readonly #from: number[] = []
  readonly #out: number[] = []

  /** The next record goes in. */
  feed(): void {
    if (this.#left !== (this.#out.at(-1) ?? 0)) {
      this.#from.push(this.fed)
      this.#out.push(this.#left)
    }
    this.fed++
  }

  /** The next record does not. */
  leaveOut(): void {
    this.#left++
  }

  recordOf(fed: number): number {
    let low = 0
    let high = this.#from.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#from[middle] ?? 0) <= fed) low = middle + 1
      else high = middle
    }
    return fed + (this.#out[low - 1] ?? 0)
  }
}
