import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventsToBundle } from '../../src/index.ts'
import type { ProfileName, StixObject } from '../../src/index.ts'
import { dataMissing, eventsIn, sharedFiles } from '../roundtrip/shared-data.ts'
import type { NamedEvent } from '../roundtrip/shared-data.ts'
import { peer, peersMissing } from './peers.ts'

/** A fault of the OASIS validator 3.2.0: which objects it concerns, what it says, and the clause under which we are right. */
interface Fault {
  type: string
  message: string
  clause: string
}

const FAULTS = JSON.parse(readFileSync(new URL('oasis-faults.json', import.meta.url), 'utf8')) as Fault[]

const fixtures = fileURLToPath(new URL('../../fixtures/events', import.meta.url))

/** Objects of one type with the same properties are checked alike: of each shape this many, from every event. */
const OF_EACH_SHAPE = 12

test(
  'all that we write passes the OASIS validator, but for its own listed faults',
  { skip: peersMissing() || dataMissing() },
  async (t) => {
    await using validator = peer('stix2-validator')
    const used = new Set<Fault>()
    const unlisted = new Map<string, string>()
    const objects = [...sample()]
    await Promise.all(
      objects.map(async (object) => {
        const { errors } = await validator.ask({ object })
        for (const error of errors) {
          const fault = FAULTS.find(({ type, message }) => type === object.type && error.includes(message))
          if (fault === undefined) unlisted.set(`${object.type}: ${error.slice(0, 200)}`, JSON.stringify(object).slice(0, 600))
          else used.add(fault)
        }
      }),
    )
    t.diagnostic(`${objects.length} objects, ${used.size} listed faults met`)
    assert.deepEqual([...unlisted], [])
    assert.deepEqual(
      FAULTS.filter((fault) => !used.has(fault)),
      [],
      'these listed faults no longer occur',
    )
  },
)

function* sample(): Generator<StixObject> {
  const seen = new Map<string, number>()
  for (const profile of ['full', 'portable', 'atomic'] satisfies ProfileName[]) {
    for (const { event } of events()) {
      for (const object of eventsToBundle([event], { profile }).value.objects ?? []) {
        const shape = `${profile} ${shapeOf(object)}`
        const count = seen.get(shape) ?? 0
        seen.set(shape, count + 1)
        if (count < OF_EACH_SHAPE) yield object
      }
    }
  }
}

function events(): NamedEvent[] {
  const own = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
  return [
    ...own.map((name) => `${fixtures}/${name}`),
    ...sharedFiles('misp', '.json'),
    ...sharedFiles('pairs/misp-stix-collections', '.json'),
  ].flatMap(eventsIn)
}

function shapeOf(object: StixObject): string {
  const { hashes, pattern_type: patternType } = object
  const inner = typeof hashes === 'object' && hashes !== null ? Object.keys(hashes).join() : ''
  return [object.type, String(patternType), inner, ...Object.keys(object)].join(' ')
}
