import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/tipbridge.js', import.meta.url))

test('an old Node says what is needed and how to have it, and loads nothing', () => {
  for (const version of ['18.20.8', '20.20.2', '22.18.0']) {
    const pretend = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '${version}' })`
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', pretend, program, '--version'], {
      encoding: 'utf8',
    })
    assert.equal(status, 2)
    assert.equal(stdout, '')
    assert.match(stderr, new RegExp(`^tipbridge needs Node\\.js 22\\.19 or newer; this is ${version.replaceAll('.', '\\.')} `))
    assert.match(stderr, /npx --package node@24 --package tipbridge tipbridge/)
    assert.match(stderr, /pre-commit/)
  }
})
