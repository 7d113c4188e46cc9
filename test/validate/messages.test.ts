import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/**
 * Thirty faults that people make, one an object, and what they read of them. Whoever changes a message reads the whole text as
 * somebody who does not know the specification, and then writes it anew: `node --test --test-update-snapshots test/validate/messages.test.ts`.
 */
test('thirty typical faults are told so that a person knows what to change', (t) => {
  const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const folder = fileURLToPath(new URL('messages/', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [cli, 'validate', '--all', 'thirty-faults.json'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  assert.equal(status, 1)
  t.assert.fileSnapshot(stdout, `${folder}thirty-faults.txt`, { serializers: [(text: string) => text] })
})
