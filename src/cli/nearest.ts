import { distance } from '../validate/nearest.ts'

/** The name that is least far from what was written, if any is near enough to have been meant. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.floor(written.length / 3)) + 1
  for (const name of names) {
    const far = distance(written, name, least)
    if (far < least) [best, least] = [name, far]
  }
  return best
}
