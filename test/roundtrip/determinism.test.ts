import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConvertOptions, MispRecord, ProfileName, StixObject } from '../../src/index.ts'
import { bundleToEvents, eventsToBundle, PROFILES } from '../../src/index.ts'
import { canonicalJson } from '../../src/stix/canonical.ts'
import { fixtureEvents, realEvents } from './events.ts'
import { dataMissing } from './shared-data.ts'
import { residueOn, toStix } from './trip.ts'

/*
 * The same input gives the same bytes: whatever was converted before, in whatever order the keys of a record come, and
 * whatever the time is.
 */

const OPTIONS: readonly Partial<ConvertOptions>[] = [
  ...(Object.keys(PROFILES) as ProfileName[]).map((profile) => ({ profile })),
  { ttlDays: 30 },
  { maxTlp: 'green', defaultTlp: 'clear' },
]

test('the fixtures give the same bytes again, in every profile', () => {
  for (const options of OPTIONS) {
    const first = fixtureEvents().map(({ event }) => bytes([event], options))
    const again = fixtureEvents()
      .toReversed()
      .map(({ event }) => bytes([event], options))
    assert.deepEqual(again.toReversed(), first)
  }
})

test('several events in one bundle give the same bytes again', () => {
  const events = fixtureEvents().map(({ event }) => event)
  assert.equal(bytes(events), bytes(structuredClone(events)))
})

test('the real data give the same bytes again', { skip: dataMissing() }, () => {
  for (const { name, event } of realEvents()) assert.equal(bytes([structuredClone(event)]), bytes([event]), name)
})

test('the fixtures give the same objects in whatever order keys come', () => {
  for (const { name, event } of fixtureEvents()) assert.deepEqual(unlike(turned(event), event), [], name)
})

test('the real data give the same objects in whatever order keys come', { skip: dataMissing() }, () => {
  for (const { name, event } of realEvents()) assert.deepEqual(unlike(turned(event), event), [], name)
})

test('neither direction asks for the time or for chance', () => {
  const replaced = [
    [globalThis, 'Date', Timeless],
    [performance, 'now', refuse],
    [Math, 'random', refuse],
    [crypto, 'randomUUID', refuse],
    [crypto, 'getRandomValues', refuse],
  ] as const
  const originals = replaced.map(([holder, key]) => Object.getOwnPropertyDescriptor(holder, key))
  for (const [holder, key, value] of replaced) Object.defineProperty(holder, key, { value, configurable: true, writable: true })
  try {
    assert.throws(() => new Date(), /asked for the time/)
    for (const options of OPTIONS) {
      for (const { name, event } of fixtureEvents()) {
        const { value, diagnostics } = eventsToBundle([event], options)
        const back = bundleToEvents(value)
        // Whoever throws is set aside
        assert.deepEqual(
          [...diagnostics, ...back.diagnostics].filter(({ severity }) => severity === 'error'),
          [],
          name,
        )
      }
    }
  } finally {
    for (const [at, [holder, key]] of replaced.entries()) {
      const original = originals[at]
      if (original === undefined) Reflect.deleteProperty(holder, key)
      else Object.defineProperty(holder, key, original)
    }
  }
})

function refuse(): never {
  throw new Error('asked for the time or for chance')
}

/** A Date of a moment that is given, and of no other. */
class Timeless extends Date {
  static override now = refuse

  constructor(...moment: unknown[]) {
    if (moment.length === 0) refuse()
    super(...(moment as [number]))
  }
}

function bytes(events: readonly MispRecord[], options: Partial<ConvertOptions> = {}): string {
  return JSON.stringify(eventsToBundle(events, options).value)
}

/** The objects of the bundle, each with its keys sorted, in order of their ids. */
function content(event: MispRecord): string[] {
  return toStix([event])
    .value.objects.map((object) => `${object.id} ${canonicalJson(withSortedCopies(object))}`)
    .sort()
}

/** A reference lists which keys of its target it repeats, in the order in which they came: that order means nothing. */
function withSortedCopies(object: StixObject): StixObject {
  const { copied = {} } = residueOn(object) ?? {}
  for (const names of Object.values(copied as Record<string, string[]>)) names.sort()
  return object
}

/** Objects that only one of two events gives. */
function unlike(a: MispRecord, b: MispRecord): string[] {
  const [left, right] = [new Set(content(a)), new Set(content(b))]
  return [...left.symmetricDifference(right)].map((text) => text.slice(0, 300))
}

/** The same value with the keys of every record in the opposite order. */
function turned<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(turned) as T
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  ) as T
}
