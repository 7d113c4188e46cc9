let lastBreath = performance.now()
let sinceBreath = 0

/** Lets signals and timers through: the work itself is synchronous. */
export async function breathe(): Promise<void> {
  await new Promise(setImmediate)
  lastBreath = performance.now()
}

/** Whether it is time to `breathe` again. Told for the whole process: each of many small files alone would never be. */
export function isOutOfBreath(): boolean {
  if (++sinceBreath < 32) return false
  sinceBreath = 0
  return performance.now() - lastBreath > 20
}

/** The same, where something has been done that may have taken long. One turn of the event loop may end before it looks for signals. */
export async function breatheIfDue(): Promise<void> {
  if (performance.now() - lastBreath <= 20) return
  await breathe()
  await breathe()
}
