import { removeTemporaries } from '../document/temporary.ts'

/** From now on, whatever ends the process takes the half-written files with it. */
export function guardTemporaries(): void {
  if (isGuarded) return
  isGuarded = true
  process.once('exit', removeTemporaries)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      removeTemporaries()
      process.exit(code)
    })
  }
}

let isGuarded = false
