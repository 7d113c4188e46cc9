import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { repeatsKey } from '../../src/document/hidden-faults.ts'

function repeats(text: string): boolean {
  return repeatsKey(Buffer.from(text), JSON.parse(text))
}

test('a text that JSON.stringify wrote repeats no key', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => !repeats(JSON.stringify(value))))
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => !repeats(JSON.stringify(value, null, 1))))
})

test('a key that is put in once more is found, wherever that is', () => {
  const keys = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 })
  fc.assert(
    fc.property(keys, fc.nat(), fc.integer({ min: 0, max: 5 }), (holder, at, depth) => {
      const names = Object.keys(holder)
      const again = JSON.stringify(names[at % names.length])
      const text = `{${again}:{"a:b":"\\\\\\":"},${JSON.stringify(holder).slice(1)}`
      assert.ok(repeats(`${'[{"x":'.repeat(depth)}${text}${'}]'.repeat(depth)}`))
    }),
  )
})

test('colons in strings, escaped quotes and `__proto__` deceive nobody', () => {
  for (const text of [
    '{"a":":","b:\\"":1}',
    '{"__proto__":{"a":1},"b":2}',
    '{"\\\\":"\\\\\\\\","c":["d:e",{"f":":"}]}',
    '"a:b"',
    '[]',
  ])
    assert.ok(!repeats(text), text)
  for (const text of ['{"a":1,"\\u0061":2}', '{"__proto__":1,"__proto__":2}']) assert.ok(repeats(text), text)
})
