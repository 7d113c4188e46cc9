import type { KeyHash } from './key-hash.ts'

/**
 * One number for what all elements of an event say, in whatever order they stand: the sum of a hash of each. As long as it is the
 * same nothing was touched. It guards against mistakes, not against forgers: those could seal what they like.
 */
export class Seal {
  private sum = 0

  /** `hash`: of what the element of this key says. */
  add({ one, other }: KeyHash, hash: number): void {
    this.sum = (this.sum + hashOfBoth(one, other, hash)) % 2 ** 52
  }

  toString(): string {
    return this.sum.toString(16)
  }
}

/** 52 bits over a key and a hash: of two lanes, so that a sum of many is that of others only by a rare accident. */
function hashOfBoth(key: number, sameKey: number, hash: number): number {
  const one = scrambled(key ^ hash)
  const other = scrambled(sameKey ^ Math.imul(hash, 0x85ebca6b))
  return (one >>> 0) * 2 ** 20 + (other >>> 12)
}

/** Every bit of the number has its share in every bit of the result (the end of MurmurHash3, which is in the public domain). */
function scrambled(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
