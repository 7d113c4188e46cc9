import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { validateManifest } from '../../../src/validate.ts'
import { SHARED_DATA, dataMissing } from '../../roundtrip/shared-data.ts'

const UUID = '5f3b1c9e-9a3b-4a55-8f0f-2d1f6c7a9e00'

function entry(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Orgc: { name: 'Acme', uuid: 'c2b4ad64-1a56-4b6f-9f4c-0d5a3f2a6a11' },
    Tag: [{ name: 'tlp:clear', colour: '#ffffff' }],
    info: 'Phishing',
    date: '2026-03-04',
    analysis: '2',
    threat_level_id: '4',
    timestamp: '1772600767',
    ...change,
  }
}

const CASES: readonly [manifest: unknown, code: string | undefined, path: string][] = [
  [{ [UUID]: entry() }, undefined, ''],
  [{}, undefined, ''],
  [[], 'not-a-record', ''],
  ['manifest', 'not-a-record', ''],
  [{ 'event-1': entry() }, 'uuid-form', '/event-1'],
  [{ [UUID]: 'x' }, 'not-a-record', `/${UUID}`],
  [{ [UUID]: entry({ timestamp: undefined }) }, 'missing-field', `/${UUID}`],
  [{ [UUID]: entry({ timestamp: 'now' }) }, 'number-form', `/${UUID}/timestamp`],
  [{ [UUID]: entry({ date: '2026-02-30' }) }, 'calendar-day', `/${UUID}/date`],
  [{ [UUID]: entry({ threat_level_id: '5' }) }, 'threat-level', `/${UUID}/threat_level_id`],
  [{ [UUID]: entry({ Tag: [{ name: 'x', colour: 'white' }] }) }, 'tag-colour', `/${UUID}/Tag/0/colour`],
]

test('manifests of feeds are told about', () => {
  for (const [manifest, code, path] of CASES) {
    const { violations } = validateManifest(JSON.parse(JSON.stringify(manifest)))
    assert.deepEqual(
      violations.map((violation) => [violation.code, violation.path]),
      code === undefined ? [] : [[code, path]],
    )
  }
})

test('the manifest of a real feed is fine, also for writing', { skip: dataMissing() }, () => {
  for (const name of ['manifest.json', 'manifest.subset.json']) {
    const manifest: unknown = JSON.parse(readFileSync(join(SHARED_DATA, 'misp/tweetfeed-feed', name), 'utf8'))
    assert.deepEqual(validateManifest(manifest).violations, [])
    assert.deepEqual(validateManifest(manifest, { mode: 'strict' }).violations, [])
  }
})
