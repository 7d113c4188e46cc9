import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readAction, runAction } from './runner.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const event = join(root, 'fixtures/events/phishing-campaign.json')
const good = join(root, 'test/ci/good.json')
const bad = join(root, 'test/ci/bad.json')

const folder = mkdtempSync(join(tmpdir(), 'tipbridge-action-'))
/** The action as a runner lays it down, built from the sources as they are now. */
const action = join(folder, 'action')
const workspace = join(folder, 'work space')

before(() => {
  for (const part of ['action.yml', 'package.json', 'bin', 'tools'])
    cpSync(join(root, part), join(action, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(action, 'node_modules'))
  const build = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', join(action, 'dist')],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  assert.equal(build.status, 0, build.stdout)
})
beforeEach(() => {
  rmSync(workspace, { recursive: true, force: true })
  mkdirSync(join(workspace, 'bundles/deep'), { recursive: true })
  copyFileSync(good, join(workspace, 'bundles/good.json'))
})
after(() => rmSync(folder, { recursive: true }))

/** Runs the action in the workspace. */
function run(inputs: Record<string, string>, env?: Record<string, string>) {
  return runAction(action, workspace, inputs, env)
}

describe('action.yml', () => {
  const { inputs, outputs, runs } = readAction(root)

  it('says what each input and output is', () => {
    for (const [name, { description }] of [...Object.entries(inputs), ...Object.entries(outputs)])
      assert.ok(description.length > 10, name)
  })

  it('lets no input into the text of a script, and uses each', () => {
    for (const { run: script, shell, name } of runs.steps) {
      assert.doesNotMatch(script, /\$\{\{/, name)
      assert.equal(shell, 'bash')
    }
    const used = JSON.stringify(runs.steps.map(({ env }) => env))
    for (const name of Object.keys(inputs)) assert.ok(used.includes(`\${{ inputs.${name} }}`), name)
  })
})

describe('the action', () => {
  it('passes valid files', () => {
    const { status, stdout, outputs, summary } = run({ files: 'bundles/good.json', 'sarif-file': 'found.sarif' })
    assert.equal(status, 0, stdout)
    assert.deepEqual(outputs, { errors: '0', warnings: '0', 'sarif-file': 'found.sarif', 'exit-code': '0' })
    assert.equal(summary, '## tipbridge validate: passed\n\n')
    assert.deepEqual(sarif().results, [])
  })

  it('fails on a bad file: annotations, outputs, SARIF, and a summary that says what to do', () => {
    copyFileSync(bad, join(workspace, 'bundles/deep/bad.json'))
    const { status, stdout, outputs, summary } = run({ files: 'bundles/**/*.json', 'sarif-file': 'found.sarif' })
    assert.equal(status, 1)
    assert.match(stdout, /^::error file=bundles\/deep\/bad\.json,line=9,.*::.*created.*"yesterday"/m)
    const { results } = sarif()
    assert.deepEqual(
      results.map(({ level, locations }) => [level, locations[0]?.physicalLocation.artifactLocation.uri]),
      results.map(() => ['error', 'bundles/deep/bad.json']),
    )
    assert.deepEqual(outputs, { errors: String(results.length), warnings: '0', 'sarif-file': 'found.sarif', 'exit-code': '1' })
    assert.match(summary, new RegExp(`^## tipbridge validate: failed, ${results.length} errors\n`))
    assert.match(summary, /^\| error \| ` \S+ ` \| \d \| ` bundles\/deep\/bad\.json:\d+:\d+ ` \| `/m)
    assert.match(summary, /^### What to do\n\n- /m)
  })

  it('obeys baseline, fail-on, mode and options', () => {
    copyFileSync(bad, join(workspace, 'bad.json'))
    const files = 'bad.json'
    const written = run({ files, baseline: 'known.json', options: '--write-baseline' })
    assert.equal(written.status, 0, written.stdout)
    assert.equal(run({ files, baseline: 'known.json' }).status, 0)
    writeFileSync(join(workspace, 'warning.json'), readFileSync(good, 'utf8').replace('"organization"', '"company"'))
    const warned = run({ files: 'warning.json' })
    assert.deepEqual([warned.status, warned.outputs['warnings']], [0, '1'])
    assert.equal(warned.summary.split('\n')[0], '## tipbridge validate: passed, 1 warning')
    assert.equal(run({ files: 'warning.json', 'fail-on': 'warning' }).status, 1)
    assert.equal(run({ files: 'warning.json', mode: 'strict' }).outputs['errors'], '1')
    assert.equal(run({ files: 'warning.json', mode: 'strict', options: '--edition os\n\n  --disable identity-class' }).status, 0)
  })

  it('converts', () => {
    copyFileSync(event, join(workspace, 'event.json'))
    const { status, outputs } = run({
      command: 'convert',
      files: 'event.json',
      output: 'out/',
      profile: 'portable',
      options: '--max-tlp amber',
    })
    assert.equal(status, 0)
    assert.equal(outputs['exit-code'], '0')
    const [name] = readdirSync(join(workspace, 'out'))
    assert.equal((JSON.parse(readFileSync(join(workspace, 'out', name ?? ''), 'utf8')) as { type: string }).type, 'bundle')
  })

  it('checks that a converted file is up to date', () => {
    copyFileSync(event, join(workspace, 'event.json'))
    const inputs = { files: 'event.json', output: 'bundle.json' }
    assert.equal(run({ command: 'convert', ...inputs }).status, 0)
    assert.equal(run({ command: 'check', ...inputs }).status, 0)
    writeFileSync(join(workspace, 'event.json'), readFileSync(event, 'utf8').replace(/"info": *"/, '"info": "Renamed: '))
    const { status, stdout, summary, outputs } = run({ command: 'check', ...inputs })
    assert.equal(status, 1)
    assert.match(stdout, /^::error title=tipbridge::differs: bundle\.json/m)
    assert.match(summary, /^## tipbridge check: failed, not up to date\n\n- ` differs bundle\.json/)
    assert.equal(outputs['exit-code'], '1')
  })

  it('annotates what a conversion set aside', () => {
    writeFileSync(join(workspace, 'cut.json'), readFileSync(event, 'utf8').slice(0, 2000))
    const { status, stdout, summary } = run({ command: 'convert', files: `cut.json\n${event}`, output: 'out/' })
    assert.equal(status, 1)
    assert.match(stdout, /^::error title=[a-z-]+,file=cut\.json/m)
    assert.match(summary, /^## tipbridge convert: failed, \d+ error/)
  })

  it('says what is wrong with the inputs', () => {
    const examples: [inputs: Record<string, string>, complaint: RegExp][] = [
      [{ files: '' }, /files names no file/],
      [{ files: 'bundles/*.jsonl' }, /no file matches "bundles\/\*\.jsonl"/],
      [{ files: 'bundles/good.json\nmissing.json' }, /no file matches "missing\.json"/],
      [{ command: 'destroy', files: 'bundles' }, /command is one of validate, convert, check, not "destroy"/],
      [{ command: 'constructor', files: 'bundles' }, /not "constructor"/],
      [{ command: 'check', files: 'bundles' }, /check needs the input output/],
      [{ files: 'bundles', profile: 'atomic' }, /the input profile belongs to command convert or check/],
      [{ files: 'bundles', options: 'interop' }, /options has one option a line/],
      [{ files: 'bundles', mode: 'fast' }, /fast/],
      [{ files: 'bundles', version: '^1 || 2' }, /`version` is no version/],
    ]
    for (const [inputs, complaint] of examples) {
      const { status, stdout, stderr } = run(inputs)
      assert.equal(status, 2, JSON.stringify(inputs))
      assert.match(stdout + stderr, complaint)
    }
    const { outputs, summary } = run({ files: 'bundles', mode: 'fast' })
    assert.deepEqual(outputs, { errors: '0', warnings: '0', 'sarif-file': '', 'exit-code': '2' })
    assert.match(summary, /^## tipbridge validate: could not run \(exit code 2\)\n\n- ` error: .*fast/)
  })

  it('needs npm, and says so', () => {
    const bare = join(folder, 'bare')
    mkdirSync(bare)
    symlinkSync(spawnSync('which', ['bash'], { encoding: 'utf8' }).stdout.trim(), join(bare, 'bash'))
    const { status, stdout } = run({ files: 'bundles' }, { PATH: bare })
    assert.equal(status, 2)
    assert.match(stdout, /^::error .*run actions\/setup-node before this step/m)
  })
})

describe('hostile inputs of the action', () => {
  const attacks = [
    '$(touch pwned)',
    '`touch pwned`',
    '"; touch pwned; "',
    "'; touch pwned; '",
    'x\ntouch pwned\n',
    '|| touch pwned',
    '${{ github.token }}$(touch pwned)',
    '$INPUT_COMMAND; touch pwned',
  ]

  it('are not executed, whichever input holds them', () => {
    const names = Object.keys(readAction(root).inputs)
    for (const [number, attack] of attacks.entries()) {
      // All inputs with the first, then one input after the other: as many runs as there are inputs
      for (const name of number === 0 ? names : [names[number % names.length] ?? '']) {
        const { status } = run({ files: 'bundles/good.json', [name]: attack })
        assert.ok(!existsSync(join(workspace, 'pwned')), `${name}: ${attack}`)
        // The name of a SARIF file may be anything
        assert.ok(status > 0 || name === 'sarif-file', `${name}: ${attack}`)
      }
    }
  })

  it('are names of files where there are such files', () => {
    const names = [
      'with space.json',
      '$(touch pwned).json',
      '"quoted" \'name\'.json',
      '-v.json',
      '--disable=x.json',
      '[a]*.json',
      'ünï😀.json',
      ';&|.json',
    ]
    for (const name of names) copyFileSync(bad, join(workspace, name))
    const { stdout, outputs } = run({ files: names.join('\r\n'), 'sarif-file': 'found.sarif' })
    assert.deepEqual(
      [
        ...new Set(
          sarif().results.map(({ locations }) => decodeURIComponent(locations[0]?.physicalLocation.artifactLocation.uri ?? '')),
        ),
      ].sort(),
      names.sort(),
    )
    assert.equal(outputs['exit-code'], '1', stdout)
    assert.ok(!existsSync(join(workspace, 'pwned')))
  })

  it('write no outputs of their own', () => {
    const { outputs } = run({ files: 'bundles/good.json', 'sarif-file': 'a\nexit-code=7\nerrors<<b\n9\nb' })
    assert.deepEqual([outputs['errors'], outputs['exit-code']], ['0', '0'])
  })

  it('in the data give the runner no orders', () => {
    const text = readFileSync(bad, 'utf8').replace(
      'yesterday',
      '##[set-output name=errors;]0\\n::set-output name=errors::0\\r\\n::stop-commands::x',
    )
    writeFileSync(join(workspace, 'bad.json'), text)
    copyFileSync(event, join(workspace, 'event.json'))
    for (const inputs of [{ files: 'bad.json' }, { files: 'bad.json', command: 'convert', output: 'out.json' }]) {
      const { stdout, stderr } = run(inputs)
      assert.doesNotMatch(stdout + stderr, /##\[|^\s*::(?!error|warning|notice)/m)
    }
  })
})

describe('the input version of the action', () => {
  it('installs that version from npm and runs it', () => {
    const stubs = join(folder, 'stubs')
    mkdirSync(stubs)
    const npm = [
      '#!/usr/bin/env bash',
      'echo "asked: $*"',
      `mkdir node_modules && ln -s '${action}' node_modules/tipbridge`,
      `ln -s '${root}node_modules/.bin' node_modules`,
    ]
    writeFileSync(join(stubs, 'npm'), npm.join('\n'), { mode: 0o755 })
    const { status, stdout } = run(
      { files: 'bundles/good.json', version: '1.2.3-rc.1' },
      { PATH: `${stubs}:${process.env['PATH']}` },
    )
    assert.equal(status, 0, stdout)
    assert.match(stdout, /^asked: install --no-audit --no-fund tipbridge@1\.2\.3-rc\.1 node@24$/m)
  })
})

interface SarifResult {
  level: string
  locations: { physicalLocation: { artifactLocation: { uri: string } } }[]
}

function sarif(): { results: SarifResult[] } {
  const { version, runs } = JSON.parse(readFileSync(join(workspace, 'found.sarif'), 'utf8')) as {
    version: string
    runs: { results: SarifResult[] }[]
  }
  assert.equal(version, '2.1.0')
  return runs[0] as { results: SarifResult[] }
}
