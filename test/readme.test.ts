import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The command lines of the README that run tipbridge, as they stand there. */
const commands = [...readme.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block]) => (block as string).split('\n'))
  .filter((line) => line.includes('npx tipbridge'))

test('every command of the README does what it says', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-readme-'))
  t.after(() => rmSync(folder, { recursive: true }))
  symlinkSync(join(root, 'fixtures'), join(folder, 'fixtures'))
  const tipbridge = `${process.execPath} ${join(root, 'src/cli/main.ts')}`
  for (const command of commands) {
    const line = command.replace('npm ci && ', '').replaceAll('npx tipbridge', tipbridge)
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' })
    assert.equal(status, 0, `${command}\n${stderr}`)
  }
  assert.ok(commands.length >= 5, 'the README shows its commands')
})

test('the first line of the README gives the event back', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-readme-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const event = join(root, 'fixtures/events/phishing-campaign.json')
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], { cwd: folder, encoding: 'utf8' })
  assert.equal(run('convert', '--to', 'stix', event, '-o', 'bundle.json').status, 0)
  const { stdout } = run('convert', '--to', 'misp', 'bundle.json')
  const { info, uuid, Attribute: attributes } = (JSON.parse(stdout) as { Event: Record<string, unknown[]> }).Event
  const before = (JSON.parse(readFileSync(event, 'utf8')) as { Event: Record<string, unknown[]> }).Event
  assert.deepEqual([info, uuid, attributes?.length], [before['info'], before['uuid'], before['Attribute']?.length])
})
