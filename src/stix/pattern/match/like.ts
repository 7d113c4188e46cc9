import type { Budget } from './budget.ts'
import { codePointsOf } from './code-points.ts'

/** Whether the whole text has a form. */
export type TextTest = (text: string, budget: Budget) => boolean

/**
 * Compiles the constant of LIKE (STIX 2.1, section 9.6.1): `%` stands for any characters, `_` for any one code point, and nothing
 * takes away their meaning. The pieces between the `%` are looked for one after the other, each as far left as it can stand, and
 * never again: the work is bounded by length times length.
 */
export function compileLike(pattern: string): TextTest {
  const pieces = pattern.normalize('NFC').split('%').map(codePointsOf)
  const [first = [], ...others] = pieces
  const last = others.pop()
  if (last === undefined) {
    return (text, budget) => {
      const points = pointsOf(text, budget)
      return points.length === first.length && standsAt(points, 0, first)
    }
  }
  const least = pieces.reduce((sum, { length }) => sum + length, 0)
  return (text, budget) => {
    const points = pointsOf(text, budget)
    if (points.length < least || !standsAt(points, 0, first)) return false
    const end = points.length - last.length
    if (!standsAt(points, end, last)) return false
    let at = first.length
    for (const piece of others) {
      const found = indexOf(points, piece, at, end, budget)
      if (found === -1) return false
      at = found + piece.length
    }
    return at <= end
  }
}

function pointsOf(text: string, budget: Budget): number[] {
  budget.spend(text.length)
  return codePointsOf(text.normalize('NFC'))
}

function indexOf(points: readonly number[], piece: readonly number[], from: number, end: number, budget: Budget): number {
  for (let at = from; at + piece.length <= end; at++) {
    budget.spend(1)
    if (standsAt(points, at, piece, budget)) return at
  }
  return -1
}

function standsAt(points: readonly number[], at: number, piece: readonly number[], budget?: Budget): boolean {
  for (let offset = 0; offset < piece.length; offset++) {
    if (piece[offset] !== ANY_ONE && piece[offset] !== points[at + offset]) {
      budget?.spend(offset)
      return false
    }
  }
  return true
}

const ANY_ONE = 0x5f
