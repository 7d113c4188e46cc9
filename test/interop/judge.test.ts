import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { dataMissing, eventsIn, SHARED_DATA, sharedFiles } from '../roundtrip/shared-data.ts'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const judge = join(SHARED_DATA, '../tools/misp_compare.py')

/** Runs the command line as a user would. */
function tipbridge(...args: string[]): { code: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return { code: status, stderr }
}

test('the judge finds no difference between any file and its return through the command line', { skip: dataMissing() }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-judge-'))
  t.after(() => rmSync(folder, { recursive: true }))
  let compared = 0
  let refused = 0
  for (const file of [...sharedFiles('misp', '.json'), ...sharedFiles('pairs/misp-stix-collections', '.json')]) {
    const bundle = join(folder, 'bundle.json')
    const back = join(folder, 'back.json')
    rmSync(bundle, { force: true })
    if (file.includes('stix2')) continue // the other half of the pairs, and a bundle among the events
    const out = tipbridge('convert', '--to', 'stix', '-o', bundle, file)
    if (out.code === 3) {
      assert.equal(eventsIn(file).length, 0, `${file} holds events and was refused: ${out.stderr}`)
      assert.ok(!existsSync(bundle), `${file} was refused and wrote a file`)
      assert.match(out.stderr, /\S/, `${file} was refused without a word`)
      refused++
      continue
    }
    assert.equal(out.code, 0, `${file}: ${out.stderr}`)
    const returned = tipbridge('convert', '--to', 'misp', '-o', back, bundle)
    assert.equal(returned.code, 0, `${file}: ${returned.stderr}`)
    const verdict = spawnSync('python3', [judge, '--strict', original(file, folder), back], { encoding: 'utf8' })
    assert.equal(verdict.status, 0, `${file}: ${verdict.stdout}${verdict.stderr}`)
    compared++
  }
  t.diagnostic(`${compared} files equal, ${refused} refused with a message and no output`)
  assert.ok(compared > 90, `only ${compared} files were compared`)
})

/** MISP 2.3 wrote an event's lists beside it, where the judge does not look; what returns has them inside, as MISP has had since. */
function original(file: string, folder: string): string {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  // What else stands there is the instance's own, and a diagnostic names it
  const {
    Event: event,
    User: _user,
    ThreatLevel: _level,
    RelatedShadowAttribute: _related,
    ...beside
  } = (Array.isArray(document) ? {} : document) as Record<string, object | undefined>
  if (event === undefined || !('Attribute' in beside)) return file
  const inside = join(folder, 'inside.json')
  writeFileSync(inside, JSON.stringify({ Event: { ...event, ...beside } }))
  return inside
}

test('the judge can tell', { skip: dataMissing() }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tipbridge-judge-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'a.json')
  const other = join(folder, 'b.json')
  const text = readFileSync(fileURLToPath(new URL('../../fixtures/events/phishing-campaign.json', import.meta.url)), 'utf8')
  writeFileSync(file, text)
  writeFileSync(other, text.replace('"to_ids": true', '"to_ids": false'))
  assert.match(execFileSync('python3', [judge, '--strict', file, file], { encoding: 'utf8' }), /^0 differences$/m)
  assert.equal(spawnSync('python3', [judge, '--strict', file, other]).status, 1)
})
