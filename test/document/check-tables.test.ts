import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checkTable } from '../../src/document/check-tables.ts'
import type { TableKind } from '../../src/document/check-tables.ts'

const TEMPLATE = {
  object: 'example',
  uuid: '43b3b146-77eb-4931-b4cc-b66c60f28734',
  version: 1,
  'meta-category': 'misc',
  relations: { name: 'text' },
}

/** Kind of file, its content, and what is wrong with it. */
const CASES: readonly [TableKind, unknown, string[]][] = [
  ['attributes', { md5: { sco: 'file', slots: ['hash'], bind: { 'hashes.MD5': 'hash' }, example: 'a' } }, []],
  ['attributes', { 'filename|md5': { scoo: 'file' } }, ["filename|md5: has no key 'scoo'"]],
  [
    'attributes',
    { 'sha512/256': { split: 'middle' } },
    ['sha512/256 / split: must be equal to one of the allowed values: first, last'],
  ],
  ['attributes', { md5: { bind: { 'hashes.MD5': 7 } } }, ['md5 / bind / hashes.MD5: must be string,array,object']],
  [
    'attributes',
    { md5: { bind: { 'hashes.MD5': { codec: 'hex' } } } },
    ["md5 / bind / hashes.MD5: must have required property 'from'"],
  ],
  ['attributes', { md5: { decode: true } }, ['md5 / decode: must be equal to constant']],
  ['attributes', { md5: { atomic: false } }, []],
  ['attributes', { md5: null }, ['md5: must be object']],
  ['attributes', { 'path-aliases': { hashes: ['x'] } }, ['path-aliases / hashes: must match pattern "^[a-z0-9-]+:"']],
  ['object', { ...TEMPLATE, sco: 'mutex', bind: { name: 'name' }, example: { name: ['a', 'b'] } }, []],
  ['object', { ...TEMPLATE, sco: 'file', bind: {}, example: { name: { value: 'a', data: 'QQ==' } } }, []],
  ['object', { ...TEMPLATE, version: '1', generic: true }, ['version: must be integer']],
  ['object', { ...TEMPLATE, variants: [{ generic: true }, { sco: 'file', slots: ['a'] }] }, ["variants / 1: has no key 'slots'"]],
  [
    'object',
    { object: 'example' },
    ['uuid', 'version', 'meta-category', 'relations'].map((key) => `the file: must have required property '${key}'`),
  ],
  ['galaxies', { tool: { sdo: 'tool', types: ['rat'], bind: { name: { from: 'value', codec: 'string' } } } }, []],
  ['galaxies', { tool: { sdo: 'tool', bind: {} } }, ["tool: must have required property 'types'"]],
  ['envelope', { sighting: { sdo: 'sighting', bind: { description: { from: 'source' } } } }, []],
  ['types', { types: { md5: { category: 'Payload delivery', to_ids: 1 } } }, ['types / md5 / to_ids: must be boolean']],
]

suite('the form of the tables', () => {
  for (const [kind, table, faults] of CASES)
    test(`${kind}: ${faults[0] ?? 'right'}`, () => assert.deepEqual(checkTable(kind, table), faults))
})
