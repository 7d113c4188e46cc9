import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { Splitter } from '../../src/document/split.ts'

interface Found {
  values: string[]
  problem: string | undefined
}

/** The pieces that the splitter finds when it enters containers down to `depth` and sees `chunk` bytes at a time. */
function split(text: string | Buffer, { depth = 1, chunk = Infinity, lines = false } = {}): Found {
  const bytes = Buffer.from(text)
  const splitter = new Splitter()
  splitter.descend = () => splitter.depth < depth
  splitter.lines = lines
  const found: Found = { values: [], problem: undefined }
  let at = 0
  for (;;) {
    const token = splitter.next()
    if (token === 'end') return found
    if (token === 'value') found.values.push(bytes.toString('utf8', splitter.start, splitter.end))
    if (token === 'broken') {
      found.problem = splitter.problem
      if (!lines) return found
    }
    if (token !== 'more') continue
    if (at >= bytes.length) splitter.finish()
    else splitter.feed(bytes.subarray(at, Math.min(at + chunk, bytes.length)))
    at += chunk
  }
}

describe('split', () => {
  const whole: [text: string, depth: number, values: string[]][] = [
    ['[1,2,3]', 1, ['1', '2', '3']],
    [' [ 1 , "a" , null ] ', 1, ['1', '"a"', 'null']],
    ['[]', 1, []],
    ['{}', 1, []],
    ['[{"a":1},{"b":[1,2]}]', 1, ['{"a":1}', '{"b":[1,2]}']],
    ['{"a":[1,{"b":2}],"c":"d"}', 1, ['[1,{"b":2}]', '"d"']],
    ['{"a":[1,{"b":2}],"c":"d"}', 2, ['1', '{"b":2}', '"d"']],
    ['["a\\"]","\\\\",{"}":"{"}]', 1, ['"a\\"]"', '"\\\\"', '{"}":"{"}']],
    ['{"a":1}\n{"a":2}\n', 0, ['{"a":1}', '{"a":2}']],
    ['1 2', 0, ['1', '2']],
    ['[-1.5e+3,true]', 1, ['-1.5e+3', 'true']],
    ['["ü𝄞"]', 1, ['"ü𝄞"']],
  ]
  for (const [text, depth, values] of whole) {
    it(`finds the values of ${text.trim()} at depth ${depth}`, () => {
      assert.deepEqual(split(text, { depth }), { values, problem: undefined })
    })
  }

  const broken: [text: string, problem: RegExp][] = [
    ['[1 2]', /expected "," or the end/],
    ['[1,]', /expected a value, found "\]"/],
    ['[,1]', /expected a value, found ","/],
    ['{"a" 1}', /expected ":"/],
    ['{a:1}', /expected a key in double quotes/],
    ['{"a":1,}', /expected a key in double quotes, found "}"/],
    ['[1}', /expected "," or the end/],
    [']', /expected a value/],
    ['[1', /ends in the middle/],
    ['{"a":"b', /ends in the middle/],
    ['[{"a":1}', /ends in the middle/],
    ['{"a', /ends in the middle/],
    ['['.repeat(1_000_000), /ends in the middle/],
    ['{"a":'.repeat(200_000), /ends in the middle/],
  ]
  for (const [text, problem] of broken) {
    it(`says what is wrong with ${text.slice(0, 20)}`, () => assert.match(split(text).problem ?? '', problem))
  }

  it('finds the same in pieces of any size', () => {
    const texts = [...whole.map(([text]) => text), ...broken.map(([text]) => text).filter((text) => text.length < 100)]
    for (const text of texts) {
      for (const depth of [0, 1, 2, 3]) {
        const expected = split(text, { depth })
        for (let chunk = 1; chunk < 12; chunk++) assert.deepEqual(split(text, { depth, chunk }), expected, `${text} by ${chunk}`)
      }
    }
  })

  it('finds the items that JSON.parse finds, whatever the items, the spacing and the pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 64 }),
        (items, indent, chunk) => {
          const { values, problem } = split(JSON.stringify(items, null, indent), { chunk })
          assert.equal(problem, undefined)
          assert.deepEqual(
            values.map((value) => JSON.parse(value)),
            JSON.parse(JSON.stringify(items)),
          )
        },
      ),
    )
  })

  it('accepts every text that JSON.parse accepts, and takes no other for whole without its pieces failing', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', ' ', '\n', 'true', '{"a":1}', '[1]')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (parts, chunk) => {
        const text = parts.join('')
        const found = split(text, { chunk })
        if (isJson(text)) assert.equal(found.problem, undefined, text)
        // Several values may follow one another at the top; that is no JSON, but NDJSON
        else if (found.problem === undefined && /^\s*[[{]/.test(text) && found.values.every(isJson))
          assert.ok(isSequence(text), text)
      }),
      { numRuns: 2000 },
    )
  })

  it('goes on with the next line after a broken one', () => {
    const text = '{"a":1}\n{"a":\n{"a":2}\n["x\n}\n{"a":3}'
    for (const chunk of [1, 2, 3, 100]) {
      const { values, problem } = split(text, { depth: 0, lines: true, chunk })
      assert.deepEqual(values, ['{"a":1}', '{"a":2}', '{"a":3}'])
      assert.ok(problem !== undefined)
    }
  })

  it('tells keys, also escaped ones, and the path', () => {
    const bytes = Buffer.from('{"\\u0041ttribute":[{"x":1}],"b/c":{"d":2}}')
    const splitter = new Splitter()
    splitter.descend = () => splitter.depth < 2
    splitter.feed(bytes)
    splitter.finish()
    const paths: unknown[] = []
    for (let token = splitter.next(); token !== 'end'; token = splitter.next()) if (token === 'value') paths.push(splitter.path())
    assert.deepEqual(paths, [
      ['Attribute', 0],
      ['b/c', 'd'],
    ])
  })

  it('marks what nests too deeply', () => {
    const splitter = new Splitter(0, 5)
    splitter.descend = () => splitter.depth < 1
    splitter.feed(Buffer.from('[[[[[]]]],[[[[[]]]]]]'))
    splitter.finish()
    const marks: boolean[] = []
    for (let token = splitter.next(); token !== 'end'; token = splitter.next())
      if (token === 'value') marks.push(splitter.tooDeep)
    assert.deepEqual(marks, [false, true])
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether the text is several JSON values after one another. */
function isSequence(text: string): boolean {
  if (text.trim() === '') return true
  for (let end = 1; end <= text.length; end++) {
    if (isJson(text.slice(0, end)) && isSequence(text.slice(end))) return true
  }
  return false
}
