/** Hash of the key of an element (`inventory.ts`): two numbers of 32 bits, of which either alone would meet itself too soon. */
export class KeyHash {
  one = 0
  other = 0

  take(key: string): this {
    this.one = ONE
    this.other = OTHER
    this.#add(key)
    return this
  }

  /** Takes a key of two parts with a blank between them. To put them into one text takes longer than all the rest. */
  takeBoth(kind: string, name: string): this {
    this.take(kind)
    this.#add(' ')
    this.#add(name)
    return this
  }

  #add(text: string): void {
    let { one, other } = this
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      one = Math.imul(one ^ unit, 0x9e3779b1)
      other = Math.imul(other ^ unit, 0x85ebca77)
    }
    this.one = one
    this.other = other
  }
}

const ONE = 0x9e3779b9 | 0
const OTHER = 0x7f4a7c15
