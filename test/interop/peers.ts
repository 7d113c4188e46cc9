import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What each peer is asked and answers. */
interface Peers {
  'misp-stix-export': { question: { event: object }; answer: Messages & { bundle: Bundle } }
  'misp-stix-import': {
    question: { bundle: object }
    answer: Messages & { events: Record<string, unknown>[]; internal: boolean }
  }
  'stix2-validator': {
    question: ({ object: object } | { bundle: object }) & { version?: '2.0' | '2.1' }
    answer: Messages & { valid: boolean }
  }
  'stix2-patterns': { question: { pattern: string; version?: '2.0' | '2.1' }; answer: { errors: string[] } }
}

interface Messages {
  errors: string[]
  warnings: string[]
}

interface Bundle {
  id: string
  objects: Record<string, unknown>[]
}

/** A running peer: one process for many questions. `await using` ends it with its scope, also when a test fails. */
export interface Peer<Name extends keyof Peers> extends AsyncDisposable {
  /**
   * Many questions may be under way. Rejects when the peer fails on this one (it then goes on with the next), when its
   * process ends, and when it has said nothing for `SILENCE` milliseconds.
   */
  ask(question: Peers[Name]['question']): Promise<Peers[Name]['answer']>
  close(): Promise<void>
}

const SILENCE = 120_000

const PYTHON = fileURLToPath(new URL('../../.venv/peers/bin/python', import.meta.url))
const MISSING = 'the peers are not installed: run `npm run peers` (needs python3)'

/** For `test(name, { skip: peersMissing() }, …)`: the reason, or false. Where CI is set nothing is skipped: `peer` then fails. */
export function peersMissing(): string | false {
  return !existsSync(PYTHON) && !process.env['CI'] ? MISSING : false
}

/** Starts a peer. Throws when the peers are not installed. */
export function peer<Name extends keyof Peers>(name: Name): Peer<Name> {
  if (!existsSync(PYTHON)) throw new Error(MISSING)
  const child = start(name)
  const waiting = new Map<number, (answer: Answer | Error) => void>()
  const complaints: string[] = []
  let asked = 0
  let ended: Error | undefined
  let watchdog: NodeJS.Timeout | undefined

  function ask(question: object): Promise<Answer> {
    if (ended) return Promise.reject(ended)
    const id = ++asked
    child.stdin.write(`${JSON.stringify({ id, ...question })}\n`)
    return new Promise((resolve, reject) => {
      waiting.set(id, (answer) => {
        waiting.delete(id)
        if (answer instanceof Error) reject(answer)
        else if (answer.crash !== undefined) reject(new Error(`${name} failed: ${answer.crash}`))
        else resolve(answer)
      })
      watch()
    })
  }

  function watch(): void {
    clearTimeout(watchdog)
    if (waiting.size > 0) watchdog = setTimeout(() => child.kill('SIGKILL'), SILENCE)
  }

  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as Answer
    waiting.get(answer.id)?.(answer)
    watch()
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line)
    if (complaints.length > 20) complaints.shift()
  })
  // A write to a dead process: its end, below, tells more
  child.stdin.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(watchdog)
      ended = new Error([`${name} ended (${signal ?? `exit ${code}`})`, ...complaints].join('\n'))
      for (const settle of waiting.values()) settle(ended)
      resolve()
    })
  })

  async function close(): Promise<void> {
    child.stdin.end()
    await closed
  }

  // What the driver of that name answers is stated in `Peers`
  return { ask, close, [Symbol.asyncDispose]: close } as unknown as Peer<Name>
}

interface Answer {
  id: number
  crash?: string
}

function start(name: keyof Peers) {
  const driver = fileURLToPath(new URL(`drivers/${name.replaceAll('-', '_')}.py`, import.meta.url))
  return spawn(PYTHON, [driver], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONUTF8: '1', PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
  })
}
