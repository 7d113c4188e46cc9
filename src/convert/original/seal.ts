/**
 * One number for what all elements of an event say, in whatever order they stand: the sum of a hash of each. As long as it is the
 * same nothing was touched. It guards against mistakes, not against forgers: those could seal what they like.
 */
export class Seal {
  private sum = 0

  /** `hash`: of what the element says. */
  add(key: string, hash: number): void {
    this.sum = (this.sum + hashOfBoth(key, hash)) % 2 ** 52
  }

  toString(): string {
    return this.sum.toString(16)
  }
}

/** 52 bits over a key and a hash: of two lanes, so that a sum of many is that of others only by a rare accident. */
function hashOfBoth(key: string, hash: number): number {
  let [one, other] = [hash ^ 0x9e3779b9, Math.imul(hash, 0x85ebca6b)]
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x9e3779b1)
    other = Math.imul(other ^ unit, 0x85ebca77)
  }
  one = Math.imul(one ^ (one >>> 15), 0x2c1b3c6d)
  other = Math.imul(other ^ (other >>> 13), 0x297a2d39)
  return ((one ^ (one >>> 12)) >>> 0) * 2 ** 20 + ((other ^ (other >>> 16)) >>> 12)
}
