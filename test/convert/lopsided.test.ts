import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleToEvents, eventsToBundle } from '../../src/index.ts'
import type { StixObject } from '../../src/index.ts'

/*
 * Foreign bundles in which one object has to do with thousands of others: they take as long as they are, and what would be many
 * times as large in MISP is refused.
 */

const TIME = '2026-01-01T00:00:00.000Z'

/** Seconds for what takes a small part of one; quadratic it would be a multiple of this. */
const AT_MOST = 5

test('one Observed Data over 20,000 observables', () => {
  const all = numbers(20_000).map(address)
  const observed = sdo('observed-data', 1, {
    first_observed: TIME,
    last_observed: TIME,
    number_observed: 1,
    object_refs: idsOf(all),
  })
  const [event] = read([...all, observed])
  assert.equal(event?.Attribute?.length, 20_000)
})

test('20,000 Indicators of one address, each with a label of its own', () => {
  const pattern = "[ipv4-addr:value = '192.0.2.1']"
  const [event] = read(numbers(20_000).map((at) => indicator(at, pattern, { labels: [`label ${at}`] })))
  assert.equal(event?.Attribute?.length, 1)
  assert.equal((event.Attribute[0]?.['Tag'] as unknown[] | undefined)?.length, 20_000)
})

test('one Indicator with 10,000 alternatives', () => {
  const [event] = read([indicator(0, anyOf(10_000))])
  assert.equal(event?.Attribute?.length, 10_000)
})

test('2,000 comparisons that must hold together with any of 2,000 others are kept as a pattern', () => {
  const all = numbers(2_000).map((at) => `ipv4-addr:value = '${ip(at)}'`)
  const [event] = read([indicator(0, `[(${all.join(' OR ')}) AND ${all.join(' AND ')}]`)])
  assert.deepEqual(
    event?.Object?.map(({ name }) => name),
    ['original-imported-file', 'stix2-pattern'],
  )
})

for (const [name, objects] of [
  ['5,000 things that a malware does, on each of 5,000 addresses', doings(5_000)],
  ['1,000 malwares behind each of 10,000 alternatives', behind(1_000, 10_000)],
  [
    'a description of a megabyte on each of 10,000 alternatives',
    [indicator(0, anyOf(10_000), { description: 'long '.repeat(200_000) })],
  ],
] as const) {
  test(`${name} are refused`, () => {
    const { value, diagnostics } = bundleToEvents({ type: 'bundle', id: `bundle--${uuid(0)}`, objects: [...objects] })
    assert.deepEqual(value, [])
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['set-aside'],
    )
    assert.match(errors[0]?.message ?? '', /would repeat more than/)
  })
}

test('20,000 objects of which each is about the one before, and all in one report, go with the first', () => {
  const [first, other] = numbers(2).map((at) => indicator(at, `[ipv4-addr:value = '${ip(at)}']`)) as [StixObject, StixObject]
  const chain = numbers(20_000).map((at) =>
    sdo('x-remark', at, { object_ref: at === 0 ? first.id : `x-remark--${uuid(at - 1)}` }),
  )
  const all = [first, other, ...chain]
  const report = sdo('report', 0, { name: 'All', published: TIME, object_refs: idsOf(all) })
  const [event] = read([...all, report])
  const left = event?.Attribute?.filter(({ value }) => value !== ip(0))
  const { value } = inTime(() => eventsToBundle([{ ...event, Attribute: left }]))
  const back = value.objects?.filter(({ type }) => type === 'report' || type === 'x-remark')
  assert.deepEqual(
    back?.map((object) => object['object_refs']),
    [[other.id]],
  )
})

test('20,000 clusters of one galaxy', () => {
  const galaxy = { uuid: uuid(1), name: 'Bears', type: 'bears' }
  const clusters = numbers(20_000).map((at) => ({
    uuid: uuid(at + 2),
    type: 'bears',
    value: `Bear ${at}`,
    collection_uuid: uuid(1),
  }))
  const event = { uuid: uuid(0), info: 'All', date: '2026-01-01', Galaxy: [{ ...galaxy, GalaxyCluster: clusters }] }
  const { value } = inTime(() => eventsToBundle([event]))
  assert.ok((value.objects?.length ?? 0) > 20_000)
})

function read(objects: StixObject[]) {
  return inTime(() => bundleToEvents({ type: 'bundle', id: `bundle--${uuid(0)}`, objects })).value
}

function inTime<T>(run: () => T): T {
  const start = performance.now()
  const result = run()
  const seconds = (performance.now() - start) / 1000
  assert.ok(seconds < AT_MOST, `it took ${seconds.toFixed(1)} s`)
  return result
}

function doings(count: number): StixObject[] {
  const [malware, tool] = [sdo('malware', 0, { name: 'Bear', is_family: true }), sdo('tool', 0, { name: 'Spade' })]
  const indicators = numbers(count).map((at) => indicator(at, `[ipv4-addr:value = '${ip(at)}']`))
  return [
    malware,
    tool,
    ...indicators,
    ...indicators.map(({ id }, at) => tie(at, id, 'indicates', malware.id)),
    ...numbers(count).map((at) => tie(at + count, malware.id, 'uses', tool.id)),
  ]
}

function behind(malwares: number, alternatives: number): StixObject[] {
  const all = numbers(malwares).map((at) => sdo('malware', at, { name: `Bear ${at}`, is_family: true }))
  const one = indicator(0, anyOf(alternatives))
  return [...all, one, ...all.map(({ id }, at) => tie(at, one.id, 'indicates', id))]
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at)
}

function idsOf(objects: readonly StixObject[]): string[] {
  return objects.map(({ id }) => id)
}

function uuid(at: number): string {
  return `${at.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
}

function ip(at: number): string {
  return `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`
}

function anyOf(count: number): string {
  return numbers(count)
    .map((at) => `[ipv4-addr:value = '${ip(at)}']`)
    .join(' OR ')
}

function sdo(type: string, at: number, facts: Record<string, unknown>): StixObject {
  return { type, spec_version: '2.1', id: `${type}--${uuid(at)}`, created: TIME, modified: TIME, ...facts }
}

function address(at: number): StixObject {
  return { type: 'ipv4-addr', spec_version: '2.1', id: `ipv4-addr--${uuid(at)}`, value: ip(at) }
}

function indicator(at: number, pattern: string, facts: Record<string, unknown> = {}): StixObject {
  return sdo('indicator', at, { name: `Indicator ${at}`, pattern, pattern_type: 'stix', valid_from: TIME, ...facts })
}

function tie(at: number, source: string, type: string, target: string): StixObject {
  return sdo('relationship', at, { relationship_type: type, source_ref: source, target_ref: target })
}
