/** A JSON pointer (RFC 6901) one step longer. */
export function under(path: string, key: string | number): string {
  return `${path}/${typeof key === 'number' ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The JSON pointer of some steps, from one of them on. */
export function pointerOf(steps: readonly (string | number)[], begin = 0): string {
  let path = ''
  for (let at = begin; at < steps.length; at++) path = under(path, steps[at] ?? '')
  return path
}

/** The keys to which a JSON pointer leads, one below the other. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
