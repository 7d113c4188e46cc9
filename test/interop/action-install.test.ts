import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runAction } from '../ci/runner.ts'
import { layCheckout } from './checkout.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('the action builds tipbridge in a checkout that has nothing but the sources, once, and runs it', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-action-install-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [action, workspace] = [join(folder, 'action'), join(folder, 'workspace')]
  layCheckout(action)
  // A runner lays down an archive, which is no repository
  rmSync(join(action, '.git'), { recursive: true })
  mkdirSync(workspace)
  for (const file of ['good.json', 'bad.json']) copyFileSync(join(root, 'test/ci', file), join(workspace, file))

  // As many a job has it; the build needs development dependencies all the same
  const first = runAction(action, workspace, { files: 'bad.json' }, { NODE_ENV: 'production' })
  assert.equal(first.outputs['exit-code'], '1', first.stdout + first.stderr)
  assert.match(first.stdout, /^::error file=bad\.json,line=9,/m)
  const second = runAction(action, workspace, { files: 'good.json' })
  assert.equal(second.status, 0, second.stdout + second.stderr)
  assert.doesNotMatch(second.stdout, /added \d+ packages/)
})
