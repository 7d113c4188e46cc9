import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { hiddenFaults, mayHide, type HiddenFault } from '../../src/document/hidden-faults.ts'
import { locate } from '../../src/document/locate.ts'
import { Positions } from '../../src/document/positions.ts'
import { bytesSource } from '../../src/document/source.ts'
import { walkText } from '../../src/document/text-walk.ts'
import { under } from '../../src/validate/pointer.ts'

/** JSON text with blanks and odd escapes, and of each value in it the pointer and the text: what a naive writer knows. */
interface Written {
  text: string
  places: [pointer: string, start: number, end: number][]
}

function written(value: unknown, gap: string, isEscaped: boolean): Written {
  const places: Written['places'] = []
  let text = ''
  const string = (word: string) =>
    isEscaped
      ? `"${Array.from({ length: word.length }, (_, at) => `\\u${word.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
      : JSON.stringify(word)
  const write = (part: unknown, pointer: string) => {
    const start = Buffer.byteLength(text)
    if (Array.isArray(part)) {
      text += `[${gap}`
      for (const [index, item] of part.entries()) {
        if (index > 0) text += `${gap},${gap}`
        write(item, under(pointer, index))
      }
      text += `${gap}]`
    } else if (typeof part === 'object' && part !== null) {
      text += `{${gap}`
      for (const [index, [key, item]] of Object.entries(part).entries()) {
        text += `${index > 0 ? `${gap},` : ''}${string(key)}${gap}:${gap}`
        write(item, under(pointer, key))
      }
      text += `${gap}}`
    } else text += typeof part === 'string' ? string(part) : JSON.stringify(part)
    places.push([pointer, start, Buffer.byteLength(text)])
  }
  write(value, '')
  return { text, places }
}

function faultsIn(text: string): HiddenFault[] {
  const faults: HiddenFault[] = []
  hiddenFaults(Buffer.from(text), (fault) => faults.push(fault))
  return faults
}

/** The naive way to a position: the text before the place. */
function naive(text: string, offset: number) {
  const lines = Buffer.from(text).toString('utf8', 0, offset).split('\n')
  return { line: lines.length, column: lines.at(-1)!.length + 1 }
}

/** What text can say: it has no -0. */
const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).map((value): unknown => JSON.parse(JSON.stringify(value)))
const gaps = fc.constantFrom('', ' ', '\n\t', '\r\n  ')

describe('locate', () => {
  it('finds each value where a naive writer put it', () => {
    fc.assert(
      fc.property(json, gaps, fc.boolean(), (value, gap, isEscaped) => {
        const { text, places } = written(value, gap, isEscaped)
        assert.deepEqual(JSON.parse(text), value)
        const found = locate(
          Buffer.from(text),
          places.map(([pointer]) => pointer),
        )
        assert.deepEqual(
          found,
          places.map(([, start, end]) => ({ start, end, isThere: true })),
        )
      }),
    )
  })

  it('finds one value alone as it finds it among all', () => {
    fc.assert(
      fc.property(json, gaps, fc.nat(), (value, gap, choice) => {
        const { text, places } = written(value, gap, false)
        const [pointer, start, end] = places[choice % places.length]!
        assert.deepEqual(locate(Buffer.from(text), [pointer]), [{ start, end, isThere: true }])
      }),
    )
  })

  const text = '{"a": {"b": [1, "é", {"c": null}]}, "a/b": 2, "a": {"b": [true]}, "~": "x"}'
  const cases: [pointer: string, text: string, isThere: boolean][] = [
    ['/a', '{"b": [true]}', true],
    ['/a/b/0', 'true', true],
    ['/a/b/1', '[true]', false],
    ['/a/b/2/c', '[true]', false],
    ['/a/x', '{"b": [true]}', false],
    ['/a~1b', '2', true],
    ['/~0', '"x"', true],
    ['/nothing', text, false],
  ]
  for (const [pointer, expected, isThere] of cases) {
    it(`${pointer} is ${expected.slice(0, 20)}: the last of equal keys, else what is around it`, () => {
      const bytes = Buffer.from(text)
      const [found] = locate(bytes, [pointer])
      assert.deepEqual([bytes.toString('utf8', found?.start, found?.end), found?.isThere], [expected, isThere])
    })
  }

  it('takes any bytes, and megabytes of nesting', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => assert.equal(locate(bytes, ['/a/0', '']).length, 2)))
    const deep = Buffer.from('['.repeat(2_000_000) + ']'.repeat(2_000_000))
    assert.deepEqual(locate(deep, ['', '/0']), [
      { start: 0, end: deep.length, isThere: true },
      { start: 1, end: deep.length - 1, isThere: true },
    ])
    assert.equal(locate(deep.subarray(0, 2_000_000), ['/0/0']).length, 1)
  })
})

describe('a walk through text', () => {
  const silent = { open: () => true, close() {}, key() {}, scalar() {} }
  const wrong: [text: string, at: number, problem: RegExp][] = [
    ['', 0, /expected a value, but the text ends/],
    ['{"a" 1}', 5, /expected ":" after a key, found "1"/],
    ['{"a": 1,}', 8, /expected a key in double quotes, found "}"/],
    ['[1 2]', 3, /expected "," or "\]", found "2"/],
    ['[1,]', 3, /expected a value, found "\]"/],
    ['[01]', 1, /expected a value/],
    ['[1.]', 1, /expected a value/],
    ['[1e]', 1, /expected a value/],
    ['[-]', 1, /expected a value/],
    ['[.5]', 1, /expected a value/],
    ['[nul]', 1, /expected a value, found "n"/],
    ['["a', 3, /ends in the middle of a string/],
    ['["\\x"]', 2, /escape that JSON does not have/],
    ['["\\u12g4"]', 2, /escape that JSON does not have/],
    ['["a\nb"]', 3, /control character \(0x0a\)/],
    ["{'a': 1}", 1, /expected a key in double quotes, found "'"/],
    ['{} {}', 3, /expected the end of the text, found "\{"/],
    ['{"a": {"b": 1', 13, /expected "," or "\}", but the text ends/],
  ]
  for (const [text, at, problem] of wrong) {
    it(`tells where ${JSON.stringify(text)} stops being JSON`, () => {
      const fault = walkText(Buffer.from(text), silent)
      assert.equal(fault?.at, at)
      assert.match(fault.problem, problem)
    })
  }

  it('takes what JSON.parse takes, and nothing else', () => {
    const piece = fc.constantFrom(...Array.from('{}[],:"\\-+.eE019 \n'), '"a"', 'null', 'true', '\\u00e9', '\\n', '1.5', 'é')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
          fc.json(),
        ),
        (text) => {
          let isJson = true
          try {
            JSON.parse(text)
          } catch {
            isJson = false
          }
          assert.equal(walkText(Buffer.from(text), silent) === undefined, isJson)
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('hidden faults', () => {
  const cases: [text: string, faults: string[]][] = [
    ['{"a":1,"b":{"a":2}}', []],
    ['{"a":1,"\\u0061":2}', ['duplicate-keys /a']],
    ['{"a":{"b":1,"b":2,"b":3}}', ['duplicate-keys /a/b', 'duplicate-keys /a/b']],
    ['[{"a":1},{"a":1}]', []],
    ['{"__proto__":1,"__proto__":2}', ['duplicate-keys /__proto__']],
    ['[9007199254740991,-9007199254740991,1234567890.1234567890]', []],
    ['[9007199254740992,[-9007199254740993]]', ['integer-range /0', 'integer-range /1/0']],
    ['{"a":1e400,"b":1e5}', ['integer-range /a']],
    ['["12345678901234567890"]', []],
    ['["\\ud83d\\ude00","\\\\ud800","\\uD83D\\uDE00"]', []],
    ['["\\ud800","\\udc00x","\\ud800\\ud800\\udc00"]', ['string-surrogates /0', 'string-surrogates /1', 'string-surrogates /2']],
    ['{"a":{"\\uDFFF":1}}', ['string-surrogates /a']],
  ]
  for (const [text, expected] of cases) {
    it(`in ${text}: ${expected.join(', ') || 'none'}`, () => {
      const bytes = Buffer.from(text)
      const faults = faultsIn(text)
      assert.deepEqual(
        faults.map(({ code, path }) => `${code} ${path}`),
        expected,
      )
      if (expected.length > 0) assert.ok(mayHide(bytes, 0, bytes.length, JSON.parse(text)), 'the cheap test sees it')
    })
  }

  it('are where they are said to be', () => {
    const text = '{"é": 1, "é": 2, "n": 99999999999999999999, "s": "x\\udc00"}'
    const bytes = Buffer.from(text)
    const shown = faultsIn(text).map(({ start, end, before }) => [bytes.toString('utf8', start, end), before])
    assert.deepEqual(shown, [
      ['"é"', 1],
      ['99999999999999999999', undefined],
      ['\\udc00', undefined],
    ])
  })

  it('are never missed by the cheap test, which is silent on plain values', () => {
    fc.assert(
      fc.property(json, gaps, (value, gap) => {
        const bytes = Buffer.from(written(value, gap, false).text)
        if (!mayHide(bytes, 0, bytes.length, value)) assert.deepEqual(faultsIn(bytes.toString()), [])
      }),
    )
    const plain = { type: 'indicator', labels: ['a', 'b: c'], n: [1, -2.5, true, null], o: { e: 'x"y\\' } }
    const bytes = Buffer.from(JSON.stringify(plain))
    assert.equal(mayHide(bytes, 0, bytes.length, plain), false)
  })
})

describe('positions', () => {
  it('are those of the text before, in any order of asking', () => {
    const piece = fc.constantFrom('a', '\n', 'é', '€', '😀', '\r\n', 'x'.repeat(40_000), '\n'.repeat(30_000), '😀'.repeat(20_000))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), (pieces, places) => {
        const text = pieces.join('')
        const starts = pieces.map((_, at) => Buffer.byteLength(pieces.slice(0, at).join('')))
        const positions = new Positions(bytesSource(Buffer.from(text)))
        for (const place of places) {
          const offset = starts[place % Math.max(1, starts.length)] ?? 0
          assert.deepEqual(positions.at(offset), naive(text, offset))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('do not count a byte order mark, and end where the text ends', () => {
    const positions = new Positions(bytesSource(Buffer.from('\ufeff{"a":\n1}')))
    assert.deepEqual(positions.at(3), { line: 1, column: 1 })
    assert.deepEqual(positions.at(1000), { line: 2, column: 3 })
  })

  it('read a large text once for many places', () => {
    let read = 0
    const bytes = Buffer.from('{"a": "b"}\n'.repeat(200_000))
    const source = bytesSource(bytes)
    const positions = new Positions({
      ...source,
      read: (into, offset) => {
        read += into.length
        return source.read(into, offset)
      },
    })
    for (let offset = 0; offset < bytes.length; offset += 1100) assert.equal(positions.at(offset).line, offset / 11 + 1)
    assert.ok(read < bytes.length * 1.1, `${read} of ${bytes.length} bytes`)
    read = 0
    for (let at = 0; at < 20; at++)
      assert.equal(positions.at(at % 2 === 0 ? 11 : bytes.length - 11).line, at % 2 === 0 ? 2 : 200_000)
    assert.ok(read < 20 * 128 * 1024, `${read} bytes for going to and fro`)
  })
})
