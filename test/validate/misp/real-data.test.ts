import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bundleToEvents } from '../../../src/index.ts'
import type { Bundle } from '../../../src/index.ts'
import { openMispValidation, validateEvent } from '../../../src/validate.ts'
import type { Violation } from '../../../src/validate.ts'
import { SHARED_DATA, dataMissing, eventsIn, sharedFiles } from '../../roundtrip/shared-data.ts'

/** What is told of some file although MISP exported it, or although we wrote it; how often, and why it is right. */
interface Known {
  file: string
  code: string
  count: number
  why: string
}

const { events: KNOWN_EVENTS, conversions: KNOWN_CONVERSIONS } = JSON.parse(
  readFileSync(new URL('../misp-real-data.json', import.meta.url), 'utf8'),
) as Record<'events' | 'conversions', Known[]>

const skip = dataMissing()

test('what is told of real events is known, and right', { skip }, () => {
  const told = new Map<string, number>()
  let events = 0
  for (const file of sharedFiles('misp', '.json')) {
    for (const { event } of eventsIn(file)) {
      events++
      count(told, file, validateEvent(event).violations)
    }
    for (const attributes of foundAttributes(file)) {
      const validation = openMispValidation(undefined, {}, (violation) => count(told, file, [violation]))
      for (const attribute of attributes) validation.attribute(attribute)
      validation.end()
    }
  }
  assert.ok(events > 100)
  compare(told, KNOWN_EVENTS)
})

test('what we make of STIX is what MISP takes', { skip }, () => {
  const told = new Map<string, number>()
  let events = 0
  for (const file of sharedFiles('stix', '.json')) {
    const bundle = jsonIn(file)
    if (typeof bundle !== 'object' || bundle === null) continue
    for (const event of bundleToEvents(bundle as Bundle).value) {
      events++
      count(told, file, validateEvent(event).violations)
    }
  }
  assert.ok(events > 600)
  compare(told, KNOWN_CONVERSIONS)
})

/** Errors, and warnings but those that hang on the version and description of templates, which the mapping tables do not hold. */
function count(told: Map<string, number>, file: string, violations: readonly Violation[]): void {
  const name = file.slice(SHARED_DATA.length + 1)
  for (const { code, severity } of violations) {
    if (severity === 'information' || code === 'template-version' || code === 'object-description') continue
    told.set(`${name} ${code}`, (told.get(`${name} ${code}`) ?? 0) + 1)
  }
}

function compare(told: ReadonlyMap<string, number>, known: readonly Known[]): void {
  for (const { why } of known) assert.ok(why.length > 20)
  const expected = new Map(known.map(({ file, code, count: times }) => [`${file} ${code}`, times]))
  assert.equal(expected.size, known.length)
  assert.deepEqual(Object.fromEntries(told), Object.fromEntries(expected))
}

/** The results of searches for attributes. */
function foundAttributes(file: string): unknown[][] {
  const found = (jsonIn(file) as { response?: { Attribute?: unknown } } | undefined)?.response?.Attribute
  return Array.isArray(found) ? [found] : []
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
