import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { commitAll, GIT_ENV, git, layCheckout } from './checkout.ts'
import { peersMissing } from './peers.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const preCommit = join(root, '.venv/peers/bin/pre-commit')

test('pre-commit installs our hooks from a checkout and runs them', { skip: peersMissing() }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-pre-commit-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [hooks, project] = [join(folder, 'hooks'), join(folder, 'project')]
  // The hook runs on the Node that pre-commit finds first; Debian has an older one by the name nodejs
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const name of ['node', 'nodejs']) symlinkSync(process.execPath, join(bin, name))
  layProject(project, { repo: hooks, rev: layCheckout(hooks) })

  function run(hook: string, ...args: string[]) {
    const { status, stdout, stderr } = spawnSync(preCommit, ['run', hook, '--color=never', ...args], {
      cwd: project,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...GIT_ENV,
        PRE_COMMIT_HOME: join(folder, 'cache'),
        PATH: [bin, process.env['PATH']].join(delimiter),
      },
    })
    return { status, text: stdout + stderr }
  }

  const all = run('tipbridge-validate', '--all-files')
  assert.equal(all.status, 1, all.text)
  assert.match(all.text, /^validate STIX 2\.1 and MISP\.+Failed$/m)
  assert.match(all.text, /^bundles\/bad\.json:9:18: error timestamp-form: .*"yesterday"/m)
  assert.match(all.text, /^bundles\/bad\.json:11:15: error property-type: /m)
  assert.match(all.text, /^bundles\/bad\.stix2:9:18: error timestamp-form: /m)
  assert.match(all.text, /^package\.json:1: information not-recognised: /m)
  assert.doesNotMatch(all.text, /good\.json|README\.md/)

  const good = run('tipbridge-validate', '--files', 'bundles/good.json', 'package.json', 'README.md')
  assert.deepEqual([good.status, /\.Passed$/m.test(good.text)], [0, true], good.text)

  const other = run('tipbridge-validate', '--files', 'package.json')
  assert.deepEqual([other.status, /\.Passed$/m.test(other.text)], [0, true], other.text)

  const fresh = run('tipbridge-convert-check', '--all-files')
  assert.equal(fresh.status, 1, fresh.text)
  assert.match(fresh.text, /^differs {2}converted\.json: the file is not there/m)

  const convert = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), 'convert', 'events/', '-o', 'converted.json'], {
    cwd: project,
  })
  assert.equal(convert.status, 0)
  git(project, 'add', '--all')
  const checked = run('tipbridge-convert-check', '--all-files')
  assert.equal(checked.status, 0, checked.text)

  const event = join(project, 'events/event.json')
  writeFileSync(event, readFileSync(event, 'utf8').replace(/"info": *"/, '"info": "Renamed: '))
  git(project, 'add', '--all')
  const stale = run('tipbridge-convert-check', '--all-files')
  assert.equal(stale.status, 1, stale.text)
  assert.match(stale.text, /^differs {2}converted\.json/m)
})

/** A repository with good and bad STIX, an event, JSON that is neither, and text that is no JSON. */
function layProject(folder: string, source: { repo: string; rev: string }): void {
  const files: [from: string, to: string][] = [
    ['test/ci/good.json', 'bundles/good.json'],
    ['test/ci/bad.json', 'bundles/bad.json'],
    ['test/ci/bad.json', 'bundles/bad.stix2'],
    ['fixtures/events/phishing-campaign.json', 'events/event.json'],
    ['package.json', 'package.json'],
    ['README.md', 'README.md'],
  ]
  for (const [from, to] of files) cpSync(join(root, from), join(folder, to))
  const hooks = [
    { id: 'tipbridge-validate', language_version: 'system' },
    { id: 'tipbridge-convert-check', args: ['events/', '--output', 'converted.json'], language_version: 'system' },
  ]
  writeFileSync(join(folder, '.pre-commit-config.yaml'), stringify({ repos: [{ ...source, hooks }] }))
  commitAll(folder)
}
