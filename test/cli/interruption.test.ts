import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const main = new URL('../../src/cli/main.ts', import.meta.url).pathname

describe('an interrupted run', () => {
  const cases: [signal: NodeJS.Signals, code: number, input: string, output: string][] = [
    ['SIGINT', 130, 'large.json', 'out.json'],
    ['SIGTERM', 143, 'large.json', 'out.json'],
    ['SIGINT', 130, 'large.json', 'out/'],
    ['SIGINT', 130, 'small', 'out.json'],
  ]
  for (const [signal, code, input, output] of cases) {
    it(
      `ends with ${code} after ${signal} in ${input}, and leaves nothing half-written at ${output}`,
      { timeout: 30_000 },
      async () => {
        const place = mkdtempSync(join(tmpdir(), 'tipbridge-interruption-'))
        try {
          if (input === 'small') writeSmallEvents(join(place, input))
          else writeFileSync(join(place, input), event(0, 40_000))
          const child = spawn(process.execPath, [main, 'convert', input, '-o', output], { cwd: place, stdio: 'ignore' })
          const exit = once(child, 'exit')
          while (temporaries(place).length === 0 && child.exitCode === null) await sleep(5)
          child.kill(signal)
          assert.deepEqual(await exit, [code, null])
          assert.deepEqual(
            readdirSync(place, { recursive: true }).filter(
              (name) => name !== input && !String(name).startsWith(`${input}/`) && name !== 'out',
            ),
            [],
          )
        } finally {
          rmSync(place, { recursive: true, force: true })
        }
      },
    )
  }

  it('that reads STIX ends at once, and leaves nothing', { timeout: 30_000 }, async () => {
    const place = mkdtempSync(join(tmpdir(), 'tipbridge-interruption-'))
    try {
      writeFileSync(join(place, 'large.json'), bundle(80_000))
      for (const wait of [300, 600, 900]) {
        const child = spawn(process.execPath, [main, 'convert', 'large.json', '-o', 'out.json'], { cwd: place, stdio: 'ignore' })
        const exit = once(child, 'exit')
        await sleep(wait)
        child.kill('SIGINT')
        const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null]
        assert.ok(code === 130 || signal === 'SIGINT', `${wait} ms: ${code} ${signal}`)
        assert.deepEqual(readdirSync(place), ['large.json'])
      }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  })

  it('of validate ends with 130, and leaves no report', { timeout: 30_000 }, async () => {
    const place = mkdtempSync(join(tmpdir(), 'tipbridge-interruption-'))
    try {
      writeFileSync(join(place, 'large.json'), `[${Array.from({ length: 200_000 }, () => '{"type":"indicator"}').join()}]`)
      const child = spawn(process.execPath, [main, 'validate', 'large.json', '--report', 'report.sarif'], {
        cwd: place,
        stdio: 'ignore',
      })
      const exit = once(child, 'exit')
      while (temporaries(place).length === 0 && child.exitCode === null) await sleep(5)
      child.kill('SIGINT')
      assert.deepEqual(await exit, [130, null])
      assert.deepEqual(readdirSync(place), ['large.json'])
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  })
})

function temporaries(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))
}

/** So many files that a conversion is busy for a second or two, each so small that it is done at once. */
function writeSmallEvents(directory: string): void {
  mkdirSync(directory)
  for (let number = 0; number < 4000; number++) writeFileSync(join(directory, `${number}.json`), event(number, 5))
}

function bundle(count: number): string {
  const objects = Array.from({ length: count }, (_, at) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--7d2b0b6e-1f0e-4a0d-9a52-${at.toString(16).padStart(12, '0')}`,
    created: '2024-05-01T00:00:00.000Z',
    modified: '2024-05-01T00:00:00.000Z',
    labels: ['c2', 'phishing'],
    pattern: `[domain-name:value = 'host-${at}.example.com']`,
    pattern_type: 'stix',
    valid_from: '2024-05-01T00:00:00.000Z',
  }))
  return JSON.stringify({ type: 'bundle', id: 'bundle--7d2b0b6e-1f0e-4a0d-9a52-0123456789ab', objects })
}

/** 40 000 attributes keep a conversion busy for a second or two. */
function event(number: number, count: number): string {
  const attributes = Array.from({ length: count }, (_, at) => ({
    uuid: `7d2b0b6e-1f0e-4a0d-9a52-${at.toString(16).padStart(12, '0')}`,
    type: 'domain',
    category: 'Network activity',
    value: `host-${at}.example.com`,
    to_ids: true,
    timestamp: '1714550400',
  }))
  return JSON.stringify({
    Event: {
      uuid: `7d2b0b6e-1f0e-4a0d-9a52-${(0x5f3b8f0f0050 + number).toString(16)}`,
      info: 'Busy',
      date: '2024-05-01',
      Attribute: attributes,
    },
  })
}
