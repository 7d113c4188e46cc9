import { beforeTemporaries, removeTemporaries } from '../document/temporary.ts'

/**
 * From now on, whatever ends the process takes the half-written files with it. As long as there are none, a signal ends it at once,
 * in the middle of whatever it does.
 */
export function guardTemporaries(): void {
  if (isGuarded) return
  isGuarded = true
  beforeTemporaries(listen)
}

function listen(): void {
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
