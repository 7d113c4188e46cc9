import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OUR_DEFINITIONS, RESIDUE_EXTENSION } from '../../../src/convert/extension.ts'
import { TLP_TAGS } from '../../../src/stix/marking.ts'
import { ask, DEFINITION, domainObject, indicator, observable } from './ask-extensions.ts'

/** Where each rule speaks about an object. */
interface Spoken {
  'extensions-use'?: string[]
  'custom-prefix'?: string[]
  'custom-prefix-lax'?: string[]
  'strict-types'?: string[]
  'strict-properties'?: string[]
}

const CODES = ['extensions-use', 'custom-prefix', 'custom-prefix-lax', 'strict-types', 'strict-properties'] as const

const entry = (extension_type: string) => ({ extensions: { [DEFINITION]: { extension_type } } })

const CASES: [object: Record<string, unknown>, expected: Spoken][] = [
  [domainObject('identity', { name: 'a' }), {}],
  [
    domainObject('identity', { name: 'a', something: 1 }),
    {
      'extensions-use': ['/something'],
      'custom-prefix': ['/something'],
      'custom-prefix-lax': ['/something'],
      'strict-properties': ['/something'],
    },
  ],
  [
    domainObject('identity', { name: 'a', x_rank: 1 }),
    { 'extensions-use': ['/x_rank'], 'custom-prefix': ['/x_rank'], 'strict-properties': ['/x_rank'] },
  ],
  [
    domainObject('identity', { name: 'a', x_acme_rank: 1 }),
    { 'extensions-use': ['/x_acme_rank'], 'strict-properties': ['/x_acme_rank'] },
  ],
  [
    domainObject('identity', { name: 'a', rank: 1, ...entry('toplevel-property-extension') }),
    { 'custom-prefix': ['/rank'], 'custom-prefix-lax': ['/rank'], 'strict-properties': ['/rank'] },
  ],
  [
    domainObject('identity', { name: 'a', x_acme_rank: 1, ...entry('property-extension') }),
    { 'extensions-use': ['/x_acme_rank'], 'strict-properties': ['/x_acme_rank'] },
  ],
  // Names of common properties and reserved ones have rules of their own
  [domainObject('identity', { name: 'a', defanged: true, severity: 1, username: 'a' }), {}],
  [domainObject('x-acme-sensor', { anything: 1, ...entry('new-sdo') }), { 'strict-types': ['/type'] }],
  [domainObject('x-acme-sensor', { anything: 1 }), { 'extensions-use': ['/type'], 'strict-types': ['/type'] }],
  [
    domainObject('sensor', { ...entry('property-extension') }),
    { 'extensions-use': ['/type'], 'custom-prefix': ['/type'], 'custom-prefix-lax': ['/type'], 'strict-types': ['/type'] },
  ],
  [domainObject('x-sensor', { ...entry('new-sro') }), { 'custom-prefix': ['/type'], 'strict-types': ['/type'] }],
  // Below the top
  [
    observable('windows-registry-key', { key: 'a', values: [{ name: 'b' }, { name: 'c', x_acme_note: 1 }] }),
    { 'extensions-use': ['/values/1/x_acme_note'], 'strict-properties': ['/values/1/x_acme_note'] },
  ],
  [
    observable('file', { name: 'a', extensions: { 'ntfs-ext': { alternate_data_streams: [{ name: 'b', x_acme_note: 1 }] } } }),
    {
      'extensions-use': ['/extensions/ntfs-ext/alternate_data_streams/0/x_acme_note'],
      'strict-properties': ['/extensions/ntfs-ext/alternate_data_streams/0/x_acme_note'],
    },
  ],
  [
    observable('file', {
      name: 'a',
      x_acme_rank: 1,
      hashes: { IMPHASH: 'b' },
      extensions: { [DEFINITION]: { extension_type: 'property-extension', rank: 5 } },
    }),
    { 'extensions-use': ['/x_acme_rank'], 'strict-properties': ['/x_acme_rank'] },
  ],
  [observable('email-message', { is_multipart: false, additional_header_fields: { anything: ['a'] } }), {}],
  [observable('file', { name: 'a', extensions: { 'ntfs-ext': { sid: 'a', extension_type: 'property-extension' } } }), {}],
  // Extensions of the older kind
  [
    observable('file', { name: 'a', extensions: { 'x-acme-note-ext': { foo: 1 } } }),
    { 'extensions-use': ['/extensions/x-acme-note-ext'] },
  ],
  [
    observable('file', { name: 'a', extensions: { 'x-note-ext': { foo: 1 } } }),
    { 'extensions-use': ['/extensions/x-note-ext'], 'custom-prefix': ['/extensions/x-note-ext'] },
  ],
  [
    observable('file', { name: 'a', extensions: { 'note-ext': { foo: 1 } } }),
    {
      'extensions-use': ['/extensions/note-ext'],
      'custom-prefix': ['/extensions/note-ext'],
      'custom-prefix-lax': ['/extensions/note-ext'],
    },
  ],
  // Markings
  [
    domainObject('marking-definition', { definition_type: 'pap', definition: { pap: 'red' } }),
    { 'extensions-use': ['/definition_type'] },
  ],
  [domainObject('marking-definition', { definition_type: 'statement', definition: { statement: 'a' } }), {}],
  [
    domainObject('marking-definition', { extensions: { [DEFINITION]: { extension_type: 'property-extension', pap: 'red' } } }),
    {},
  ],
  // What patterns name; of custom types every property may be
  [indicator("[file:name = 'a' OR x-acme-sensor:any = 1]"), { 'strict-types': ['/pattern'] }],
  [
    indicator("[foo:name = 'a' OR foo:name = 'b'] OR [file:foo = 'c'] OR [file:x_acme_path = 'd']"),
    {
      'custom-prefix': ['/pattern', '/pattern'],
      'custom-prefix-lax': ['/pattern', '/pattern'],
      'strict-types': ['/pattern'],
      'strict-properties': ['/pattern', '/pattern'],
    },
  ],
  [
    indicator("[x-foo:any = 1 OR file:x_foo = 'a']"),
    { 'custom-prefix': ['/pattern', '/pattern'], 'strict-types': ['/pattern'], 'strict-properties': ['/pattern'] },
  ],
  [indicator('foo', { pattern_type: 'yara' }), {}],
]

test('custom content: each rule speaks where it should', () => {
  for (const [object, expected] of CASES) {
    for (const code of CODES) {
      const paths = ask(code, object).map((said) => said.split(' ')[0])
      assert.deepEqual(paths, expected[code] ?? [], `${code}: ${JSON.stringify(object)}`)
    }
  }
})

test('custom content: says what is wrong', () => {
  const [object] = CASES[1] as (typeof CASES)[0]
  assert.deepEqual(
    CODES.flatMap((code) => ask(code, object)),
    [
      '/something "something" is no property of STIX 2.1 here: it belongs into an extension of extension_type property-extension',
      '/something the property "something" is custom: its name is written x_<source>_<name>, such as x_example_com_score',
      '/something the property "something" is custom: its name begins with x_',
      '/something "something" is no property of STIX 2.1 here',
    ],
  )
})

test('custom content: what is published rightly passes', () => {
  const ours = [...OUR_DEFINITIONS.values(), ...[...TLP_TAGS.values()].map(({ object }) => object)]
  const carrier = domainObject('report', {
    name: 'a',
    published: '2026-01-01T00:00:00Z',
    object_refs: [RESIDUE_EXTENSION.id],
    extensions: { [RESIDUE_EXTENSION.id]: { extension_type: 'property-extension', element: 'event', misp: { info: 'a' } } },
  })
  for (const object of [...ours, carrier])
    for (const code of ['extensions-use', 'extension-keys', 'extension-type', 'extension-marker'])
      assert.deepEqual(ask(code, object), [])
})

test('bundle-properties: a bundle has three', () => {
  const bundle = {
    type: 'bundle',
    id: 'bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    objects: [domainObject('identity', { name: 'a' })],
  }
  assert.deepEqual(ask('bundle-properties', bundle), [])
  assert.deepEqual(ask('bundle-properties', { ...bundle, spec_version: '2.1', created: '2026-01-01T00:00:00.000Z' }), [
    '/spec_version bundles of STIX 2.1 have no spec_version: each object has its own',
    '/created "created" is no property of a bundle: it has type, id and objects',
  ])
})
