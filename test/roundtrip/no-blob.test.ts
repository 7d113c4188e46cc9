import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MispRecord, StixObject } from '../../src/index.ts'
import { isRecord } from '../../src/misp/types.ts'
import { labelsOf, mispLabels } from '../../src/convert/labels.ts'
import { entryKey } from '../../src/convert/object-reader.ts'
import { uuidOf } from '../../src/stix/id.ts'
import type { Row } from '../../src/mapping/row.ts'
import { splitValue } from '../../src/mapping/row.ts'
import { fixtureEvents, realEvents } from './events.ts'
import { attribute, attributeExamples, eventAround, eventWith, exampleObject, mappings, objectExamples } from './examples.ts'
import { leavesIn, openedResidue, residueOn, toMisp, toStix, withoutResidue } from './trip.ts'
import type { WholeBundle } from './trip.ts'
import { dataMissing } from './shared-data.ts'

/*
 * What a row or the envelope binds stands in its place in STIX and nowhere else: never a second time in residue. So without
 * any residue it still returns.
 */

for (const toIds of [false, true]) {
  test(`the value of an attribute, to_ids ${toIds}, stands in no residue`, (t) => {
    const found: string[] = []
    for (const { type, row, value } of attributeExamples()) {
      const { value: bundle } = toStix([eventAround(attribute(type, value, { to_ids: toIds }))])
      const parts = row.slots.length > 1 ? [value, ...(splitValue(row, value) ?? [])] : [value]
      for (const part of parts) if (isInResidue(bundle, part)) found.push(`${type}: ${part}`)
    }
    t.diagnostic(`${attributeExamples().length} types`)
    assert.deepEqual(found, [])
  })

  test(`without residue, type, category, value and to_ids ${toIds} of an attribute return`, () => {
    const found = attributeExamples().flatMap(({ type, value }) => {
      const before = attribute(type, value, { to_ids: toIds })
      const { value: event } = toMisp(withoutResidue(toStix([eventAround(before)]).value), false)
      return faultsOf(type, listOf(event, 'Attribute').map(category), [category(before)])
    })
    assert.deepEqual(found, [])
  })

  test(`without residue, the bound relations of an object return with type, value and to_ids ${toIds}`, (t) => {
    let relations = 0
    const found = objectExamples().flatMap((example) => {
      const before = exampleObject(example, toIds)
      const { value: event } = toMisp(withoutResidue(toStix([eventWith({ Object: [before] })]).value), false)
      const payload = (each: MispRecord): boolean => example.row.raw.payload?.includes(String(each['object_relation'])) ?? false
      const expected = listOf(before, 'Attribute').filter((each) => isBound(example.row, each) && !payload(each))
      relations += expected.length
      return faultsOf(
        example.name,
        listOf(event, 'Object').flatMap((object) =>
          listOf(object, 'Attribute')
            .filter((each) => !payload(each))
            .map(core),
        ),
        expected.map((each) =>
          core({ ...each, to_ids: (toIds || ruleObjectsDetect(example.row)) && isInPattern(example.row, each) }),
        ),
      )
    })
    t.diagnostic(`${relations} values in ${objectExamples().length} forms of templates`)
    assert.deepEqual(found, [])
  })

  test(`the bound values of an object, to_ids ${toIds}, stand in no residue`, () => {
    const found = objectExamples().flatMap((example) => {
      const object = exampleObject(example, toIds)
      const { value: bundle } = toStix([eventWith({ Object: [object] })])
      const bound = listOf(object, 'Attribute').filter((each) => isBound(example.row, each))
      const payloads = listOf(object, 'Attribute').filter((each) => each['data'] !== undefined)
      return bound.flatMap(({ value, object_relation: relation }) =>
        isInResidue(bundle, String(value)) && !payloads.some((each) => String(each['value']).includes(String(value)))
          ? `${example.name} ${String(relation)}: ${String(value)}`
          : [],
      )
    })
    assert.deepEqual(found, [])
  })
}

test('what reads back without residue stands in none: examples', () => {
  const elements = {
    Attribute: attributeExamples().flatMap(({ type, value }) =>
      [false, true].map((toIds) =>
        attribute(type, value, { ...SEEN, to_ids: toIds, comment: 'As told' }, `${type} ${String(toIds)}`),
      ),
    ),
    Object: objectExamples().map((example, at) => exampleObject(example, at % 2 === 0, { ...SEEN, comment: 'As told' })),
  }
  assert.deepEqual(heldTwice(eventWith(elements)).found, [])
})

test('what reads back without residue stands in none: the fixtures', (t) => {
  let compared = 0
  for (const { name, event } of fixtureEvents()) {
    const { found, keys } = heldTwice(event)
    assert.deepEqual(found, [], name)
    compared += keys
  }
  t.diagnostic(`${compared} keys of residue`)
})

test('what reads back without residue stands in none: the real data', { skip: dataMissing() }, (t) => {
  let compared = 0
  for (const { name, event } of realEvents()) {
    const { found, keys } = heldTwice(event)
    assert.deepEqual(found.slice(0, 10), [], name)
    compared += keys
  }
  t.diagnostic(`${compared} keys of residue`)
})

test('without residue, type, value and to_ids of every real attribute return', { skip: dataMissing() }, (t) => {
  let attributes = 0
  for (const { name, event } of realEvents()) {
    const whole = toStix([event]).value
    const exact = listOf(toMisp(whole).value, 'Attribute') // what has no carrier of its own stands last
    for (const [at, after] of listOf(toMisp(withoutResidue(whole), false).value, 'Attribute').entries()) {
      const before = exact[at] ?? {}
      if (typeof before['value'] !== 'string') continue
      assert.deepEqual(core(after), { ...core(before), value: spelledByStix(before) }, name)
      attributes++
    }
  }
  t.diagnostic(`${attributes} attributes`)
  assert.ok(attributes > 10_000)
})

test(
  'a relation stands beside its native object only where it has no place, or its value is not legal there',
  { skip: dataMissing() },
  (t) => {
    let beside = 0
    for (const { name, event } of [...fixtureEvents(), ...realEvents()]) {
      for (const object of toStix([event]).value.objects) {
        const { element, misp } = openedResidue(residueOn(object) ?? {}) as OpenResidue
        if (element !== 'object' || object.type === 'x-misp-object') continue
        for (const { object_relation: relation, value, deleted } of listOf(misp ?? {}, 'Attribute')) {
          beside++
          const fillers = mappings
            .object(String(mispLabels(object).name))
            .flatMap(({ binds }) => binds.flatMap((bind) => bind.fillers))
          const fitting = fillers.filter((filler) => filler.name === relation && filler.codec.encode(value) !== undefined)
          assert.ok(deleted === true || fitting.length === 0, `${name} ${object.id}: ${String(relation)} ${String(value)}`)
        }
      }
    }
    t.diagnostic(`${beside} attributes stand beside their object`)
  },
)

const SEEN = { first_seen: '2025-02-01T10:00:00.000000+00:00', last_seen: '2025-02-03T11:30:00.250000+00:00' }

function core(record: MispRecord | undefined): MispRecord {
  const { object_relation: relation, type, value, to_ids: toIds } = record ?? {}
  return { ...(typeof relation === 'string' && { relation }), type, value, to_ids: toIds ?? false }
}

function category(record: MispRecord): MispRecord {
  return { ...core(record), category: record['category'] }
}

/** What is missing, and what nobody expected. */
function faultsOf(name: string, actual: readonly MispRecord[], expected: readonly MispRecord[]): string[] {
  const open = actual.map((each) => JSON.stringify(each))
  const missing = expected
    .map((each) => JSON.stringify(each))
    .filter((each) => {
      const at = open.indexOf(each)
      if (at >= 0) open.splice(at, 1)
      return at < 0
    })
  return [...missing.map((each) => `${name}: no ${each}`), ...open.map((each) => `${name}: found ${each}`)]
}

function listOf(record: MispRecord, key: string): MispRecord[] {
  return Array.isArray(record[key]) ? (record[key] as MispRecord[]) : []
}

/** Has the row a place for the value of this attribute? */
function isBound(row: Row, { object_relation: relation, value }: MispRecord): boolean {
  if (row.form === 'generic' || relation === row.raw['rule-relation']) return true
  if (row.implied.some((implied) => implied.bind.fillers[0]?.name === relation && implied.value === value)) return true
  return row.binds.some(({ fillers }) =>
    fillers.some(({ name, codec }) => name === relation && codec.encode(value) !== undefined),
  )
}

/** Known gap: an object that is a rule becomes a live Indicator also where MISP says that it is not for detection. */
function ruleObjectsDetect(row: Row): boolean {
  return row.form === 'rule'
}

/** Does the pattern of its object name the value of this attribute? */
function isInPattern(row: Row, { object_relation: relation }: MispRecord): boolean {
  if (row.form === 'rule') return relation === row.raw['rule-relation']
  if (row.form !== 'sco') return true
  return row.binds.some(({ pattern, fillers }) => pattern !== undefined && fillers.some(({ name }) => name === relation))
}

/** The value as it reads back where STIX cannot keep its spelling: `decode(encode(value))`. */
function spelledByStix({ type, value }: MispRecord): unknown {
  const row = mappings.attribute(String(type))
  const parts = row === undefined || row.binds.length === 0 ? undefined : splitValue(row, String(value))
  if (row === undefined || parts === undefined) return value
  const spelled = parts.map((part, at) => {
    const filler = row.binds.flatMap(({ fillers }) => fillers).find(({ name }) => name === row.slots[at])
    const encoded = filler?.codec.encode(part)
    return encoded === undefined ? part : filler?.codec.decode(encoded)
  })
  return spelled.join('|')
}

/** Does a value stand in the residue of some object: anywhere, or as a value if it is too short to tell? */
function isInResidue({ objects }: WholeBundle, value: string): boolean {
  for (const object of objects) {
    for (const [key, leaf] of leavesIn(openedResidue(residueOn(object) ?? {}))) {
      if (value.length < 6 ? key === 'value' && leaf === value : typeof leaf === 'string' && leaf.includes(value)) return true
    }
  }
  return false
}

/** Keys that stand in the residue of an element although they read back without it. Lists and records are joined, so their insides count. */
function heldTwice(event: MispRecord): { found: string[]; keys: number } {
  const { value: bundle } = toStix([event])
  const bare = recordsByCarrier(toMisp(withoutResidue(bundle), false).value)
  const exact = recordsByCarrier(toMisp(bundle).value)
  const found: string[] = []
  let keys = 0
  const compare = (residue: MispRecord, read: MispRecord, path: string): void => {
    for (const [key, value] of Object.entries(residue)) {
      keys++
      if (!Object.hasOwn(read, key)) continue
      if (Array.isArray(value) && Array.isArray(read[key])) continue
      if (isRecord(value) && isRecord(read[key])) compare(value, read[key], `${path}.${key}`)
      else found.push(`${path}.${key}: ${JSON.stringify(value)}`)
    }
  }
  for (const object of bundle.objects) {
    const residue = residueOn(object)
    if (residue === undefined) continue
    const { misp, rest, attributes, element } = openedResidue(residue) as OpenResidue
    const record = bare.get(`${element} ${uuidOf(object.id)}`)
    if (record === undefined) continue
    const { template_version: _today, ...said } = record // of the tables, which may know another one tomorrow
    compare({ ...misp, ...rest }, said, object.id)
    const readings = new Map(listOf(record, 'Attribute').map((each) => [entryKey(each), each]))
    if (element === 'object')
      found.push(...looseTwice(misp, record, exact.get(`object ${uuidOf(object.id)}`)).map((line) => `${object.id} ${line}`))
    for (const entry of attributes ?? []) {
      const { uuid: _made, ...reading } = readings.get(entry.key) ?? {} // follows from the place, for objects of others
      compare({ ...entry.misp, ...entry.rest }, reading, `${object.id} ${entry.key}`)
    }
  }
  return { found, keys }
}

/** Attributes that stand whole in the residue of their object although it holds their value in its place as well. */
function looseTwice(misp: MispRecord | undefined, bare: MispRecord, exact: MispRecord | undefined): string[] {
  const count = (record: MispRecord | undefined, name: string): number =>
    listOf(record ?? {}, 'Attribute').filter((each) => nameOf(each) === name).length
  const names = new Set(listOf(misp ?? {}, 'Attribute').map(nameOf))
  return [...names].filter((name) => count(misp, name) + count(bare, name) > count(exact, name) && exact !== undefined)
}

function nameOf({ object_relation: relation, value }: MispRecord): string {
  return `${String(relation)}: ${String(value)}`
}

interface OpenResidue {
  element: string
  misp?: MispRecord
  rest?: MispRecord
  attributes?: { key: string; misp?: MispRecord; rest?: MispRecord }[]
}

/** The elements of an event that came without residue, by kind and by the UUID of their carrier. */
function recordsByCarrier(event: MispRecord): Map<string, MispRecord> {
  const found = new Map<string, MispRecord>([[`event ${String(event['uuid'])}`, event]])
  const walk = (record: MispRecord): void => {
    for (const [key, list] of Object.entries(record)) {
      if (!Array.isArray(list)) continue
      for (const item of list.filter(isRecord)) {
        const kind = KINDS[key]
        if (kind !== undefined) found.set(`${kind} ${String(item['uuid'])}`, item)
        walk(item)
      }
    }
  }
  walk(event)
  return found
}

const KINDS: Readonly<Record<string, string>> = {
  Attribute: 'attribute',
  Object: 'object',
  ObjectReference: 'reference',
  Relationship: 'relationship',
  Sighting: 'sighting',
  EventReport: 'report',
  Note: 'note',
  Opinion: 'opinion',
  GalaxyCluster: 'cluster',
}

test('a spelling that STIX cannot keep is in residue, and gone when the value is edited', () => {
  for (const [type, value, stix] of [
    ['regkey', 'HKLM\\Software\\Example', 'HKEY_LOCAL_MACHINE\\Software\\Example'],
    ['AS', 'AS65536', 65_536],
  ] as const) {
    const event = eventAround(attribute(type, value))
    const { value: bundle } = toStix([event])
    assert.ok(isInResidue(bundle, value), value)
    const place = bundle.objects.flatMap((object): [StixObject, string][] =>
      Object.keys(object).flatMap((key) => (object[key] === stix ? [[object, key]] : [])),
    )
    assert.equal(place.length, 1, value)
    const [[object, key]] = place as [[StixObject, string]]
    object[key] = typeof stix === 'number' ? 64_512 : 'HKEY_USERS\\Edited'
    assert.notEqual(listOf(toMisp(bundle).value, 'Attribute')[0]?.['value'], value)
    assert.ok(labelsOf(bundle.objects.find((each) => each.type === 'observed-data') as StixObject).length > 0)
  }
})
