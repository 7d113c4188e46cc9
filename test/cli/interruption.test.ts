import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const main = new URL('../../src/cli/main.ts', import.meta.url).pathname

describe('an interrupted run', () => {
  const cases: [signal: NodeJS.Signals, code: number, output: string][] = [
    ['SIGINT', 130, 'out.json'],
    ['SIGTERM', 143, 'out.json'],
    ['SIGINT', 130, 'out/'],
  ]
  for (const [signal, code, output] of cases) {
    it(`ends with ${code} after ${signal}, and leaves nothing half-written at ${output}`, { timeout: 30_000 }, async () => {
      const place = mkdtempSync(join(tmpdir(), 'tipbridge-interruption-'))
      try {
        writeFileSync(join(place, 'large.json'), largeEvent())
        const child = spawn(process.execPath, [main, 'convert', 'large.json', '-o', output], { cwd: place, stdio: 'ignore' })
        const exit = once(child, 'exit')
        while (temporaries(place).length === 0 && child.exitCode === null) await sleep(5)
        child.kill(signal)
        assert.deepEqual(await exit, [code, null])
        assert.deepEqual(
          readdirSync(place, { recursive: true }).filter((name) => name !== 'large.json' && name !== 'out'),
          [],
        )
      } finally {
        rmSync(place, { recursive: true, force: true })
      }
    })
  }
})

function temporaries(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))
}

/** Enough to keep a conversion busy for a second or two. */
function largeEvent(): string {
  const attributes = Array.from({ length: 40_000 }, (_, at) => ({
    uuid: `7d2b0b6e-1f0e-4a0d-9a52-${at.toString(16).padStart(12, '0')}`,
    type: 'domain',
    category: 'Network activity',
    value: `host-${at}.example.com`,
    to_ids: true,
    timestamp: '1714550400',
  }))
  return JSON.stringify({
    Event: { uuid: '7d2b0b6e-1f0e-4a0d-9a52-5f3b8f0f0050', info: 'Large', date: '2024-05-01', Attribute: attributes },
  })
}
