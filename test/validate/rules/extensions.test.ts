import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, DEFINITION, domainObject, observable } from './ask-extensions.ts'

const identity = (extensions: unknown) => domainObject('identity', { name: 'a', extensions })
const file = (extensions: unknown) => observable('file', { name: 'a', extensions })
const sensor = (extensions: unknown) => domainObject('x-acme-sensor', { name: 'a', extensions })

const definition = (more: Readonly<Record<string, unknown>>) =>
  domainObject('extension-definition', {
    name: 'a',
    description: 'b',
    created_by_ref: 'identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    schema: 'https://example.com/schema.json',
    version: '1.0.0',
    extension_types: ['property-extension'],
    ...more,
  })

const NESTED = { extension_type: 'property-extension', rank: 5 }
const TOP = { extension_type: 'toplevel-property-extension' }
const NEW = { extension_type: 'new-sdo' }

/** A code, and what it says of objects; `undefined`: nothing. */
const CASES: [code: string, object: Record<string, unknown>, said: string | undefined][] = [
  ['extension-keys', identity({ [DEFINITION]: NESTED }), undefined],
  ['extension-keys', identity({ [DEFINITION.replaceAll('d83fce45', 'D83FCE45')]: NESTED }), undefined],
  ['extension-keys', file({ 'ntfs-ext': { sid: 'a' }, 'x-acme-ext': { foo: 1 } }), undefined],
  ['extension-keys', sensor({ 'x-acme-ext': { foo: 1 } }), undefined],
  ['extension-keys', identity('x'), undefined],
  [
    'extension-keys',
    identity({ 'x-acme-ext': { foo: 1 } }),
    '/extensions/x-acme-ext "x-acme-ext" is no key of an extension: it is the id of an extension definition (extension-definition--<UUID>)',
  ],
  [
    'extension-keys',
    file({ 'x-foo/bar': { foo: 1 } }),
    '/extensions/x-foo~1bar "x-foo/bar" is no key of an extension: it is the id of an extension definition (extension-definition--<UUID>), ' +
      'or archive-ext, ntfs-ext, pdf-ext, raster-image-ext, windows-pebinary-ext, a custom name that ends in -ext',
  ],
  [
    'extension-keys',
    identity({ 'extension-definition--1': NESTED }),
    '/extensions/extension-definition--1 "extension-definition--1" is no key of an extension: it is the id of an extension definition ' +
      '(extension-definition--<UUID>)',
  ],

  ['predefined-extension', file({ 'ntfs-ext': { sid: 'a' } }), undefined],
  ['predefined-extension', identity(['ntfs-ext']), undefined],
  [
    'predefined-extension',
    observable('process', { pid: 1, extensions: { 'ntfs-ext': { sid: 'a' } } }),
    '/extensions/ntfs-ext ntfs-ext is an extension of file: process has windows-process-ext, windows-service-ext',
  ],
  [
    'predefined-extension',
    identity({ 'tcp-ext': { src_flags_hex: '00' } }),
    '/extensions/tcp-ext tcp-ext is an extension of network-traffic: identity has no predefined extensions',
  ],

  ['extension-type', identity({ [DEFINITION]: NESTED }), undefined],
  ['extension-type', file({ 'ntfs-ext': { sid: 'a' }, 'x-acme-ext': { foo: 1 } }), undefined],
  ['extension-type', identity({ [DEFINITION]: 'x' }), undefined],
  [
    'extension-type',
    identity({ [DEFINITION]: { rank: 5 } }),
    `/extensions/${DEFINITION} the extension has no extension_type: it is one of new-sdo, new-sco, new-sro, property-extension, ` +
      'toplevel-property-extension',
  ],
  [
    'extension-type',
    identity({ [DEFINITION]: { extension_type: 'property_extension' } }),
    `/extensions/${DEFINITION}/extension_type "property_extension" is no extension_type: it is one of new-sdo, new-sco, new-sro, ` +
      'property-extension, toplevel-property-extension',
  ],

  ['new-object-extension', sensor({ [DEFINITION]: NEW }), undefined],
  ['new-object-extension', identity({ [DEFINITION]: NESTED }), undefined],
  [
    'new-object-extension',
    identity({ [DEFINITION]: NEW }),
    `/extensions/${DEFINITION}/extension_type new-sdo is for objects of new types: identity is a type of STIX 2.1, which no extension may ` +
      'define anew',
  ],

  ['extension-marker', sensor({ [DEFINITION]: NEW }), undefined],
  ['extension-marker', identity({ [DEFINITION]: NESTED }), undefined],
  [
    'extension-marker',
    sensor({ [DEFINITION]: { ...NEW, rank: 5 } }),
    `/extensions/${DEFINITION}/rank "rank" stands in an extension of extension_type new-sdo, whose properties stand in the object itself`,
  ],

  ['empty-extension', identity({ [DEFINITION]: NESTED }), undefined],
  ['empty-extension', identity({ [DEFINITION]: TOP }), undefined],
  ['empty-extension', file({ 'ntfs-ext': {} }), undefined],
  [
    'empty-extension',
    identity({ [DEFINITION]: { extension_type: 'property-extension' } }),
    `/extensions/${DEFINITION} the extension says nothing: a property extension has one property or more`,
  ],
  [
    'empty-extension',
    file({ 'x-acme-ext': {} }),
    '/extensions/x-acme-ext the extension says nothing: a property extension has one property or more',
  ],

  ['extension-description', definition({}), undefined],
  ['extension-description', definition({ description: undefined }), ' the extension definition has no description'],

  ['extension-properties', definition({}), undefined],
  [
    'extension-properties',
    definition({ extension_types: ['toplevel-property-extension'], extension_properties: ['rank'] }),
    undefined,
  ],
  [
    'extension-properties',
    definition({ extension_types: ['new-sdo', 'toplevel-property-extension'] }),
    ' the extension adds properties at the top level of objects, but extension_properties does not list their names',
  ],

  [
    'extension-properties-use',
    definition({ extension_types: ['toplevel-property-extension'], extension_properties: ['rank'] }),
    undefined,
  ],
  [
    'extension-properties-use',
    definition({ extension_properties: ['rank'] }),
    '/extension_properties extension_properties is there, but extension_types has no toplevel-property-extension',
  ],

  ['extension-property-names', definition({ extension_properties: ['rank', 'x_acme_1', 7] }), undefined],
  [
    'extension-property-names',
    definition({ extension_properties: ['rank', 'Rank'] }),
    '/extension_properties/1 "Rank" is no name of a property: it has 3 to 250 lower-case letters, digits and underscores, the first a letter',
  ],

  ['extension-version', definition({ version: '1.10.0-rc.1+build.5' }), undefined],
  ['extension-version', definition({ version: '1.0' }), '/version "1.0" is no semantic version, such as 1.0.0'],

  ['extension-schema', definition({ schema: 'element: the kind of MISP element' }), undefined],
  ['extension-schema', definition({ schema: 'urn:uuid:1' }), undefined],
  ['extension-schema', definition({ schema: 'TBD' }), '/schema "TBD" is neither a URL nor a text that explains the extension'],
  ['extension-schema', definition({ schema: '' }), '/schema "" is neither a URL nor a text that explains the extension'],
]

test('extensions: each rule speaks where it should, in words', () => {
  for (const [code, object, said] of CASES)
    assert.deepEqual(ask(code, object), said === undefined ? [] : [said], `${code}: ${JSON.stringify(object)}`)
})
