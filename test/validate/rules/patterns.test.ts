import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RULES } from '../../../src/validate.ts'
import { ask, indicator } from './ask-extensions.ts'

test('patterns: tells where a pattern breaks off, and what was expected', () => {
  assert.deepEqual(ask('patterns', indicator(`[file:hashes."SHA-256" = 'aec']`)), [
    '/pattern this is no STIX pattern, from 1:14 (line:column) on: expected a property name, found """ (strings and names are quoted with apostrophes)',
  ])
  assert.deepEqual(ask('patterns', indicator("[url:value = 'a'\n  AND url:value = ]")), [
    '/pattern this is no STIX pattern, from 2:19 (line:column) on: expected a value, found "]"',
  ])
})

const UNREADABLE = [
  indicator(''),
  indicator("[file:name = 'a'] REPEATS 0 TIMES"),
  indicator("[file:contains_refs[-1].name = 'x']"),
  indicator("[file:name = 'a'] START '2026-01-01T00:00:00Z' STOP '2026-01-02T00:00:00Z'"),
  indicator('[EXISTS file:name]', { pattern_version: '2.0' }),
  indicator('[EXISTS file:name]', { spec_version: '2.0' }),
]

const READABLE = [
  indicator("[file:name = 'a']"),
  indicator("[file:name = 'a'] START '2026-01-01T00:00:00Z' STOP '2026-01-02T00:00:00Z'", { pattern_version: '2.0' }),
  indicator('[EXISTS file:name]', { pattern_version: '2.1', spec_version: '2.0' }),
  indicator('alert tcp any any <> any 80', { pattern_type: 'snort' }),
  indicator('x', { pattern_type: 7 }),
  { ...indicator(''), pattern: ['x'] },
]

test('patterns: reads by the version of the pattern, else of the object', () => {
  for (const object of UNREADABLE) assert.equal(ask('patterns', object).length, 1, JSON.stringify(object))
  for (const object of READABLE) assert.deepEqual(ask('patterns', object), [], JSON.stringify(object))
})

/** A pattern for each finding, and where it stands. */
const FINDINGS: [code: string, pattern: string, place: string][] = [
  ['and-over-types', "[file:name = 'a' AND url:value = 'b']", '1:2'],
  ['constant-type', "[network-traffic:dst_port = '443']", '1:29'],
  ['empty-set', '[url:value IN ()]', '1:2'],
  ['hash-name', "[file:hashes.sha256 = 'a']", '1:14'],
  ['hash-value', "[file:name = 'a'\n OR file:hashes.MD5 = 'f00']", '2:23'],
  ['index-without-list', "[file:name[0] = 'a']", '1:11'],
  ['integer-range', '[x-usb:size = 9007199254740992]', '1:15'],
  ['invalid-regex', "[file:name MATCHES '(']", '1:20'],
  ['invalid-subnet', "[ipv4-addr:value ISSUBSET '198.51.100.0/33']", '1:27'],
  ['list-without-index', "[network-traffic:protocols = 'tcp']", '1:2'],
  ['mixed-set', "[x-usb:size IN (1, 'a')]", '1:2'],
  ['name-form', '[x_usb:size = 1]', '1:2'],
  ['not-an-observable', "[threat-actor:name = 'a']", '1:2'],
  ['stop-not-after-start', "[file:name = 'a'] START t'2026-01-02T00:00:00Z' STOP t'2026-01-01T00:00:00Z'", '1:19'],
  ['subnet-path', "[file:name ISSUBSET '10.0.0.0/8']", '1:2'],
  ['unknown-property', "[file:path = 'a']", '1:7'],
]

test('pattern findings: each rule tells its own, and where', () => {
  const codes = RULES.map(({ code }) => code).filter((code) => code.startsWith('pattern-') && code !== 'pattern-validity-window')
  assert.deepEqual(
    codes,
    FINDINGS.map(([code]) => `pattern-${code}`),
  )
  for (const [finding, pattern, place] of FINDINGS) {
    for (const code of codes) {
      const said = ask(code, indicator(pattern))
      if (code !== `pattern-${finding}`) assert.deepEqual(said, [], `${code}: ${pattern}`)
      else assert.match(said.join(), new RegExp(`^/pattern .*, at ${place} of the pattern$`), pattern)
    }
  }
})

test('pattern findings: one that comes again and again is told ten times', () => {
  const said = ask('pattern-hash-value', indicator(`[file:hashes.MD5 IN (${Array(1000).fill("'f00'").join()})]`))
  assert.equal(said.length, 11)
  assert.equal(said.at(-1), '/pattern the same 990 times more in the pattern')
})

const WINDOW = "[file:name = 'a'] START t'2026-01-02T00:00:00Z' STOP t'2026-01-03T00:00:00Z'"

test('pattern-validity-window: the pattern asks for nothing outside valid_from and valid_until', () => {
  const code = 'pattern-validity-window'
  for (const more of [
    {},
    { valid_from: '2026-01-02T00:00:00.000Z', valid_until: '2026-01-03T00:00:00Z' },
    { valid_from: 'yesterday' },
    { valid_from: 3 },
  ])
    assert.deepEqual(ask(code, indicator(WINDOW, more)), [], JSON.stringify(more))
  assert.deepEqual(ask(code, indicator(WINDOW, { valid_from: '2026-01-02T00:00:01Z' })), [
    '/pattern the pattern begins to look at "2026-01-02T00:00:00Z", before the indicator is valid from "2026-01-02T00:00:01Z"',
  ])
  assert.deepEqual(ask(code, indicator(WINDOW, { valid_until: '2026-01-02T12:00:00Z' })), [
    '/pattern the pattern looks until "2026-01-03T00:00:00Z", after the indicator is valid until "2026-01-02T12:00:00Z"',
  ])
})
