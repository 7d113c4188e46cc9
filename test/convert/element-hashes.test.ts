import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { ElementHashes } from '../../src/convert/original/element-hashes.ts'
import { KeyHash } from '../../src/convert/original/key-hash.ts'

function hashesOf(keys: readonly string[]): ElementHashes {
  const hashes = new ElementHashes()
  for (const [at, key] of keys.entries()) hashes.add(new KeyHash().take(key), 0xffffffff - at)
  return hashes
}

test('hashes come back from their text by the keys of the elements', () => {
  const keys = Array.from({ length: 1000 }, (_, at) => `attribute ${at}`)
  const made = hashesOf(keys)
  for (const hashes of [made, ElementHashes.from(made.toString())]) {
    for (const [at, key] of keys.entries()) equal(hashes.of(key), 0xffffffff - at)
    equal(hashes.of('attribute 1000'), undefined)
    equal(hashes.isEmpty, false)
  }
})

test('of an element that is there twice the first counts', () =>
  equal(hashesOf(['object a', 'object a']).of('object a'), 0xffffffff))

test('what holds no hashes is empty', () => {
  for (const text of [undefined, {}, '', 'AAAA', '????']) {
    equal(ElementHashes.from(text).isEmpty, true)
    equal(ElementHashes.from(text).of('event itself'), undefined)
  }
})

test('keys whose hashes are half the same are found as fast as others', () => {
  const { one } = new KeyHash().take('object a')
  const hashes = new ElementHashes()
  for (let other = 0; other < 200_000; other++) hashes.add(Object.assign(new KeyHash(), { one, other }), 1)
  const start = performance.now()
  for (let turn = 0; turn < 20_000; turn++) equal(hashes.of('object a'), undefined)
  const seconds = (performance.now() - start) / 1000
  ok(seconds < 3, `it took ${seconds.toFixed(1)} s`)
})
