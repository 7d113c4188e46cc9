import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleToEvents, eventsToBundle } from '../../src/index.ts'
import type { MispRecord } from '../../src/index.ts'

const TIMES = { spec_version: '2.1', created: '2026-02-19T00:00:00.000Z', modified: '2026-02-19T00:00:00.000Z' }
const MD5 = '03c6b06952c750899bb03d998e631860'
const FILE = 'file--7c1f2a3b-5d4e-4f60-8a71-b2c3d4e5f601'

const OBJECTS = [
  {
    type: 'indicator',
    id: 'indicator--7c1f2a3b-5d4e-4f60-8a71-b2c3d4e5f602',
    ...TIMES,
    pattern: `[file:hashes.MD5 = '${MD5}']`,
    pattern_type: 'stix',
    valid_from: TIMES.created,
  },
  { type: 'file', spec_version: '2.1', id: FILE, name: 'setup.exe', size: 7, hashes: { MD5 } },
  {
    type: 'observed-data',
    id: 'observed-data--7c1f2a3b-5d4e-4f60-8a71-b2c3d4e5f603',
    ...TIMES,
    first_observed: TIMES.created,
    last_observed: TIMES.created,
    number_observed: 1,
    object_refs: [FILE],
  },
]

test('an attribute that is gone, and another has its type and value, is taken for one that a server merged: nothing is lost', () => {
  const bundle = { type: 'bundle', id: 'bundle--7c1f2a3b-5d4e-4f60-8a71-b2c3d4e5f604', objects: OBJECTS } as const
  const event = structuredClone(bundleToEvents({ ...bundle, objects: [...OBJECTS] }).value[0]) as MispRecord
  const [indicated] = event['Attribute'] as MispRecord[]
  assert.equal(indicated?.['value'], MD5)
  const added = {
    uuid: '7c1f2a3b-5d4e-4f60-8a71-b2c3d4e5f605',
    type: 'domain',
    category: 'Network activity',
    value: 'new.example',
  }
  event['Attribute'] = [added]
  const { value, diagnostics } = eventsToBundle([event])
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
    [],
  )
  assert.deepEqual(
    value.objects?.find(({ type }) => type === 'indicator'),
    OBJECTS[0],
  )
})
