import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peer, peersMissing } from './peers.ts'

const PATTERNS: [pattern: string, errors: number][] = [
  ["[ipv4-addr:value = '198.51.100.7']", 0],
  ["[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e'] FOLLOWEDBY [url:value LIKE 'https://%']", 0],
  ["[ipv4-addr:value IN ('198.51.100.7', '198.51.100.8')] WITHIN 5 SECONDS", 0],
  ['[ipv4-addr:value = ]', 1],
  ["ipv4-addr:value = '198.51.100.7'", 2],
]

test('stix2-patterns reads patterns', { skip: peersMissing() }, async () => {
  await using grammar = peer('stix2-patterns')
  const answers = await Promise.all(PATTERNS.map(([pattern]) => grammar.ask({ pattern })))
  for (const [i, [pattern, errors]] of PATTERNS.entries()) assert.equal(answers[i]?.errors.length, errors, pattern)
})

test('stix2-patterns knows the grammar of 2.0', { skip: peersMissing() }, async () => {
  await using grammar = peer('stix2-patterns')
  const pattern = '[EXISTS file:size]'
  assert.equal((await grammar.ask({ pattern, version: '2.0' })).errors.length, 1)
  assert.equal((await grammar.ask({ pattern })).errors.length, 0)
})
