import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { compileAll } from '../../src/mapping/compile.ts'
import type { RawRow, Tables } from '../../src/mapping/table.ts'
import { defaultTables } from './tables.ts'

test('the tables have no fault: every row compiles, and its example goes to STIX, to a pattern, and back', () => {
  assert.deepEqual(compileAll(defaultTables).problems, [])
})

/** A row instead of `md5`, and what is wrong with it. */
const ATTRIBUTES: readonly [RawRow, RegExp][] = [
  [{}, /^md5: exactly one of sco, sdo, rule, generic, pattern-only is needed, found none$/],
  [{ sco: 'file', generic: true }, /found sco, generic$/],
  [{ sco: 'file', slots: ['hash'], bind: { 'hash.MD5': 'hash' } }, /^hash\.MD5: file has no property 'hash'$/],
  [{ sco: 'file', slots: ['hash'], bind: { 'hashes..MD5': 'hash' } }, /is not a path/],
  [{ sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hsah' } }, /^hsah: no slot of this row$/],
  [
    { sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': { from: 'hash', codec: 'md5' } } },
    /no codec 'md5'; there are string, text/,
  ],
  [
    { sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hash' }, match: ['name'] },
    /^name: stands in match, but not in const$/,
  ],
  [{ sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hash' }, derive: { name: 'guess' } }, /no derivation 'guess'/],
  [
    { sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hash' }, aliases: { name: ['path'] } },
    /^name: spelled, but not bound$/,
  ],
  [{ sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hash' } }, /^needs an example/],
  [{ sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hash' }, example: 'short' }, /^the example makes no legal object$/],
  [{ sco: 'file', slots: ['hash'], bind: { name_enc: 'hash' }, example: 'UTF-8' }, /^name_enc: nothing in the row fills/],
  [{ sco: 'file', slots: ['hash'], bind: { name: 'hash', "hashes.'X'": 'hash' }, example: 'a' }, /^hash: stands in two places$/],
  [
    {
      sco: 'file',
      slots: ['hash'],
      bind: { 'hashes.MD5': 'hash' },
      atomic: { sco: 'url', bind: { value: 'hash' } },
      example: 'd41d8cd98f00b204e9800998ecf8427e',
    },
    /^the atomic form is no legal object$/,
  ],
  [{ sco: 'network-traffic', slots: ['ip'], bind: { 'dst_ref.value': 'ip' } }, /may point at .*; say which under refs/],
  [{ sco: 'network-traffic', slots: ['ip'], refs: { dst_ref: 'url' }, bind: { 'dst_ref.value': 'ip' } }, /not at url/],
  [{ like: 'md4' }, /there is no row 'md4'/],
  [{ like: 'sha1', example: '3395856ce81f2b7382dee72602f798b642f14140' }, /^reads the same shape as md5/],
]

suite('a wrong attribute row is found', () => {
  for (const [row, message] of ATTRIBUTES) test(String(message), () => assertFault({ attributes: { md5: row } }, message))
})

const SHARED: RawRow = { sco: 'mutex', relations: { name: 'mutex', text: 'text' } }

/** A row of an object template, and what is wrong with it. */
const OBJECTS: readonly [RawRow, RegExp][] = [
  [{ bind: { name: 'title' } }, /^title: no relation of this template$/],
  [{ bind: { name: 'name' }, when: { state: 'x' } }, /^state: no relation of this template$/],
  [{ bind: { name: 'name' }, relations: { name: 'mutexx' } }, /^name: there is no attribute type 'mutexx'$/],
  [{ bind: { name: 'text.data' } }, /^text\.data: no relation of this template$/],
  [{ bind: { name: 'name' }, example: { name: 'a', title: 'b' } }, /^example: title is no relation/],
  [{ bind: { name: { from: 'name', codec: 'protocol' } }, example: { name: 'Mixed' } }, /^the example loses name Mixed$/],
  [{ bind: { name: 'name' }, example: { name: ['a', 'b'] } }, /^the example loses name b$/],
  [{ bind: { name: 'name' }, example: { name: 'a' }, 'embedded-in': 'nothing' }, /^embedded-in: there is no template 'nothing'$/],
  [{ sco: 'software', bind: { name: 'name', languages: ['text', 'name'] } }, /^languages: text and name cannot be told apart/],
]

suite('a wrong object row is found', () => {
  for (const [row, message] of OBJECTS)
    test(String(message), () => assertFault({ objects: { example: { ...SHARED, ...row } } }, message))
})

test('equal shapes are told with both names, unless one is not chosen by shape', () => {
  const one: RawRow = { ...SHARED, bind: { name: 'name' }, example: { name: 'a' } }
  assertFault(
    { objects: { one, two: one } },
    /^reads the same shape as one \(objects\/one\.yaml\): one of them needs decode: false$/,
  )
  assert.deepEqual(faults({ objects: { one, two: { ...one, decode: false } } }), [])
})

function assertFault(over: Partial<Tables>, message: RegExp): void {
  const found = faults(over)
  assert.ok(
    found.some((each) => message.test(each)),
    found.join('\n'),
  )
}

/** What is wrong with tables of these rows. */
function faults({ attributes = {}, objects = {} }: Partial<Tables>): string[] {
  const { sha1 = {} } = defaultTables.attributes
  const rest = Object.keys(attributes).some((name) => attributes[name]?.like === 'sha1') ? { sha1 } : {}
  const tables: Tables = { ...defaultTables, attributes: { ...attributes, ...rest }, objects, galaxies: {}, envelope: {} }
  return compileAll(tables).problems.map((problem) => problem.message)
}
