import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { openBundle } from '../../src/convert/event-to-bundle.ts'
import { isOriginal } from '../../src/convert/original/original.ts'
import { bundleToEvents, defaultMappings, eventsToBundle } from '../../src/index.ts'
import type { Diagnostic, MispRecord } from '../../src/index.ts'
import type { StixObject } from '../../src/stix/types.ts'
import { exported, foreignDocuments, imported } from './foreign-documents.ts'
import { dataMissing } from './shared-data.ts'

/** What an event becomes where objects may return as text and records can be had twice. */
interface Streamed {
  objects: StixObject[]
  /** How many of them came as text. */
  passed: number
  /** Were the records needed once more? */
  again: boolean
  diagnostics: Diagnostic[]
}

function streamed(events: readonly MispRecord[]): Streamed {
  const objects: StixObject[] = []
  const diagnostics: Diagnostic[] = []
  let [passed, again] = [0, false]
  const bundle = openBundle(
    defaultMappings(),
    {},
    (object) => objects.push(object),
    (diagnostic) => diagnostics.push(diagnostic),
    (text, types) => {
      const lines = text.toString().split(',\n')
      const parsed = lines.map((line) => JSON.parse(line) as StixObject)
      assert.deepEqual(
        parsed.map((object) => JSON.stringify(object)),
        lines,
      )
      assert.deepEqual(types, new Map([...Map.groupBy(parsed, ({ type }) => type)].map(([type, all]) => [type, all.length])))
      objects.push(...parsed)
      passed += parsed.length
    },
  )
  for (const { Attribute: inner, Object: others, ...facts } of events) {
    const conversion = bundle.event(facts, true)
    const feed = (): boolean => {
      for (const object of (others ?? []) as MispRecord[]) conversion.object(object)
      for (const attribute of (inner ?? []) as MispRecord[]) conversion.attribute(attribute)
      return conversion.end()
    }
    if (feed()) continue
    again = true
    assert.ok(feed())
  }
  bundle.end()
  return { objects, passed, again, diagnostics }
}

const TIMES = { spec_version: '2.1', created: '2025-02-19T00:00:00.000Z', modified: '2025-02-19T00:00:00.000Z' }

const INDICATORS: StixObject[] = Array.from({ length: 2000 }, (_, at) => ({
  type: 'indicator',
  id: `indicator--c731109b-2ef5-4b7a-a750-${String(at).padStart(12, '0')}`,
  ...TIMES,
  name: `Überwachung ${at}`,
  labels: ['c2', 'a label'],
  pattern: `[domain-name:value = '${at}.example.com']`,
  pattern_type: 'stix',
  valid_from: TIMES.created,
}))

function event(): MispRecord {
  return structuredClone(bundleToEvents({ type: 'bundle', id: `bundle--${UUID}`, objects: INDICATORS }).value[0] as MispRecord)
}

const UUID = '0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061'

function attributes(record: MispRecord): MispRecord[] {
  return record['Attribute'] as MispRecord[]
}

/** What becomes of an event, and whether it returns as text. */
const CHANGES: readonly [name: string, returns: boolean, change: (event: MispRecord) => unknown][] = [
  ['nothing', true, () => {}],
  ['other order of attributes', true, (each) => attributes(each).reverse()],
  ['other order of tags', true, (each) => attributes(each).forEach(({ Tag: tags }) => (tags as unknown[]).reverse())],
  ['an empty list of tags', true, (each) => (each['Tag'] = [])],
  ['spaces around a comment', true, (each) => (attributes(each)[7]!['comment'] = ` ${String(attributes(each)[7]!['comment'])} `)],
  ['a comment', false, (each) => (attributes(each)[7]!['comment'] = 'seen again')],
  ['two comments change places', false, (each) => swap(attributes(each), 'comment')],
  ['a tag', false, (each) => (attributes(each)[7]!['Tag'] as unknown[]).push({ name: 'mine' })],
  ['a cluster', false, (each) => (attributes(each)[7]!['Tag'] as unknown[]).push({ name: 'misp-galaxy:mine="One"' })],
  ['an attribute is gone', false, (each) => attributes(each).splice(7, 1)],
  ['an attribute is deleted', false, (each) => (attributes(each)[7]!['deleted'] = true)],
  ['an attribute is new', false, (each) => attributes(each).push({ ...attributes(each)[7], uuid: UUID, value: 'b.example.org' })],
  ['the event has another name', false, (each) => (each['info'] = 'Renamed')],
  ['the event is rated', false, (each) => (each['analysis'] = '1')],
]

function swap([one, other]: MispRecord[], key: string): void {
  ;[one![key], other![key]] = [other![key], one![key]]
}

for (const [name, returns, change] of CHANGES)
  test(`the text of an original returns, or is written again: ${name}`, () => {
    const changed = event()
    change(changed)
    const { value, diagnostics } = eventsToBundle([changed])
    const found = streamed([changed])
    assert.deepEqual(found.objects, value.objects)
    assert.deepEqual(found.diagnostics, diagnostics)
    assert.deepEqual([found.passed > 0, found.again], [returns, !returns])
  })

test('what returns as text is what returns object by object, of several events as well', { skip: dataMissing() }, (t) => {
  let [all, asText] = [0, 0]
  for (const document of foreignDocuments()) {
    const { events } = imported(document)
    const { objects, passed } = streamed(events)
    assert.deepEqual(objects, exported(events).bundle.objects ?? [], document.name)
    all += objects.length
    asText += passed
  }
  assert.ok(asText > all / 3, `${asText} of ${all} objects`)
  t.diagnostic(`${asText} of ${all} objects returned as text`)
})

/** The event with its original otherwise, whose seal still fits. */
function forged(change: (text: string) => string | Buffer): MispRecord {
  const made = event()
  for (const object of (made['Object'] as MispRecord[]).filter(isOriginal))
    for (const attribute of object['Attribute'] as MispRecord[]) {
      const { data } = attribute
      if (typeof data !== 'string') continue
      const text = gunzipSync(Buffer.from(data, 'base64')).toString()
      attribute['data'] = gzipSync(change(text)).toString('base64')
    }
  return made
}

/** Puts something into the last of the objects. */
function into(piece: string): (text: string) => string {
  return (text) => {
    const at = text.lastIndexOf('"labels"')
    return text.slice(0, at) + piece + text.slice(at)
  }
}

/** Puts something in front of the last of the objects. */
function before(piece: string): (text: string) => string {
  return (text) => {
    const at = text.lastIndexOf('{"type"')
    return `${text.slice(0, at)}${piece},\n${text.slice(at)}`
  }
}

test('an original under whose seal something else stands passes nothing that is no object', () => {
  for (const [name, change, isReadable] of [
    ['no JSON', into('broken '), false],
    ['an object that is open', into('"x":{'), false],
    ['a list that is closed', into('"x":1}],"more":[{'), true],
    ['too deep', into(`"x":${'['.repeat(300)}${']'.repeat(300)},`), false],
    ['no object', before('1'), true],
    ['no STIX object', before('{"id":1}'), true],
    ['no UTF-8', (text: string) => Buffer.from(text, 'latin1'), true],
  ] as const) {
    const { objects, passed, again, diagnostics } = streamed([forged(change)])
    assert.deepEqual([passed, again], [0, true], name)
    assert.equal(objects.filter(({ type }) => type === 'indicator').length, INDICATORS.length, name)
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      isReadable ? [] : ['original-unreadable'],
      name,
    )
  }
})

/** The Indicator of an attribute of `event()`. */
function idOf({ uuid }: MispRecord): string {
  return `indicator--${String(uuid)}`
}

test('an original that lost its hashes, or has them in another form, still tells what was edited', () => {
  for (const hashes of ['', '"x_tipbridge_elements":{},', '"x_tipbridge_elements":"????",']) {
    const edited = forged((text) => text.replace(/"x_tipbridge_elements":"[^"]*",/, hashes))
    const [first, second] = attributes(edited) as [MispRecord, MispRecord]
    first['comment'] = 'seen again'
    attributes(edited).splice(1, 1)
    const { value, diagnostics } = eventsToBundle([edited])
    const objects = new Map(value.objects?.map((object) => [object.id, object]))
    assert.deepEqual(diagnostics, [])
    assert.match(JSON.stringify(objects.get(idOf(first))), /seen again/)
    assert.equal(objects.get(idOf(second)), undefined)
    const others = INDICATORS.filter(({ id }) => id !== idOf(first) && id !== idOf(second))
    assert.equal(others.length, INDICATORS.length - 2)
    for (const object of others) assert.deepEqual(objects.get(object.id), object)
  }
})
