import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { eventsToBundle } from '../../src/index.ts'
import type { StixObject } from '../../src/index.ts'
import { RULES, validate } from '../../src/validate.ts'
import type { Violation } from '../../src/validate.ts'
import { foreignDocuments } from '../roundtrip/foreign-documents.ts'
import { dataMissing, eventsIn, sharedFiles } from '../roundtrip/shared-data.ts'
import { peer, peersMissing } from './peers.ts'

/**
 * One way in which we and the OASIS validator differ, on so many objects. `says`: who speaks alone. `about`: the number of a SHOULD, or
 * for errors the property. It is one way only where type, rule and reason are the same; the count may only fall.
 */
interface Disagreement {
  says: 'ours' | 'theirs'
  type: string
  about: string
  objects: number
  clause: string
  why: string
}

const LISTED = JSON.parse(
  readFileSync(new URL('validator-disagreements.json', import.meta.url), 'utf8'),
) as readonly Disagreement[]

test(
  'over all STIX 2.1 of others and our own output we say what the OASIS validator says, but for what is listed',
  { skip: peersMissing() || dataMissing() },
  async (t) => {
    await using validator = peer('stix2-validator')
    const counts = new Map<string, number>()
    const samples = new Map<string, string>()
    const objects = [...new Map([...ofOthers(), ...ofOurs()].map((object) => [JSON.stringify(object), object])).values()]
    await Promise.all(
      objects.map(async (object) => {
        const { errors, warnings } = await validator.ask({ object })
        for (const difference of differences(object, errors, warnings)) {
          counts.set(difference, (counts.get(difference) ?? 0) + 1)
          samples.set(difference, object.id)
        }
      }),
    )
    t.diagnostic(`${objects.length} objects, ${counts.size} ways to differ`)
    const found = [...counts].map(([difference, count]) => `${difference}: ${count} objects, such as ${samples.get(difference)}`)
    const listed = new Map(LISTED.map((each) => [keyOf(each), each.objects]))
    assert.deepEqual(
      found.filter((_, at) => [...counts.values()][at] !== listed.get([...counts.keys()][at] ?? '')),
      [],
      'these are not listed so',
    )
    assert.deepEqual(
      [...listed.keys()].filter((key) => !counts.has(key)),
      [],
      'these are listed, and no longer occur',
    )
    for (const { clause, why } of LISTED) assert.ok(clause !== '' && why !== '')
  },
)

const ALIASES = new Map(RULES.flatMap(({ code, alias }) => (alias === undefined ? [] : [[code, alias] as const])))

function keyOf({ says, type, about }: Pick<Disagreement, 'says' | 'type' | 'about'>): string {
  return `${says} ${type} ${about}`
}

function* ofOthers(): Generator<StixObject> {
  for (const { objects, name } of foreignDocuments())
    if (name.startsWith('stix/'))
      for (const object of objects as StixObject[]) if (object?.['spec_version'] === '2.1') yield object
}

/** Of each event what we make of it, each shape of object once. */
function* ofOurs(): Generator<StixObject> {
  const seen = new Set<string>()
  for (const { event } of sharedFiles('misp', '.json').flatMap(eventsIn))
    for (const object of eventsToBundle([event]).value.objects ?? []) {
      const shape = [object.type, ...Object.keys(object)].join(' ')
      if (!seen.has(shape)) yield object
      seen.add(shape)
    }
}

/** What one of us says of an object and the other does not. */
function differences(object: StixObject, errors: readonly string[], warnings: readonly string[]): Set<string> {
  const { violations } = validate(object, { edition: 'os' })
  const ours = { errors: new Set<string>(), numbers: new Set<string>() }
  for (const violation of violations) {
    const alias = ALIASES.get(violation.code)
    if (alias !== undefined) ours.numbers.add(alias)
    else if (violation.severity === 'error') ours.errors.add(`${violation.code} ${propertyOf(violation)}`)
  }
  const theirs = {
    errors: new Set(errors.map((error) => theirProperty(error, object))),
    numbers: new Set(warnings.flatMap((warning) => /\{(\d+)\}/.exec(warning)?.[1] ?? [])),
  }
  const found = new Set<string>()
  const add = (says: 'ours' | 'theirs', about: string) => found.add(keyOf({ says, type: object.type, about }))
  for (const number of ours.numbers) if (!theirs.numbers.has(number)) add('ours', number)
  for (const number of theirs.numbers) if (!ours.numbers.has(number)) add('theirs', number)
  for (const error of ours.errors) if (!theirs.errors.has(error.split(' ')[1] ?? '')) add('ours', error)
  const properties = new Set([...ours.errors].map((error) => error.split(' ')[1] ?? ''))
  for (const property of theirs.errors) if (!properties.has(property)) add('theirs', property)
  return found
}

/** The property of the object that a violation is in; a missing one, by its name. */
function propertyOf({ code, path, message }: Violation): string {
  const [, first = ''] = path.split('/')
  return first === '' && code === 'required-property' ? (message.split(' ')[0] ?? '') : first
}

/** `<id>: <path>: <text>`, or the property is the first thing in quotes. */
function theirProperty(error: string, { id }: StixObject): string {
  const text = error.startsWith(`${id}: `) ? error.slice(id.length + 2) : error
  const path = /^([a-z_]+)[^ ]*: /.exec(text)?.[1]
  if (path !== undefined) return path
  if (text.startsWith('Pattern failed')) return 'pattern'
  return /'([^']+)'/.exec(text)?.[1] ?? ''
}
