import * as fc from 'fast-check'
import type { StixObject } from '../../src/stix/types.ts'
import type { ValidateOptions } from '../../src/validate.ts'
import { anyObject, objectOf, observableId } from './arbitrary-object.ts'

/** How a rule is broken, and no other. */
export interface Mutation {
  /** Documents against which nobody has anything. */
  of: fc.Arbitrary<unknown>
  /** Breaks the rule in a copy of one; what it returns takes its place. */
  breaks: (document: never) => unknown
  options?: Partial<ValidateOptions>
  /** Rules that speak as well, because nothing can break the one without the other. */
  besides?: readonly string[]
}

type Break<T> = (document: T) => unknown

/** An object of a type that is broken. */
function on(type: string, breaks: Break<StixObject>, more: Pick<Mutation, 'options' | 'besides'> = {}): Mutation {
  return { of: objectOf(type), breaks, ...more }
}

/** An Indicator with another pattern. */
function pattern(text: string, more: Readonly<Record<string, unknown>> = {}): Mutation {
  return on('indicator', (object) => {
    delete object['valid_until']
    Object.assign(object, { pattern: text, pattern_type: 'stix', ...more })
  })
}

/** An object of any type that can have extensions, with other extensions. */
function extended(extensions: Readonly<Record<string, unknown>>, of = EXTENSIBLE): Mutation {
  return { of, breaks: (object: StixObject) => withContent(object, { extensions }) }
}

/** Objects whose extensions do not contribute to their id. */
const EXTENSIBLE = fc
  .constantFrom('identity', 'malware', 'sighting', 'relationship', 'language-content', 'domain-name', 'artifact')
  .chain(objectOf)

/** Sets properties; an observable gets the id that goes with them. */
function withContent(object: StixObject, content: Readonly<Record<string, unknown>>): StixObject {
  const changed: StixObject = { ...object, ...content }
  const isObservable = !('created' in object)
  return isObservable && !/--.{14}4/.test(object.id) ? { ...changed, id: observableId(changed, object.id) } : changed
}

/** An object of a type that nobody else has. */
function customObject(extensions: Readonly<Record<string, unknown>>, type = 'x-acme-sensor'): fc.Arbitrary<StixObject> {
  return objectOf('identity').map((object) => ({
    ...object,
    type,
    id: object.id.replace('identity', type),
    extensions: { ...extensions },
  }))
}

const DEFINITION = 'extension-definition--d83fce45-ef58-4c6c-a3f4-1fbc32e98c6e'
const NEW_SDO = { [DEFINITION]: { extension_type: 'new-sdo' } }

function bundle(): fc.Arbitrary<Bundle> {
  return fc
    .record({
      uuid: fc.uuid({ version: 4 }),
      objects: fc.uniqueArray(anyObject(), { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
    })
    .map(({ uuid, objects }) => ({ type: 'bundle', id: `bundle--${uuid}`, objects }))
}

interface Bundle {
  type: 'bundle'
  id: string
  objects: unknown[]
}

function onBundle(breaks: Break<Bundle>): Mutation {
  return { of: bundle(), breaks }
}

const dataTypes: Record<string, Mutation> = {
  'not-an-object': onBundle(({ objects }) => void objects.push('identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f')),
  'too-deep': extended({ [DEFINITION]: { extension_type: 'property-extension', rank: nested(250) } }),
  'too-many-faults': on('identity', (object) => void (object['labels'] = Array(1100).fill(7)), { besides: ['property-type'] }),
  'required-property': on('malware', (object) => void delete object['is_family']),
  'property-type': on('identity', (object) => void (object['confidence'] = 'high')),
  'timestamp-form': on('report', (object) => void (object['published'] = '2026-03-04 05:06:07')),
  'identifier-form': on('identity', (object) => void (object['created_by_ref'] = 'APT29')),
  'hex-form': { of: objectOf('file'), breaks: (object: StixObject) => withContent(object, { magic_number_hex: 'xyz!' }) },
  'binary-form': { of: objectOf('artifact'), breaks: (object: StixObject) => withContent(object, { payload_bin: 'a b c d!' }) },
  'closed-vocabulary': on('opinion', (object) => void (object['opinion'] = 'maybe')),
  'number-range': on('identity', (object) => void (object['confidence'] = 101)),
  'empty-list': on('identity', (object) => void (object['labels'] = [])),
  'empty-dictionary': on('process', (object) => void (object['environment_variables'] = {})),
  'at-least-one': on('location', (object) => {
    for (const key of ['region', 'country', 'latitude', 'longitude', 'precision']) delete object[key]
  }),
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let at = 0; at < depth; at++) value = { alpha: value }
  return value
}

const patterns: Record<string, Mutation> = {
  patterns: pattern('[file:name = ]'),
  'pattern-and-over-types': pattern("[file:name = 'a' AND url:value = 'b']"),
  'pattern-constant-type': pattern("[network-traffic:dst_port = '443']"),
  'pattern-empty-set': pattern('[url:value IN ()]'),
  'pattern-hash-name': pattern("[file:hashes.sha256 = 'a']"),
  'pattern-hash-value': pattern("[file:hashes.MD5 = 'f00']"),
  'pattern-index-without-list': pattern("[file:name[0] = 'a']"),
  'pattern-integer-range': pattern('[x-usb:size = 9007199254740992]'),
  'pattern-invalid-regex': pattern("[file:name MATCHES '(']"),
  'pattern-invalid-subnet': pattern("[ipv4-addr:value ISSUBSET '198.51.100.0/33']"),
  'pattern-list-without-index': pattern("[network-traffic:protocols = 'tcp']"),
  'pattern-mixed-set': pattern("[x-usb:size IN (1, 'a')]"),
  'pattern-name-form': pattern('[x_usb:size = 1]'),
  'pattern-not-an-observable': pattern("[threat-actor:name = 'a']"),
  'pattern-stop-not-after-start': pattern("[file:name = 'a'] START t'2026-01-02T00:00:00Z' STOP t'2026-01-02T00:00:00Z'"),
  'pattern-subnet-path': pattern("[file:name ISSUBSET '10.0.0.0/8']"),
  'pattern-unknown-property': pattern("[file:path = 'a']"),
  'pattern-validity-window': pattern("[file:name = 'a'] START t'1999-01-01T00:00:00Z' STOP t'1999-01-02T00:00:00Z'"),
}

const customContent: Record<string, Mutation> = {
  'extensions-use': on('identity', (object) => void (object['x_acme_rank'] = 5)),
  'bundle-properties': onBundle((document) => ({ ...document, spec_version: '2.1' })),
  'custom-prefix': {
    of: objectOf('identity'),
    breaks: (object: StixObject) => ({
      ...object,
      x_rank: 5,
      extensions: { [DEFINITION]: { extension_type: 'toplevel-property-extension' } },
    }),
  },
  'custom-prefix-lax': { of: customObject(NEW_SDO, 'x-sensor'), breaks: (object: StixObject) => renamed(object, 'sensor') },
  'strict-types': {
    of: objectOf('identity'),
    breaks: (object: StixObject) => ({ ...renamed(object, 'x-acme-sensor'), extensions: NEW_SDO }),
  },
  'strict-properties': {
    of: objectOf('identity'),
    breaks: (object: StixObject) => ({
      ...object,
      rank: 5,
      extensions: { [DEFINITION]: { extension_type: 'toplevel-property-extension' } },
    }),
  },
}

function renamed(object: StixObject, type: string): StixObject {
  return { ...object, type, id: object.id.replace(object.type, type) }
}

const extensions: Record<string, Mutation> = {
  'extension-keys': extended({ 'acme-extension': { rank: 5 } }),
  'predefined-extension': extended({ 'ntfs-ext': { sid: 'a' } }),
  'extension-type': extended({ [DEFINITION]: { rank: 5 } }),
  'new-object-extension': extended({ [DEFINITION]: { extension_type: 'new-sro' } }),
  'extension-marker': {
    of: customObject(NEW_SDO),
    breaks: (object: StixObject) => ({ ...object, extensions: { [DEFINITION]: { extension_type: 'new-sdo', rank: 5 } } }),
  },
  'empty-extension': extended({ [DEFINITION]: { extension_type: 'property-extension' } }),
  'extension-description': on('extension-definition', (object) => void delete object['description']),
  'extension-properties': on('extension-definition', (object) => {
    object['extension_types'] = ['toplevel-property-extension']
    delete object['extension_properties']
  }),
  'extension-properties-use': on('extension-definition', (object) =>
    Object.assign(object, { extension_types: ['new-sco', 'property-extension'], extension_properties: ['rank'] }),
  ),
  'extension-property-names': on('extension-definition', (object) =>
    Object.assign(object, { extension_types: ['toplevel-property-extension'], extension_properties: ['rank', 'Toxicity'] }),
  ),
  'extension-version': on('extension-definition', (object) => void (object['version'] = 'v1')),
  'extension-schema': on('extension-definition', (object) => void (object['schema'] = 'TBD')),
}

/** One for every rule. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = { ...dataTypes, ...patterns, ...customContent, ...extensions }
