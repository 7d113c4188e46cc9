import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { readAction } from './runner.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'docs/ci.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'tipbridge-recipes-'))

/** The code blocks of a language, and the one that begins with the name of a file. */
function blocksOf(language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```/gms)].flatMap(([, name, text]) => (name === language && text ? [text] : []))
}

function blockOf(language: string, file: string): string {
  const found = blocksOf(language).find((text) => text.startsWith(`# ${file}\n`))
  assert.ok(found !== undefined, `docs/ci.md has a recipe ${file}`)
  return found
}

/** Runs a recipe where events/ was converted to bundles/. What it installs is there already, and no repository is. */
function run(script: string) {
  return spawnSync('bash', ['-euc', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
  })
}

before(() => {
  for (const name of ['bin', 'bundles', 'events']) mkdirSync(join(folder, name))
  const stubs = {
    tipbridge: `exec '${process.execPath}' '${join(root, 'src/cli/main.ts')}' "$@"`,
    npx: 'test "$1" = tipbridge && exec "$@"',
    npm: 'exit 0',
    git: 'exit 0',
    apk: 'exit 0',
  }
  for (const [name, text] of Object.entries(stubs))
    writeFileSync(join(folder, 'bin', name), `#!/usr/bin/env bash\n${text}\n`, { mode: 0o755 })
  copyFileSync(join(root, 'fixtures/events/phishing-campaign.json'), join(folder, 'events/event.json'))
  assert.equal(run('tipbridge convert events/ -o bundles/').status, 0)
  assert.equal(run('tipbridge validate bundles/ --baseline known.json --write-baseline').status, 0)
})
after(() => rmSync(folder, { recursive: true }))

describe('the recipes of docs/ci.md', () => {
  it('for GitHub use what the action has', () => {
    interface Workflow {
      jobs: Record<string, { steps: { id?: string; uses: string; with?: Record<string, string> }[] }>
    }
    const text = blockOf('yaml', '.github/workflows/stix.yml')
    const { inputs, outputs } = readAction(root)
    const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps)
    const ours = steps.filter(({ uses }) => uses.startsWith('OWNER/tipbridge@'))
    assert.deepEqual(
      ours.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !(name in inputs)),
      [],
    )
    const used = [...text.matchAll(/steps\.validate\.outputs\.([\w-]+)/g)].map(([, name]) => name ?? '')
    assert.ok(used.length > 0 && used.every((name) => name in outputs))
    for (const name of [...Object.keys(inputs), ...Object.keys(outputs)])
      assert.ok(page.includes(`\`${name}\``), `docs/ci.md names ${name}`)
  })

  it('for pre-commit name our hooks', () => {
    interface Hooks {
      repos: { hooks: { id: string }[] }[]
    }
    const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as { id: string }[]
    const { repos } = parse(blockOf('yaml', '.pre-commit-config.yaml')) as Hooks
    assert.deepEqual(
      repos.flatMap((repo) => repo.hooks.map(({ id }) => id)),
      hooks.map(({ id }) => id),
    )
  })

  it('for shells and make run', () => {
    for (const script of blocksOf('sh')) {
      const { status, stdout, stderr } = run(script)
      assert.equal(status, 0, script + stdout + stderr)
    }
    assert.ok(existsSync(join(folder, 'findings.json')))
    writeFileSync(join(folder, 'Makefile'), blockOf('make', 'Makefile'))
    const { status, stdout, stderr } = run('make bundles check')
    assert.equal(status, 0, stdout + stderr)
  })

  it(
    'for GitLab run and fail on a violation',
    { skip: spawnSync('jq', ['--version']).error ? 'jq is not installed' : false },
    () => {
      const { stix } = parse(blockOf('yaml', '.gitlab-ci.yml')) as { stix: { before_script: string[]; script: string[] } }
      const script = [...stix.before_script, ...stix.script].join('\n')
      const passed = run(script)
      assert.equal(passed.status, 0, passed.stdout + passed.stderr)
      assert.deepEqual(JSON.parse(readFileSync(join(folder, 'codequality.json'), 'utf8')), [])
      copyFileSync(join(root, 'test/ci/bad.json'), join(folder, 'bundles/bad.json'))
      assert.equal(run(script).status, 1)
      const found = JSON.parse(readFileSync(join(folder, 'codequality.json'), 'utf8')) as Record<string, unknown>[]
      assert.deepEqual(
        found.map(({ check_name, severity, location }) => [check_name, severity, location]),
        [
          ['timestamp-form', 'major', { path: 'bundles/bad.json', lines: { begin: 9 } }],
          ['property-type', 'major', { path: 'bundles/bad.json', lines: { begin: 11 } }],
        ],
      )
      assert.equal(new Set(found.map(({ fingerprint }) => fingerprint)).size, 2)
      assert.match(readFileSync(join(folder, 'junit.xml'), 'utf8'), /failures="2"/)
    },
  )
})
