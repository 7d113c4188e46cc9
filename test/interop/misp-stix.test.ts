import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peer, peersMissing } from './peers.ts'

const EVENT = {
  uuid: 'a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0001',
  info: 'A phishing campaign',
  date: '2024-03-01',
  timestamp: '1709280000',
  published: true,
  publish_timestamp: '1709283600',
  analysis: '2',
  threat_level_id: '2',
  distribution: '1',
  Orgc: { uuid: 'a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0002', name: 'Example CERT' },
  Attribute: [
    attribute('a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0003', { type: 'ip-dst', value: '198.51.100.7', to_ids: true }),
    attribute('a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0004', { type: 'domain', value: 'login.example.com', to_ids: false }),
  ],
}

test('misp-stix takes an event to STIX and back', { skip: peersMissing() }, async () => {
  await using exporter = peer('misp-stix-export')
  await using importer = peer('misp-stix-import')

  const { bundle, errors } = await exporter.ask({ event: EVENT })
  assert.deepEqual(errors, [])
  const types = bundle.objects.map(({ type }) => type)
  for (const type of ['identity', 'report', 'observed-data', 'domain-name', 'indicator']) assert.ok(types.includes(type), type)

  const { events, internal } = await importer.ask({ bundle })
  assert.equal(internal, true)
  assert.equal(events.length, 1)
  assert.deepEqual(valuesOf(events[0]), valuesOf(EVENT))
})

test('misp-stix reads the bundle of somebody else', { skip: peersMissing() }, async () => {
  await using importer = peer('misp-stix-import')
  const address = {
    type: 'ipv4-addr',
    spec_version: '2.1',
    id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bfe7f67ad1',
    value: '198.51.100.7',
  }

  const { events, internal } = await importer.ask({
    bundle: { type: 'bundle', id: 'bundle--a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0005', objects: [address] },
  })
  assert.equal(internal, false)
  assert.deepEqual(
    valuesOf(events[0]).map(([, value]) => value),
    ['198.51.100.7'],
  )
})

test('a peer that fails on one question answers the next', { skip: peersMissing() }, async () => {
  await using importer = peer('misp-stix-import')
  await assert.rejects(importer.ask({ bundle: { type: 'bundle', objects: [{ type: 'report' }] } }), /misp-stix-import failed: /)
  const { events } = await importer.ask({
    bundle: { type: 'bundle', id: 'bundle--a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0006', objects: [] },
  })
  assert.equal(events.length, 1)
})

function attribute(uuid: string, facts: { type: string; value: string; to_ids: boolean }) {
  return { uuid, category: 'Network activity', timestamp: '1709280000', ...facts }
}

function valuesOf(event: unknown): [type: string, value: string, toIds: boolean][] {
  const { Attribute } = event as typeof EVENT
  return Attribute.map(({ type, value, to_ids }) => [type, value, to_ids])
}
