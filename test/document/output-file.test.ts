import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { OutputError } from '../../src/document/output-error.ts'
import { openOutputFile } from '../../src/document/output-file.ts'
import { removeTemporaries } from '../../src/document/temporary.ts'

const root = mkdtempSync(join(tmpdir(), 'tipbridge-output-'))
const path = join(root, 'out.json')
beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root)
})
after(() => rmSync(root, { recursive: true, force: true }))

describe('an output file', () => {
  it('appears whole when it is committed', () => {
    writeFileSync(path, 'old')
    const file = openOutputFile(path)
    file.write('new')
    assert.equal(readFileSync(path, 'utf8'), 'old')
    file.commit()
    assert.equal(readFileSync(path, 'utf8'), 'new')
    assert.deepEqual(readdirSync(root), ['out.json'])
  })

  it('leaves no trace when it is discarded, also from afar', () => {
    for (const discard of [(file: { discard(): void }) => file.discard(), removeTemporaries]) {
      const file = openOutputFile(path)
      file.write('x'.repeat(1_000_000))
      assert.equal(readdirSync(root).length, 1)
      discard(file)
      assert.deepEqual(readdirSync(root), [])
    }
  })

  it('keeps the mode of the file that it replaces', () => {
    writeFileSync(path, 'old')
    chmodSync(path, 0o640)
    openOutputFile(path).commit()
    assert.equal(statSync(path).mode & 0o777, 0o640)
  })

  it('replaces what a link points at, not the link', () => {
    const link = join(root, 'link.json')
    writeFileSync(path, 'old')
    symlinkSync(path, link)
    const file = openOutputFile(link)
    file.write('new')
    file.commit()
    assert.ok(lstatSync(link).isSymbolicLink())
    assert.equal(readFileSync(path, 'utf8'), 'new')
  })

  it('says why it cannot be written', { skip: existsSync('/dev/full') ? false : 'there is no /dev/full' }, () => {
    assert.throws(
      () => openOutputFile(join(root, 'nowhere', 'out.json')),
      /nowhere\/out\.json: cannot be written: its directory does not exist/,
    )
    const full = openOutputFile('/dev/full')
    full.write('x')
    assert.throws(
      () => full.commit(),
      (error) => error instanceof OutputError && /no space is left/.test(error.message),
    )
  })
})
