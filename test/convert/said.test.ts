import { equal, notEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { hashOf } from '../../src/convert/original/said.ts'

test('no tags say the same as an empty list of them, and as tags of clusters, which are told by themselves', () => {
  const attribute = { type: 'domain', value: 'a.example', Galaxy: [] }
  for (const kind of ['attribute', 'event'] as const) {
    const none = hashOf(kind, attribute)
    equal(hashOf(kind, { ...attribute, Tag: [] }), none)
    equal(hashOf(kind, { ...attribute, Tag: [{ name: 'misp-galaxy:tool="A"' }] }), none)
    notEqual(hashOf(kind, { ...attribute, Tag: [{ name: 'a' }] }), none)
  }
})

test('tags say the same in any order, and twice', () => {
  equal(tagged('a', 'b', 'c'), tagged('c', 'a', 'b', 'a'))
  notEqual(tagged('a', 'b'), tagged('ab'))
  notEqual(tagged('a', 'b'), tagged('a', 'c'))
})

function tagged(...names: string[]): number {
  return hashOf('attribute', { Tag: names.map((name) => ({ name })) })
}
