import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { readGalaxyDirectory } from '../../src/cli/galaxy-directory.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import type { Catalogue } from '../../src/convert/catalogue.ts'
import { defaultMappings } from '../../src/mapping/default-mappings.ts'
import { clusterFile, FIXTURE_GALAXIES, randomUuid, sdo } from '../convert/known-galaxies.ts'

const ROOT = mkdtempSync(join(tmpdir(), 'galaxies-'))
after(() => rmSync(ROOT, { recursive: true }))

const TIDEPOOL = JSON.stringify(clusterFile('malpedia', [{ value: 'Tidepool', uuid: randomUuid(1) }]))

/** A directory with these files; a name may begin with a folder. */
function directoryOf(files: Record<string, string>): string {
  const directory = mkdtempSync(join(ROOT, 'case-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  return directory
}

/** The catalogue of a directory, and what was said of its files. */
function read(directory: string): { catalogue: Catalogue; findings: string[] } {
  const findings: string[] = []
  const catalogue = readGalaxyDirectory(directory, defaultMappings(), (file, { code, severity }) =>
    findings.push(`${severity} ${basename(file)} ${code}`),
  )
  return { catalogue, findings }
}

function knowsTidepool({ catalogue }: { catalogue: Catalogue }): boolean {
  return catalogue.match(sdo('malware', { name: 'Tidepool' })) !== undefined
}

test('a copy of misp-galaxy: clusters with their galaxies', () => {
  const { catalogue, findings } = read(FIXTURE_GALAXIES)
  assert.deepEqual(findings, [])
  const known = catalogue.match(sdo('threat-actor', { name: 'Copper Lynx' }))
  assert.equal(known?.galaxy.uuid, '698774c7-8022-42c4-917f-8d6e4f06ada3')
})

test('of a copy of misp-galaxy only what an SDO can mean is read', () => {
  const directory = directoryOf({
    'clusters/harbour-campaign.json': 'broken, but never read',
    'clusters/malpedia.json': TIDEPOOL,
    'galaxies/harbour-campaign.json': '{"type":"harbour-campaign","name":"Harbour Campaigns"}',
    'galaxies/malpedia.json': '{"type":"malpedia","name":"Malpedia"}',
    'README.md': '# misp-galaxy',
  })
  assert.deepEqual(read(directory).findings, [])
})

test('a flat directory of cluster files', () => {
  const directory = mkdtempSync(join(ROOT, 'flat-'))
  const clusters = join(FIXTURE_GALAXIES, 'clusters')
  for (const name of readdirSync(clusters)) copyFileSync(join(clusters, name), join(directory, name))
  const { catalogue, findings } = read(directory)
  assert.equal(catalogue.size, read(FIXTURE_GALAXIES).catalogue.size + 1) // the campaign cannot be told by its name
  assert.ok(
    findings.length > 0 && findings.every((finding) => /^information .* galaxy-file-missing$/.test(finding)),
    findings.join(),
  )
  assert.equal(catalogue.match(sdo('threat-actor', { name: 'Copper Lynx' }))?.cluster.value, 'Copper Lynx')
})

const BROKEN: readonly [what: string, text: string | Buffer, code: string][] = [
  ['cut off', TIDEPOOL.slice(0, 50), 'not-json'],
  ['empty', '', 'not-json'],
  ['no cluster file', '{"a":1}', 'not-clusters'],
  ['a list', '[]', 'not-clusters'],
  ['nested deep', '['.repeat(1_000_000), 'not-json'],
  ['not UTF-8', Buffer.from('{"type":"\xff"}', 'latin1'), 'not-utf-8'],
]

test('a broken file is a warning that names it, and the others are read', () => {
  for (const [what, text, code] of BROKEN) {
    const directory = directoryOf({ 'clusters/malpedia.json': TIDEPOOL })
    writeFileSync(join(directory, 'clusters/broken.json'), text)
    const reading = read(directory)
    assert.ok(reading.findings.includes(`warning broken.json ${code}`), `${what}: ${reading.findings.join()}`)
    assert.ok(knowsTidepool(reading), what)
  }
})

test('what is no file, or too large for a galaxy, is not read', () => {
  const directory = directoryOf({ 'malpedia.json': TIDEPOOL, 'large.json': '' })
  mkdirSync(join(directory, 'folder.json'))
  symlinkSync('nowhere', join(directory, 'dangling.json'))
  truncateSync(join(directory, 'large.json'), 65 * 1024 * 1024)
  const reading = read(directory)
  assert.deepEqual(
    reading.findings.filter((finding) => finding.startsWith('warning')),
    ['warning dangling.json unreadable', 'warning large.json too-large'],
  )
  assert.ok(knowsTidepool(reading))
})

test('a directory without clusters is an error that says what is expected', () => {
  const file = join(directoryOf({ 'malpedia.json': TIDEPOOL }), 'malpedia.json')
  for (const path of [
    join(ROOT, 'missing'),
    file,
    directoryOf({}),
    directoryOf({ 'broken.json': '{' }),
    directoryOf({ 'clusters/malpedia.json': '{"type":"malpedia","values":[]}' }),
  ]) {
    assert.throws(
      () => read(path),
      (error) => error instanceof UsageError && error.message.includes(path) && error.message.includes('MISP/misp-galaxy'),
    )
  }
})
