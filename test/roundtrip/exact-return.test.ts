import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bundleToEvents, eventsToBundle } from '../../src/index.ts'
import type { Bundle, Diagnostic, MispRecord } from '../../src/index.ts'
import { comparable } from './compare.ts'
import { dataMissing, eventsIn, sharedFiles } from './shared-data.ts'

const fixtures = fileURLToPath(new URL('../../fixtures/events', import.meta.url))

/** There as text, and back: what another program would read. */
function thereAndBack(event: MispRecord): { events: MispRecord[]; diagnostics: Diagnostic[] } {
  const out = eventsToBundle([event])
  const back = bundleToEvents(JSON.parse(JSON.stringify(out.value)) as Bundle)
  return { events: back.value, diagnostics: [...out.diagnostics, ...back.diagnostics] }
}

function assertReturns(name: string, event: MispRecord): void {
  const before = structuredClone(event)
  const { events, diagnostics } = thereAndBack(event)
  assert.deepEqual(event, before, `${name}: the input was changed`)
  assert.equal(events.length, 1, name)
  assert.deepEqual(comparable(events[0]), comparable(event), name)
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error'),
    [],
    name,
  )
}

for (const file of readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  for (const { name, event } of eventsIn(join(fixtures, file))) {
    test(`fixtures/events/${file} returns exactly (${name.split('/').at(-1)})`, () => assertReturns(file, event))
  }
}

test('every readable event of the real data returns exactly', { skip: dataMissing() }, (t) => {
  let events = 0
  let attributes = 0
  for (const file of [...sharedFiles('misp', '.json'), ...sharedFiles('pairs/misp-stix-collections', '.json')]) {
    for (const { name, event } of eventsIn(file)) {
      assertReturns(name, event)
      events++
      attributes += countAttributes(event)
    }
  }
  t.diagnostic(`${events} events, ${attributes} attributes`)
  assert.ok(events >= 112, `only ${events} events were found`)
})

function countAttributes(event: MispRecord): number {
  const own = Array.isArray(event['Attribute']) ? event['Attribute'].length : 0
  const objects = Array.isArray(event['Object']) ? (event['Object'] as MispRecord[]) : []
  return objects.reduce((sum, { Attribute: inner }) => sum + (Array.isArray(inner) ? inner.length : 0), own)
}

test('every element of the misp-stix pairs returns exactly', { skip: dataMissing() }, (t) => {
  let cases = 0
  for (const file of sharedFiles('pairs/misp-stix-mapping', '.json')) {
    for (const { name, event } of pairEvents(file)) {
      assertReturns(`${file} ${name}`, event)
      cases++
    }
  }
  t.diagnostic(`${cases} attributes, objects and galaxies`)
  assert.ok(cases > 300, `only ${cases} pairs were found`)
})

/** The MISP halves of a file of pairs, each put into an event of its own. */
function pairEvents(file: string): { name: string; event: MispRecord }[] {
  const [document] = eventsOrPairs(file)
  return Object.entries(document ?? {}).flatMap(([name, pair]) => mispHalves(pair).map((half) => ({ name, event: around(half) })))
}

function eventsOrPairs(file: string): MispRecord[] {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return typeof document === 'object' && document !== null && !Array.isArray(document) ? [document as MispRecord] : []
}

function mispHalves(pair: unknown): MispRecord[] {
  if (typeof pair !== 'object' || pair === null) return []
  const { MISP: half } = pair as MispRecord
  if (half === undefined) return Object.values(pair).flatMap(mispHalves)
  return [half].flat().filter((item): item is MispRecord => typeof item === 'object' && item !== null)
}

function around(half: MispRecord): MispRecord {
  const key = Array.isArray(half['GalaxyCluster']) ? 'Galaxy' : Array.isArray(half['Attribute']) ? 'Object' : 'Attribute'
  return {
    uuid: '7d0f5a6e-0f3c-4a8b-9d5c-3f1f0f2b7a11',
    info: 'pair',
    timestamp: '1700000000',
    date: '2023-11-14',
    published: false,
    [key]: [half],
  }
}
