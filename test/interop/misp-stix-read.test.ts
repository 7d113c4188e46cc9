import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleToEvents } from '../../src/index.ts'
import type { Bundle, MispRecord } from '../../src/index.ts'
import { dataMissing, eventsIn, sharedFiles } from '../roundtrip/shared-data.ts'
import { peer, peersMissing } from './peers.ts'

/*
 * Real events through misp-stix of today, and read back here: every attribute and object that its bundle holds returns, with every
 * value that the bundle holds.
 */

/** An event larger than this takes misp-stix longer than a test should. */
const LARGEST = 900_000

/** misp-stix has one place for two relations; the other one is read. */
const OTHER_RELATION: Readonly<Record<string, string>> = {
  'ip-port ip': 'ip-dst',
  'vulnerability summary': 'description',
  'vulnerability vulnerable_configuration': 'vulnerable-configuration',
}

test('what misp-stix makes of real events is read', { skip: peersMissing() || dataMissing() }, async (t) => {
  await using exporter = peer('misp-stix-export')
  let facts = 0
  const lost: string[] = []
  for (const { name, event } of sharedFiles('misp', '.json').flatMap(eventsIn)) {
    if (JSON.stringify(event).length > LARGEST) continue
    const answer = await exporter.ask({ event }).catch(() => undefined) // it fails on clusters without a UUID
    if (answer?.bundle.objects === undefined) continue // nothing to read: it refuses events without `info`
    const bundle = answer.bundle as unknown as Bundle
    const { value } = bundleToEvents(bundle)
    assert.equal(value.length, 1, name)
    const expected = factsOf(event, JSON.stringify(bundle))
    const found = new Set(told(value[0] as MispRecord))
    facts += expected.length
    lost.push(...expected.filter((fact) => !found.has(fact)).map((fact) => `${name} ${fact}`))
  }
  t.diagnostic(`${facts} facts`)
  assert.ok(facts > 11_000)
  // A value that is `key | value`, which misp-stix trims
  assert.deepEqual(
    lost.filter((fact) => !fact.includes('regkey|value')),
    [],
  )
  assert.ok(lost.length <= 1)
})

/** What the bundle holds of an event: elements whose UUID stands there, and of objects the values that do. */
function factsOf(event: MispRecord, bundle: string): string[] {
  return told(event).filter((fact) => {
    const [uuid = '', , value = ''] = fact.split('\t')
    return bundle.includes(uuid) && holds(bundle, value)
  })
}

/** In a property or in a pattern. */
function holds(bundle: string, value: string): boolean {
  return (
    bundle.includes(JSON.stringify(value).slice(1, -1)) ||
    value.split('|').every((half) => half.length > 3 && bundle.includes(half))
  )
}

/** `<uuid> <what> <value>` of every attribute, of every object by its name and by its values. */
function told(event: MispRecord): string[] {
  const facts: string[] = []
  for (const { uuid, type, value, category, deleted } of recordsOf(event['Attribute']))
    if (deleted !== true) facts.push(line(uuid, `${String(type)} in ${String(category)}`, value))
  for (const { uuid, name, Attribute: inner, deleted } of recordsOf(event['Object'])) {
    if (deleted === true) continue
    for (const { object_relation: relation, value, deleted: without } of recordsOf(inner)) {
      const named = `${String(name)} ${String(relation)}`
      if (without !== true) facts.push(line(uuid, `${String(name)} ${OTHER_RELATION[named] ?? String(relation)}`, value))
    }
  }
  return facts
}

function line(uuid: unknown, what: string, value: unknown): string {
  return [String(uuid).toLowerCase(), what, moment(String(value))].join('\t')
}

/** A time in one spelling. */
function moment(value: string): string {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(value)
    ? new Date(/Z|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`).toISOString()
    : value
}

function recordsOf(list: unknown): MispRecord[] {
  return Array.isArray(list) ? (list as MispRecord[]) : []
}
