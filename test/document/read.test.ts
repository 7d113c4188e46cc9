import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import type { Diagnostic } from '../../src/convert/diagnostic.ts'
import type { Document, RecordEntry, Records } from '../../src/document/document.ts'
import { InputError } from '../../src/document/input-error.ts'
import { readDocuments, type ReadOptions } from '../../src/document/read.ts'
import { bytesSource } from '../../src/document/source.ts'

interface Reading {
  /** `kind wrapper place attributes/objects` of each document. */
  documents: string[]
  facts: unknown[]
  records: unknown[]
  findings: Diagnostic[]
}

async function read(text: string | Buffer, options: ReadOptions = {}): Promise<Reading> {
  const reading: Reading = { documents: [], facts: [], records: [], findings: [] }
  const report = (diagnostic: Diagnostic) => reading.findings.push(diagnostic)
  for await (const document of readDocuments(bytesSource(Buffer.from(text as string), 'test.json'), { ...options, report })) {
    const lists = [await entriesOf(document, 'attributes'), await entriesOf(document, 'objects')]
    const wrapper = 'wrapper' in document ? document.wrapper : '-'
    const counts = lists.map((list) => list?.length ?? '-').join('/')
    reading.documents.push(`${document.kind} ${wrapper} ${document.place.pointer || '/'} ${counts}`)
    if ('facts' in document) reading.facts.push(document.facts)
    for (const entry of lists.flatMap((list) => list ?? [])) {
      if ('value' in entry) reading.records.push(entry.value)
      else reading.findings.push(entry.diagnostic)
    }
  }
  return reading
}

async function entriesOf(document: Document, list: 'attributes' | 'objects'): Promise<RecordEntry[] | undefined> {
  const open = (document as unknown as Record<string, (() => Records) | undefined>)[list]
  if (open === undefined) return undefined
  const entries: RecordEntry[] = []
  for await (const { index, records } of open()) {
    assert.equal(index, entries.length)
    entries.push(...records)
  }
  return entries
}

const attribute = '{"type":"ip-dst","category":"Network activity","value":"198.51.100.7","to_ids":true}'
const object = `{"name":"domain-ip","meta-category":"network","template_uuid":"43b3b146-77eb-4931-b4cc-b66c60f28734","Attribute":[${attribute}]}`
const facts = '"info":"Phishing campaign","date":"2024-05-01"'
const event = `{${facts},"Attribute":[${attribute},${attribute}],"Object":[${object}],"Tag":[{"name":"tlp:green"}]}`
const indicator =
  '{"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","pattern":"[ipv4-addr:value = \'198.51.100.7\']"}'
const bundle = `{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[${indicator},${indicator}]}`

describe('shapes of documents', () => {
  const shapes: [name: string, text: string, documents: string[]][] = [
    ['event in its wrapper', `{"Event":${event}}`, ['event Event /Event 2/1']],
    ['bare event', event, ['event bare / 2/1']],
    ['bare event without lists', `{${facts}}`, ['event bare / 0/0']],
    ['bare event of nothing but objects', `{"Object":[${object}]}`, ['event bare / 0/1']],
    ['bare event of nothing but lists', `{"Attribute":[${attribute}],"Object":[${object}]}`, ['event bare / 1/1']],
    [
      'search results',
      `{"response":[{"Event":${event}},{"Event":${event}}]}`,
      ['event response /response/0/Event 2/1', 'event response /response/1/Event 2/1'],
    ],
    ['search results without inner wrappers', `{"response":[${event}]}`, ['event response /response/0 2/1']],
    ['one event under response', `{"response":{"Event":${event}}}`, ['event response /response/Event 2/1']],
    [
      'a list of events under Event',
      `{"response":{"Event":[${event},${event}]}}`,
      ['event response /response/Event/0 2/1', 'event response /response/Event/1 2/1'],
    ],
    ['no search results', '{"response":[]}', ['empty - /response -/-']],
    ['no events', '{"response":{"Event":[]}}', ['empty - /response/Event -/-']],
    [
      'list of wrapped events',
      `[{"Event":${event}},{"Event":${event}}]`,
      ['event Event /0/Event 2/1', 'event Event /1/Event 2/1'],
    ],
    ['list of bare events', `[${event},${event}]`, ['event bare /0 2/1', 'event bare /1 2/1']],
    ['empty list', '[]', ['empty - / -/-']],
    [
      'event with its lists beside it',
      `{"Event":{${facts}},"Attribute":[${attribute}],"Orgc":{"name":"ORG"}}`,
      ['event Event /Event 1/0'],
    ],
    ['events one a line', `{"Event":${event}}\n{"Event":${event}}\n`, ['event Event /Event 2/1', 'event Event /Event 2/1']],
    ['events one after another', `{"Event":${event}} {"Event":${event}}`, ['event Event /Event 2/1', 'event Event /Event 2/1']],
    ['attribute search', `{"response":{"Attribute":[${attribute},${attribute}]}}`, ['attributes response /response 2/-']],
    ['attribute search without results', '{"response":{"Attribute":[]}}', ['attributes response /response 0/-']],
    ['attribute search as PyMISP returns it', `{"Attribute":[${attribute}]}`, ['attributes bare / 1/-']],
    ['attribute list', `[${attribute},${attribute}]`, ['attributes list / 2/-']],
    ['list of wrapped attributes', `[{"Attribute":${attribute}},{"Attribute":${attribute}}]`, ['attributes list / 2/-']],
    ['single attribute', `{"Attribute":${attribute}}`, ['attributes single / 1/-']],
    ['attributes one a line', `${attribute}\n${attribute}\n${attribute}`, ['attributes list / 3/-']],
    ['object search', `{"response":[{"Object":${object}},{"Object":${object}}]}`, ['objects response /response -/2']],
    ['object list under response', `{"response":{"Object":[${object}]}}`, ['objects response /response -/1']],
    ['object list', `[${object}]`, ['objects list / -/1']],
    ['single object', `{"Object":${object}}`, ['objects single / -/1']],
    ['bundle', bundle, ['stix bundle / -/2']],
    ['bundle without objects', '{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d"}', ['stix bundle / -/0']],
    ['bundles one a line', `${bundle}\n${bundle}`, ['stix bundle / -/2', 'stix bundle / -/2']],
    ['list of bundles', `[${bundle},${bundle}]`, ['stix bundle /0 -/2', 'stix bundle /1 -/2']],
    ['TAXII envelope', `{"more":true,"next":"x","objects":[${indicator}]}`, ['stix envelope / -/1']],
    ['empty TAXII envelope', '{"objects":[]}', ['stix envelope / -/0']],
    ['list of STIX objects', `[${indicator},${indicator}]`, ['stix list / -/2']],
    ['single STIX object', indicator, ['stix single / -/1']],
    ['STIX objects one a line', `${indicator}\n${indicator}`, ['stix list / -/2']],
    ['byte order mark', `\ufeff{"Event":${event}}`, ['event Event /Event 2/1']],
    ['white space around', ` \r\n\t${bundle}\n\n`, ['stix bundle / -/2']],
    ['escaped keys', `{"\\u0045vent":{${facts},"\\u0041ttribute":[${attribute}]}}`, ['event Event /Event 1/0']],
  ]
  for (const [name, text, documents] of shapes) {
    it(name, async () => {
      const reading = await read(text)
      assert.deepEqual(reading.documents, documents)
      assert.deepEqual(reading.findings, [])
    })
  }

  it('keeps the lists of the facts, but empties them', async () => {
    const { facts: found } = await read(`{"Event":${event}}`)
    assert.deepEqual(found, [{ ...JSON.parse(event), Attribute: [], Object: [] }])
  })

  it('takes what stands beside an event of old for its own, and names what it leaves out', async () => {
    const { facts: found, findings } = await read(`{"Event":{${facts}},"Orgc":{"name":"ORG"},"User":{"id":"1"}}`)
    assert.deepEqual(found, [{ ...JSON.parse(`{${facts}}`), Orgc: { name: 'ORG' } }])
    assert.deepEqual(
      findings.map(({ code, severity, message }) => [code, severity, message.slice(0, 6)]),
      [['beside-event', 'information', '"User"']],
    )
  })

  it('knows when a document is alone in its input', async () => {
    for (const [text, expected] of [
      [`{"response":[{"Event":${event}}]}\n`, [true]],
      [`{"response":[{"Event":${event}},{"Event":${event}}]}`, [false, false]],
      [bundle, [true]],
      [indicator, [true]],
    ] as const) {
      const alone: boolean[] = []
      for await (const document of readDocuments(bytesSource(Buffer.from(text)))) alone.push(document.alone)
      assert.deepEqual(alone, expected)
    }
  })
})

describe('refusals', () => {
  const refused: [name: string, text: string | Buffer, code: string, message: RegExp][] = [
    ['nothing', '', 'empty-input', /is empty/],
    ['white space', ' \n\t ', 'empty-input', /is empty/],
    ['an empty object', '{}', 'not-recognised', /found an empty object\. Accepted are MISP events/],
    ['another object', '{"duvelDetails":1}', 'not-recognised', /found an object with the key "duvelDetails"/],
    ['a number', '42', 'not-recognised', /found a number/],
    ['a string', '"event"', 'not-recognised', /found a string/],
    ['a list of numbers', '[1,2]', 'not-recognised', /found a number/],
    ['a list of lists', '[[1]]', 'not-recognised', /a list within a list/],
    ['text', 'hello world', 'not-json', /is not JSON: "hello world"/],
    ['a table', 'value,type\n1.2.3.4,ip-dst', 'not-json', /is not JSON/],
    ['an HTML page', '<!DOCTYPE html><html>', 'not-json', /like XML or HTML/],
    ['STIX 1 in XML', '<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1">', 'stix-1', /STIX 1\.x in XML/],
    ['STIX 1 in JSON', '{"stix:STIX_Package":{}}', 'stix-1', /convert it to STIX 2\.1 first/],
    [
      'STIX 1.2 of python-stix',
      '{"id":"example:Package-1","version":"1.2","stix_header":{},"indicators":[]}',
      'stix-1',
      /STIX 1\.x/,
    ],
    ['UTF-16', Buffer.from(`\ufeff${bundle}`, 'utf16le'), 'not-utf-8', /is UTF-16/],
    ['UTF-16 without a mark', Buffer.from(bundle, 'utf16le'), 'not-utf-8', /is UTF-16/],
    ['bytes that are no text', Buffer.alloc(100), 'not-json', /binary data/],
    [
      'a feed manifest',
      '{"5c6f3b1e-6f1c-4b4e-9c3e-1d1d1d1d1d1d":{"info":"x","timestamp":"1"}}',
      'not-recognised',
      /give the directory/,
    ],
    ['an object template', '{"name":"file","meta-category":"file","attributes":{}}', 'not-recognised', /a MISP object template/],
    [
      'a TAXII manifest',
      '{"objects":[{"id":"indicator--1","date_added":"2024-01-01T00:00:00Z"}]}',
      'not-recognised',
      /a TAXII manifest/,
    ],
    ['a TAXII status', '{"id":"1","status":"complete","success_count":1}', 'not-recognised', /a TAXII status/],
    ['a MISP error', '{"name":"Forbidden","message":"No.","url":"/events"}', 'not-recognised', /an error message of MISP/],
    ['a cut event', `{"Event":{${facts},"Attribute":[${attribute},{"type":"ip`, 'truncated-input', /cut off/],
    ['a cut bundle', bundle.slice(0, -1), 'truncated-input', /cut off/],
    ['a trailing comma', '{"Event":{"info":"x",}}', 'not-json', /line 1, column 22: is not JSON: expected a key/],
    ['a missing comma', `{"Event":{${facts}\n"Tag":[]}}`, 'not-json', /line 2, column 1: is not JSON: expected ","/],
    ['an ill-formed fact', '{"Event":{"info":"x","Tag":[tru]}}', 'not-json', /line 1: is not JSON: Unexpected token/],
    ['a fact in Latin-1', Buffer.from('{"Event":{"info":"caf\u00e9"}}', 'latin1'), 'not-utf-8', /is not UTF-8/],
    ['deep facts', `{"Event":{"info":"x","Tag":${'['.repeat(300)}${']'.repeat(300)}}}`, 'too-deep', /deeper than allowed/],
    ['a megabyte of brackets', '['.repeat(1_000_000), 'truncated-input', /cut off/],
    ['a megabyte of braces', '{"Event":'.repeat(100_000), 'truncated-input', /cut off/],
    ['deep and closed', `${'['.repeat(500_000)}${']'.repeat(500_000)}`, 'not-recognised', /a list within a list/],
  ]
  for (const [name, text, code, message] of refused) {
    it(name, async () => {
      await assert.rejects(read(text), (error) => {
        assert.ok(error instanceof InputError)
        assert.equal(error.code, code)
        assert.match(error.message, message)
        assert.ok(error.message.startsWith('test.json: '))
        assert.ok(error.message.length < 600, error.message)
        return true
      })
    })
  }
})

describe('faults in part of the input', () => {
  const records = (...items: string[]) => `{"Event":{${facts},"Attribute":[${items.join(',')}]}}`
  const faults: [name: string, text: string | Buffer, good: number, findings: string[]][] = [
    ['an ill-formed record', records(attribute, '{"a":tru}', attribute), 2, ['not-json /Event/Attribute/1']],
    ['brackets that do not match', records(attribute, '{"a":[}]', attribute), 2, ['not-json /Event/Attribute/1']],
    ['a NUL in a string', records(attribute, '{"a":"\0"}'), 1, ['not-json /Event/Attribute/1']],
    ['a deep record', records(attribute, `${'['.repeat(300)}${']'.repeat(300)}`), 1, ['too-deep /Event/Attribute/1']],
    ['a record in Latin-1', Buffer.from(records('{"a":"caf\u00e9"}', attribute), 'latin1'), 1, ['not-utf-8 /Event/Attribute/0']],
    ['records of other types', records('1', 'null', '"x"', '[]'), 4, []],
    [
      'a repeated list',
      `{"Event":{${facts},"Attribute":[${attribute}],"Attribute":[${attribute},${attribute}]}}`,
      2,
      ['repeated-key /Event/Attribute'],
    ],
    [
      'a list that something else replaces',
      `{"Event":{${facts},"Attribute":[${attribute}],"Attribute":null}}`,
      0,
      ['repeated-key /Event/Attribute'],
    ],
    ['an item that is no event', `[{"Event":${event}},7,{"Event":${event}}]`, 6, ['not-recognised /1']],
    ['text after the document', `{"Event":${event}} xyz`, 3, ['not-json ']],
    ['a bracket after the document', `{"Event":${event}}]`, 3, ['not-json ']],
    ['a broken line', `{"Event":${event}}\n{"Event":\n{"Event":${event}}`, 6, ['not-json ']],
    ['a cut last line', `{"Event":${event}}\n{"Event":${event}}\n{"Event":{"inf`, 6, ['truncated-input ']],
    ['a cut list of events', `[{"Event":${event}},{"Event":${event}},{"Ev`, 6, ['truncated-input ']],
    ['a cut line of objects', `${indicator}\n${indicator}\n{"type":"indi`, 2, ['truncated-input ']],
  ]
  for (const [name, text, good, findings] of faults) {
    it(name, async () => {
      const reading = await read(text)
      assert.equal(reading.records.length, good)
      assert.deepEqual(
        reading.findings.map(({ code, path }) => `${code} ${path}`),
        findings,
      )
    })
  }

  it('keeps `__proto__` as the data that it is', async () => {
    const { records: found, facts: about } = await read(
      '{"Event":{"info":"x","date":"2024-05-01","__proto__":{"a":1},"Attribute":[{"__proto__":{"b":2}}]}}',
    )
    assert.ok(Object.hasOwn(about[0] as object, '__proto__'))
    assert.ok(Object.hasOwn(found[0] as object, '__proto__'))
    assert.equal(({} as Record<string, unknown>)['b'], undefined)
  })

  it('keeps lone surrogates', async () => {
    const { records: found } = await read(records('{"value":"\\ud800"}'))
    assert.deepEqual(found, [{ value: '\ud800' }])
  })
})

describe('any event', () => {
  it('is read as JSON.parse reads it', async () => {
    const items = fc.array(fc.jsonValue({ depthSize: 'small' }), { maxLength: 20 })
    const others = fc.dictionary(
      fc.string().filter((key) => !['Attribute', 'Object', 'Event', 'type', 'name'].includes(key)),
      fc.jsonValue(),
    )
    await fc.assert(
      fc.asyncProperty(items, items, others, fc.integer({ min: 0, max: 2 }), async (attributes, objects, rest, indent) => {
        const whole = { Event: { Attribute: attributes, ...rest, Object: objects } }
        const text = JSON.stringify(whole, null, indent)
        const reading = await read(text)
        const { Attribute, Object: objectList, ...expected } = (JSON.parse(text) as { Event: Record<string, unknown> }).Event
        assert.deepEqual(reading.records, [...(Attribute as unknown[]), ...(objectList as unknown[])])
        assert.deepEqual(reading.facts, [{ ...expected, Attribute: [], Object: [] }])
      }),
    )
  })

  it('never crashes the reader, whatever is done to it', async () => {
    const whole = Buffer.from(`{"response":[{"Event":${event}},${bundle}]}`)
    const change = fc.record({ at: fc.nat(whole.length), remove: fc.nat(20), insert: fc.uint8Array({ maxLength: 6 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        let bytes = whole
        for (const { at, remove, insert } of changes)
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])
        try {
          await read(bytes)
        } catch (error) {
          assert.ok(error instanceof InputError, String(error))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('may be larger than any window', async () => {
    const many = Array.from({ length: 40_000 }, (_, at) => `{"value":"${'x'.repeat(at % 90)}ü","at":${at}}`)
    const { records: found, facts: about } = await read(
      `{"response":[{"Event":{"info":"large","Attribute":[${many.join(',')}],"date":"2024-05-01"}}]}`,
    )
    assert.equal(found.length, many.length)
    assert.deepEqual(found.at(-1), JSON.parse(many.at(-1)!))
    assert.deepEqual(about, [{ info: 'large', Attribute: [], date: '2024-05-01' }])
  })

  it('takes linear time, however odd', { timeout: 20_000 }, async () => {
    const odd = [
      `{"Event":{"info":"x","date":"d",${'"Attribute":[1],'.repeat(100_000)}"a":1}}`,
      `{"Event":{"info":"x","date":"d","a":"${'\\\\'.repeat(1_000_000)}"}}`,
      `{"Event":{"info":"x","date":"d"}}\n`.repeat(20_000),
      `{"Event":{"info":"x","date":"d"}}\n${'{"Event":\n'.repeat(20_000)}`,
      `[{"Event":{"info":"x","date":"d"}}${',1'.repeat(50_000)}]`,
      `{"Event":{"${'k'.repeat(2_000_000)}":1,"info":"x","date":"d"}}`,
    ]
    for (const text of odd) assert.ok((await read(text)).documents.length > 0)
  })
})
