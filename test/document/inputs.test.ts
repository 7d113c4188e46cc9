import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { listInputs } from '../../src/document/inputs.ts'
import { readDocuments } from '../../src/document/read.ts'
import { openFile, spool } from '../../src/document/source.ts'
import { MEMORY_LIMIT } from '../../src/document/spool-store.ts'

const root = mkdtempSync(join(tmpdir(), 'tipbridge-inputs-'))
after(() => rmSync(root, { recursive: true }))

function files(folder: string, contents: Record<string, string>): string {
  for (const [name, content] of Object.entries(contents)) {
    const path = join(root, folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  return join(root, folder)
}

function list(folder: string): { names: string[]; findings: string[] } {
  const findings: string[] = []
  const inputs = listInputs([folder], (_, { severity, code, count }) => findings.push(`${severity} ${code} ${count}`))
  return { names: inputs.map(({ name }) => relative(folder, name)), findings }
}

const first = '0a3c1de2-2d5f-4f7e-8c0a-0f4f5cf9a001'
const second = '1b3c1de2-2d5f-4f7e-8c0a-0f4f5cf9a002'
const absent = '2c3c1de2-2d5f-4f7e-8c0a-0f4f5cf9a003'

describe('inputs', () => {
  it('are all files of a directory that could hold MISP or STIX, sorted', () => {
    const folder = files('plain', {
      'b.json': '',
      'a.stix2': '',
      'c/d.ndjson': '',
      'c/e.txt': '',
      '.git/f.json': '',
      'g.json.gz': '',
    })
    assert.deepEqual(list(folder), { names: ['a.stix2', 'b.json', 'c/d.ndjson', 'g.json.gz'], findings: [] })
  })

  it('are the events that the manifest of a feed names', () => {
    const manifest = JSON.stringify({ [second]: { info: 'x' }, [absent]: { info: 'y' }, [first]: { info: 'z' } })
    const folder = files('feed', {
      'manifest.json': manifest,
      [`${first}.json`]: '',
      [`${second}.json`]: '',
      'other.json': '',
      'hashes.csv': '',
    })
    assert.deepEqual(list(folder), {
      names: [`${first}.json`, `${second}.json`],
      findings: ['warning feed-event-missing 1', 'information feed-file-ignored 1'],
    })
  })

  it('do not follow a manifest out of its directory', () => {
    const folder = files('hostile', {
      'manifest.json': JSON.stringify({ [first]: { info: 'x' }, '../../etc/passwd': { info: 'y' } }),
      [`${first}.json`]: '',
    })
    assert.ok(list(folder).names.every((name) => !name.includes('..')))
  })

  it('are files with a manifest of another kind beside them', () => {
    const folder = files('bundles', { 'manifest.json': '{"bundles":[]}', 'a.json': '' })
    assert.deepEqual(list(folder).names, ['a.json', 'manifest.json'])
  })
})

describe('sources', () => {
  it('unpack gzip', async () => {
    const path = join(root, 'bundle.json.gz')
    writeFileSync(path, gzipSync('{"type":"bundle","id":"bundle--x","objects":[{},{}]}'))
    const kinds: string[] = []
    for await (const document of readDocuments(await openFile(path))) kinds.push(document.kind)
    assert.deepEqual(kinds, ['stix'])
  })

  it('say when gzip is damaged', async () => {
    const path = join(root, 'damaged.json.gz')
    writeFileSync(path, gzipSync('x'.repeat(10_000)).subarray(0, 30))
    await assert.rejects(openFile(path), /damaged\.json\.gz: could not be read to its end: unexpected end of file/)
  })

  it('say what is wrong with a path', async () => {
    await assert.rejects(openFile(join(root, 'nowhere.json')), /nowhere\.json: no such file/)
    await assert.rejects(openFile(root), /is a directory/)
  })

  it('hold a large stream in a file that leaves no trace', async () => {
    const before = spoolFiles()
    const chunk = Buffer.alloc(1024 * 1024, ' ')
    const source = await spool(
      Readable.from([Buffer.from('['), ...Array.from({ length: 10 }, () => chunk), Buffer.from(']')]),
      'pipe',
    )
    assert.ok(source.size > MEMORY_LIMIT)
    const last = Buffer.alloc(1)
    assert.equal(source.read(last, source.size - 1), 1)
    assert.equal(last.toString(), ']')
    source.close()
    assert.deepEqual(spoolFiles(), before)
  })

  it('refuse a device of endless zeros', async () => {
    await assert.rejects(openFile('/dev/zero'), /binary data/)
  })
})

function spoolFiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.includes('tipbridge-spool'))
}
