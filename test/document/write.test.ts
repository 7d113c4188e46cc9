import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { TextSink } from '../../src/document/text-sink.ts'
import { writeBundle, writeEvent, writeResponse, writeSearch, type Layout, type Write } from '../../src/document/write.ts'
import type { StixObject } from '../../src/stix/types.ts'

const LAYOUTS: Layout[] = ['line', 'records', 'pretty']

function textOf(action: (write: Write) => void): string {
  let text = ''
  action((piece) => (text += piece))
  return text
}

function bundle(objects: StixObject[], layout: Layout): string {
  return textOf((write) => {
    const writer = writeBundle(write, layout)
    for (const object of objects) writer.object(object)
    writer.end('bundle--1')
  })
}

const one = { type: 'a', id: 'a--1' }
const two = { type: 'b', id: 'b--2', list: [1] }

describe('a bundle', () => {
  const cases: [layout: Layout, objects: StixObject[], text: string][] = [
    ['line', [], '{"type":"bundle","id":"bundle--1"}\n'],
    [
      'line',
      [one, two],
      '{"type":"bundle","objects":[{"type":"a","id":"a--1"},{"type":"b","id":"b--2","list":[1]}],"id":"bundle--1"}\n',
    ],
    [
      'records',
      [one, two],
      '{"type":"bundle","objects":[\n{"type":"a","id":"a--1"},\n{"type":"b","id":"b--2","list":[1]}\n],"id":"bundle--1"}\n',
    ],
  ]
  for (const [layout, objects, text] of cases)
    it(`${layout}, ${objects.length} objects`, () => assert.equal(bundle(objects, layout), text))

  it('takes objects as the text that they are, but when pretty', () => {
    const text = Buffer.from('{"type": "a",\r"id": "a--1"},\n{"type":"b","x":"\\n","id":"ü"}')
    const withLines = (layout: Layout): string | undefined => {
      let written = ''
      const writer = writeBundle(
        (piece) => (written += piece),
        layout,
        (bytes) => (written += Buffer.from(bytes).toString()),
      )
      if (writer.lines === undefined) return undefined
      writer.object(two)
      writer.lines(text)
      writer.end('bundle--1')
      return written
    }
    assert.equal(withLines('pretty'), undefined)
    assert.equal(
      withLines('records'),
      `{"type":"bundle","objects":[\n{"type":"b","id":"b--2","list":[1]},\n${text.toString()}\n],"id":"bundle--1"}\n`,
    )
    assert.equal(
      withLines('line'),
      '{"type":"bundle","objects":[{"type":"b","id":"b--2","list":[1]},{"type": "a","id": "a--1"},{"type":"b","x":"\\n","id":"ü"}],"id":"bundle--1"}\n',
    )
  })

  it('looks, when pretty, as JSON.stringify lays it out', () => {
    assert.equal(
      bundle([one, two], 'pretty'),
      `${JSON.stringify({ type: 'bundle', objects: [one, two], id: 'bundle--1' }, null, 2)}\n`,
    )
  })
})

describe('an event', () => {
  const attribute = { type: 'ip-dst', value: '198.51.100.7' }
  const event = { info: 'Phishing', Attribute: [attribute, attribute], Object: [], Tag: [{ name: 'tlp:green' }] }

  it('has one attribute a line', () => {
    const line = JSON.stringify(attribute)
    const expected = `{"Event":{"info":"Phishing","Attribute":[\n${line},\n${line}\n],"Object":[],"Tag":[{"name":"tlp:green"}]}}`
    assert.equal(
      textOf((write) => writeEvent(write, event, 'records')),
      expected,
    )
  })

  it('looks, when pretty, as JSON.stringify lays it out', () => {
    assert.equal(
      textOf((write) => writeEvent(write, event, 'pretty')),
      JSON.stringify({ Event: event }, null, 2),
    )
    const several = textOf((write) => writeResponse(write, [() => writeEvent(write, event, 'pretty', 2)], 'pretty'))
    assert.equal(several, `${JSON.stringify({ response: [{ Event: event }] }, null, 2)}\n`)
  })

  it('is what it was, whatever it holds', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue())
    const events = fc.record({ Attribute: fc.array(record), Object: fc.array(record), info: fc.string({ unit: 'binary' }) })
    fc.assert(
      fc.property(events, fc.constantFrom(...LAYOUTS), (value, layout) => {
        const text = textOf((write) => writeEvent(write, value, layout))
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify({ Event: value })))
        if (layout === 'line') assert.ok(!text.includes('\n'))
      }),
    )
  })
})

describe('a search', () => {
  const cases: [name: string, search: { Attribute: object[]; Object: object[] }, value: unknown][] = [
    ['of attributes', { Attribute: [{ a: 1 }], Object: [] }, { response: { Attribute: [{ a: 1 }] } }],
    ['of objects', { Attribute: [], Object: [{ o: 1 }] }, { response: [{ Object: { o: 1 } }] }],
    ['of both', { Attribute: [{ a: 1 }], Object: [{ o: 1 }] }, { response: { Attribute: [{ a: 1 }], Object: [{ o: 1 }] } }],
    ['without results', { Attribute: [], Object: [] }, { response: { Attribute: [] } }],
  ]
  for (const [name, search, value] of cases) {
    for (const layout of LAYOUTS) {
      it(`${name}, ${layout}`, () => {
        const text = textOf((write) =>
          writeSearch(write, search as { Attribute: Record<string, unknown>[]; Object: Record<string, unknown>[] }, layout),
        )
        assert.deepEqual(JSON.parse(text), value)
        if (layout === 'pretty') assert.equal(text, `${JSON.stringify(value, null, 2)}\n`)
      })
    }
  }
})

describe('a text sink', () => {
  it('passes on what was written, however long the texts and small the buffer', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 200 }))
    fc.assert(
      fc.property(texts, fc.integer({ min: 12, max: 100 }), (parts, capacity) => {
        const pieces: Buffer[] = []
        const sink = new TextSink((bytes) => pieces.push(Buffer.from(bytes)), capacity)
        for (const part of parts) sink.write(part)
        sink.flush()
        assert.equal(Buffer.concat(pieces).toString(), Buffer.from(parts.join('')).toString())
        assert.ok(pieces.every(({ length }) => length <= capacity))
      }),
    )
  })
})
