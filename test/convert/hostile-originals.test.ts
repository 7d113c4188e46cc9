import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { bundleToEvents, eventsToBundle } from '../../src/index.ts'
import type { Bundle, Diagnostic, MispRecord, StixObject } from '../../src/index.ts'
import { isOriginal } from '../../src/convert/original/original.ts'

const TIMES = { spec_version: '2.1', created: '2025-02-19T00:00:00.000Z', modified: '2025-02-19T00:00:00.000Z' }

const BUNDLE: Bundle = {
  type: 'bundle',
  id: 'bundle--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061',
  objects: [
    {
      type: 'report',
      id: 'report--a4d6f2c8-51b0-4c7e-9c3d-0d2f6b8e1a35',
      ...TIMES,
      name: 'A report',
      published: TIMES.created,
      object_refs: ['indicator--c731109b-2ef5-4b7a-a750-e9e48f53cc91', 'malware--31b940d4-6f7f-459a-80ea-9c1f17b58abc'],
    },
    {
      type: 'indicator',
      id: 'indicator--c731109b-2ef5-4b7a-a750-e9e48f53cc91',
      ...TIMES,
      name: 'C2',
      pattern: "[domain-name:value IN ('a.example.com', 'b.example.com')]",
      pattern_type: 'stix',
      valid_from: TIMES.created,
    },
    { type: 'malware', id: 'malware--31b940d4-6f7f-459a-80ea-9c1f17b58abc', ...TIMES, name: 'Example', is_family: true },
    {
      type: 'relationship',
      id: 'relationship--44298a74-ba52-4f0c-87a3-1824e67d7fad',
      ...TIMES,
      relationship_type: 'indicates',
      source_ref: 'indicator--c731109b-2ef5-4b7a-a750-e9e48f53cc91',
      target_ref: 'malware--31b940d4-6f7f-459a-80ea-9c1f17b58abc',
    },
  ],
}

function imported(): MispRecord {
  return structuredClone(bundleToEvents(structuredClone(BUNDLE)).value[0] as MispRecord)
}

/** The event with other bytes in the place of its original. */
function withData(data: string): MispRecord {
  const event = imported()
  const original = (event['Object'] as MispRecord[]).find(isOriginal) as MispRecord
  for (const attribute of original['Attribute'] as MispRecord[]) if (attribute['data'] !== undefined) attribute['data'] = data
  return event
}

function originalData(): string {
  const original = (imported()['Object'] as MispRecord[]).find(isOriginal) as MispRecord
  return String((original['Attribute'] as MispRecord[]).find(({ data }) => data !== undefined)?.['data'])
}

/** All that MISP holds comes out, and it is said why the original does not. */
function assertWrittenAnew(event: MispRecord, name: string): Diagnostic[] {
  const { value, diagnostics } = eventsToBundle([event])
  const text = JSON.stringify(value)
  assert.ok(text.includes('a.example.com') && text.includes('b.example.com'), name)
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['original-unreadable'],
    name,
  )
  return diagnostics
}

test('an original that was damaged is said, and the event is written anew', () => {
  const packed = Buffer.from(originalData(), 'base64')
  for (const [name, data] of Object.entries({
    'not base64': '!!!',
    empty: '',
    'no gzip': Buffer.from('hello').toString('base64'),
    cut: packed.subarray(0, packed.length / 2).toString('base64'),
    'no JSON': gzipSync('{"objects": [').toString('base64'),
    'no bundle': gzipSync('[1]').toString('base64'),
    'no objects': gzipSync('{"type":"bundle","objects":{}}').toString('base64'),
    'of another event': gzipSync('{"type":"bundle","objects":[]}').toString('base64'),
    'too deep': gzipSync(`{"type":"bundle","objects":[${'['.repeat(5000)}${']'.repeat(5000)}]}`).toString('base64'),
    'a bomb': gzipSync(Buffer.alloc(1100 * 1024 * 1024)).toString('base64'),
  }))
    assertWrittenAnew(withData(data), name)
})

test('what JSON cannot say is told of the event, and never half of it packed', () => {
  const [report, ...others] = BUNDLE.objects as StixObject[]
  for (const bundle of [
    { ...BUNDLE, x_count: 10n },
    { ...BUNDLE, objects: [report, { ...others[0], x_count: 10n }, ...others.slice(1)] },
  ] as Bundle[]) {
    const { value, diagnostics } = bundleToEvents(bundle)
    assert.deepEqual(value, [])
    assert.deepEqual(
      diagnostics.map(({ code, id }) => [code, id]),
      [['set-aside', report?.id]],
    )
  }
})

test('an original that was served without its data is said', () => {
  const event = imported()
  for (const object of event['Object'] as MispRecord[])
    for (const attribute of object['Attribute'] as MispRecord[]) delete attribute['data']
  const [diagnostic] = assertWrittenAnew(event, 'no data')
  assert.match(String(diagnostic?.message), /without its attachments/)
})

test('any value in an original may be poisoned', (t) => {
  const text = gunzipSync(Buffer.from(originalData(), 'base64')).toString()
  const poisons = [
    'null',
    '[]',
    '{}',
    '-1',
    '"x"',
    '1e308',
    'true',
    '"\\ud800"',
    '["__proto__"]',
    '{"__proto__":{"a":1}}',
    '{"constructor":1}',
  ]
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!\s*:)|\[|\{/g)].map(
    ({ index, 0: found }) => [index, found.length] as const,
  )
  let runs = 0
  for (const [index, length] of places) {
    for (const poison of poisons) {
      if (text[index] === '[' || text[index] === '{') continue
      const poisoned = text.slice(0, index) + poison + text.slice(index + length)
      const { value } = eventsToBundle([withData(gzipSync(poisoned).toString('base64'))])
      assert.ok((value.objects ?? []).length > 0, poisoned)
      runs++
    }
  }
  assert.equal(({} as MispRecord)['a'], undefined)
  t.diagnostic(`${runs} conversions`)
})

test("somebody else's original-imported-file is an object like any other", () => {
  const event = imported()
  for (const object of event['Object'] as MispRecord[]) object['comment'] = 'imported by hand'
  const { value } = eventsToBundle([event])
  assert.ok(
    (value.objects ?? []).some((object) => object.type === 'x-misp-object' && object['x_misp_name'] === 'original-imported-file'),
  )
})

test('an original larger than MISP takes is refused loudly, and the event is there without it', () => {
  const bytes = Buffer.alloc(36 * 1024 * 1024)
  for (let at = 0, state = 1; at < bytes.length; at += 4)
    bytes.writeUInt32LE((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0), at)
  const artifact = {
    type: 'artifact',
    spec_version: '2.1',
    id: 'artifact--ca17bcf8-9846-5ab4-8662-75c1bf6e63ee',
    payload_bin: bytes.toString('base64'),
  }
  const { value, diagnostics } = bundleToEvents({ ...BUNDLE, objects: [...(BUNDLE.objects ?? []), artifact] })
  const [event] = value as [MispRecord]
  assert.ok(!(event['Object'] as MispRecord[]).some(isOriginal))
  const said = diagnostics.find(({ code }) => code === 'original-too-large')
  assert.equal(said?.severity, 'error')
  assert.match(said?.message ?? '', /--no-original/)
})
