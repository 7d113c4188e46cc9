import { thousands } from './findings-text.ts'
import type { Terminal } from './terminal.ts'

/** One line on the terminal that says how far a run is; nothing where nobody is watching. */
export class Progress {
  readonly #terminal: Terminal
  readonly #isShown: boolean
  #lastTime = performance.now()
  #isDirty = false

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal
    this.#isShown = terminal.isWatched && !quiet
  }

  /** `what`: the current stage or input. */
  show(what: string, records: number): void {
    if (!this.#isShown || performance.now() - this.#lastTime < INTERVAL) return
    this.#lastTime = performance.now()
    this.#isDirty = true
    this.#terminal.error(`\r\u001b[K${what}: ${thousands(records)} records`)
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isDirty) this.#terminal.error('\r\u001b[K')
    this.#isDirty = false
  }
}

/** Often enough to see that it moves. */
const INTERVAL = 150
