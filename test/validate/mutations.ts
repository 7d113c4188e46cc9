import * as fc from 'fast-check'
import { TLP1_OBJECTS, TLP_TAGS } from '../../src/stix/marking.ts'
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

/** Sets properties, or removes those that are `undefined`; an observable gets the id that goes with them. */
function withContent(object: StixObject, content: Readonly<Record<string, unknown>>): StixObject {
  const changed: StixObject = { ...object, ...content }
  for (const key in content) if (content[key] === undefined) delete changed[key]
  const isObservable = !('created' in object)
  const uuid = object.id.slice(-36)
  return isObservable ? { ...changed, id: observableId(changed, `${uuid.slice(0, 14)}4${uuid.slice(15)}`) } : changed
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
  // JSON holds no such value, so nothing is prepared for it
  'not-checked': on('identity', (object) => {
    Object.defineProperty(Object.assign(object, { name: 5n }), 'toJSON', { value: () => 'an identity with a BigInt' })
  }),
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

/** An object of a type with other properties; an observable gets the id that goes with them. */
function set(
  type: string,
  content: Readonly<Record<string, unknown>>,
  more: Pick<Mutation, 'options' | 'besides'> = {},
): Mutation {
  return on(type, (object) => withContent(object, content), more)
}

function inExtension(content: Readonly<Record<string, unknown>>): Mutation {
  return extended({ [DEFINITION]: { extension_type: 'property-extension', ...content } })
}

function reference(content: Readonly<Record<string, unknown>>): Mutation {
  return on(
    'identity',
    (object) => void (object['external_references'] = [{ source_name: 'acme', external_id: '7', ...content }]),
  )
}

const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'

const names: Record<string, Mutation> = {
  'type-name': { of: customObject(NEW_SDO), breaks: (object: StixObject) => renamed(object, 'xy') },
  'property-names': inExtension({ Rank: 5 }),
  'reserved-properties': set('identity', { severity: 'high' }),
  'dictionary-keys': set('process', { environment_variables: { 'ProgramFiles(x86)': 'a' } }),
  'observable-dictionary-keys': on('url', (object) => ({
    ...object,
    extensions: { [DEFINITION]: { extension_type: 'property-extension', rank: { Level: 5 } } },
  })),
  'observable-object-keys': on('observed-data', (object) => contained(object, 'a'), {
    options: { disable: ['deprecated-properties'] },
  }),
  'deprecated-properties': on('observed-data', (object) => contained(object, '0')),
  'kill-chain-names': set('tool', { kill_chain_phases: [{ kill_chain_name: 'acme', phase_name: 'Lateral movement' }] }),
  'malware-analysis-product': set('malware-analysis', { product: 'Cuckoo' }),
  'windows-process-priority-format': set('process', { extensions: { 'windows-process-ext': { priority: 'HIGH' } } }),
}

/** Observables in observed-data itself. */
function contained(object: StixObject, key: string): void {
  delete object['object_refs']
  object['objects'] = { [key]: { type: 'url', value: 'https://example.com/' } }
}

/** What is defanged is not what it was: its form is not asked. */
const values: Record<string, Mutation> = {
  'null-values': inExtension({ rank: null }),
  'empty-lists': inExtension({ rank: [] }),
  'empty-dictionaries': inExtension({ rank: {} }),
  'integer-range': set('process', { pid: 2 ** 60 }),
  'string-surrogates': set('identity', { name: 'a\ud83d' }),
  'hex-even': set('file', { magic_number_hex: '504' }),
  'hex-lower-case': set('file', { magic_number_hex: '50AB' }),
  'base64-length': set('artifact', { payload_bin: 'AAA' }),
  'ipv4-value': set('ipv4-addr', { value: '198.51.100.256', defanged: undefined }),
  'ipv6-value': set('ipv6-addr', { value: '2001:db8::/129', defanged: undefined }),
  'mac-address': set('mac-addr', { value: '00-00-ab-cd-ef-01', defanged: undefined }),
  'domain-name': set('domain-name', { value: 'a..example.com', defanged: undefined }),
  'host-name': set('domain-name', { value: '_dmarc.example.com', defanged: undefined }),
  'email-addr': set('email-addr', { value: 'john at example.com', defanged: undefined }),
  'url-form': set('url', { value: 'https://example.com/a b', defanged: undefined }),
  cpe: set('software', { cpe: 'cpe:2.3:a:acme' }),
}

const hashes: Record<string, Mutation> = {
  'hash-keys': reference({ hashes: { x_: '00', 'SHA-256': SHA256 } }),
  'hash-form': reference({ hashes: { MD5: 'f00', 'SHA-256': SHA256 } }),
  'hash-algo': reference({ hashes: { 'acme-hash': 'f00', 'SHA-256': SHA256 } }),
  'sha256-in-hashes': reference({ hashes: { MD5 } }),
  'extref-hashes': reference({ url: 'https://example.com/' }),
}

/** A word of one's own in the place of a vocabulary. */
const words: Record<string, Mutation> = {
  'account-type': set('user-account', { account_type: 'made-up' }),
  'attack-motivation': set('threat-actor', { secondary_motivations: ['made-up'] }),
  'attack-resource-level': set('intrusion-set', { resource_level: 'made-up' }),
  'grouping-context': set('grouping', { context: 'made-up' }),
  'identity-class': set('identity', { identity_class: 'made-up' }),
  'implementation-languages': set('malware', { implementation_languages: ['made-up'] }),
  'indicator-pattern-types': on('indicator', (object) => void (object['pattern_type'] = 'made-up')),
  'indicator-types': set('indicator', { indicator_types: ['made-up'] }),
  'industry-sector': set('identity', { sectors: ['made-up'] }),
  'infrastructure-types': set('infrastructure', { infrastructure_types: ['made-up'] }),
  'malware-capabilities': set('malware', { capabilities: ['made-up'] }),
  'malware-result': set('malware-analysis', { result: 'made-up' }),
  'malware-types': set('malware', { malware_types: ['made-up'] }),
  'processor-architecture': set('malware', { architecture_execution_envs: ['made-up'] }),
  region: set('location', { region: 'made-up' }),
  'report-types': set('report', { report_types: ['made-up'] }),
  'threat-actor-role': set('threat-actor', { roles: ['made-up'] }),
  'threat-actor-sophistication': set('threat-actor', { sophistication: 'made-up' }),
  'threat-actor-types': set('threat-actor', { threat_actor_types: ['made-up'] }),
  'tool-types': set('tool', { tool_types: ['made-up'] }),
  'windows-pebinary-type': set('file', { extensions: { 'windows-pebinary-ext': { pe_type: 'made-up', number_of_sections: 4 } } }),
  'open-vocab-format': set('malware', { malware_types: ['Made up'] }, { options: { disable: ['malware-types'] } }),
}

const listed: Record<string, Mutation> = {
  'mime-type': set('artifact', { mime_type: 'text/htlm' }),
  protocols: set('network-traffic', { protocols: ['tcp', 'made-up'], extensions: undefined }),
  ipfix: set('network-traffic', { ipfix: { octetdeltacount: 1 } }),
  'http-request-headers': set('network-traffic', {
    protocols: ['tcp', 'http'],
    extensions: { 'http-request-ext': { request_method: 'get', request_value: '/', request_header: { Hots: ['example.com'] } } },
  }),
  'socket-options': set('network-traffic', {
    extensions: { 'socket-ext': { address_family: 'AF_INET', options: { so_linger: 1 } } },
  }),
  'pdf-doc-info': set('file', { extensions: { 'pdf-ext': { document_info_dict: { title: 'a' } } } }),
  countries: set('location', { country: 'Thailand' }),
  'character-set': set('directory', { path_enc: 'latin1' }),
}

const recommended: Record<string, Mutation> = {
  'indicator-properties': on('indicator', (object) => void delete object['description']),
  'network-traffic-ports': set('network-traffic', { dst_port: undefined }),
}

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const EARLY = '1999-01-01T00:00:00.000Z'
const LATE = '2030-01-01T00:00:00.000Z'

function related(name: string, from: string, to: string, more: Pick<Mutation, 'besides'> = {}): Mutation {
  return set('relationship', { relationship_type: name, source_ref: `${from}--${UUID}`, target_ref: `${to}--${UUID}` }, more)
}

const references: Record<string, Mutation> = {
  'reference-types': set('identity', { created_by_ref: `malware--${UUID}` }),
  'observable-container': set(
    'observed-data',
    { objects: { 0: { type: 'email-message', is_multipart: false, from_ref: '1' } }, object_refs: undefined },
    { options: { disable: ['deprecated-properties'] } },
  ),
  'id-prefix': {
    of: customObject(NEW_SDO),
    breaks: (object: StixObject) => ({ ...object, id: object.id.replace('x-acme-sensor', 'x-acme') }),
  },
  'identifier-uuid': set('identity', { id: 'identity--8e2e2d2b-17d4-4cbf-c38f-98ee46b3cd3f' }),
  'uuid-check': set('identity', { id: 'identity--28bb3599-77cd-5a82-a950-b5bc3caf07c4' }),
  'deterministic-uuid': on('process', (object) => ({ ...object, id: 'process--28bb3599-77cd-5a82-a950-b5bc3caf07c4' })),
  'sco-id-recomputes': on('url', (object) => ({ ...object, id: 'url--28bb3599-77cd-5a82-a950-b5bc3caf07c4' })),
  'not-applicable': set('identity', { defanged: true }),
  'versioned-observable': on('url', (object) => void (object['created'] = EARLY), { besides: ['extensions-use'] }),
  'relationship-type-form': related('Targets', 'malware', 'identity', { besides: ['relationship-types'] }),
  'relationship-types': related('uses', 'tool', 'campaign'),
  'common-relationship-ends': related('derived-from', 'tool', 'malware'),
  'external-reference-id': set('vulnerability', { external_references: [{ source_name: 'cve', external_id: '2021-44228' }] }),
}

const structures: Record<string, Mutation> = {
  'timestamp-calendar': set('report', { published: '2026-02-30T00:00:00Z' }),
  'timestamp-order': set('identity', { modified: EARLY }),
  'timestamp-plausible': set('x509-certificate', { validity_not_before: LATE, validity_not_after: EARLY }),
  'malware-family-name': set('malware', { is_family: true, name: undefined }),
  'location-coordinates': set('location', { latitude: 1, longitude: undefined, precision: undefined }),
  'observed-data-content': set('observed-data', { object_refs: [`relationship--${UUID}`] }),
  'network-traffic-active': set('network-traffic', { start: undefined, end: LATE, is_active: true }),
  'email-body': set('email-message', { is_multipart: true, body: 'a' }),
  'mime-part-body': set('email-message', {
    is_multipart: true,
    subject: 'a',
    body: undefined,
    body_multipart: [{ body: 'a', body_raw_ref: 'artifact--28bb3599-77cd-5a82-a950-b5bc3caf07c4' }],
  }),
  'artifact-content': set('artifact', { url: 'https://example.com/', hashes: { 'SHA-256': SHA256 } }),
  'name-encoding': set('file', { name: undefined, name_enc: 'UTF-8', hashes: { 'SHA-256': SHA256 } }),
  'registry-hive': set('windows-registry-key', { key: 'HKLM\\Software' }),
}

const RED = `marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed`
const GREEN = `marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da`

function statement(breaks: Break<StixObject>, more: Pick<Mutation, 'options'> = {}): Mutation {
  return { of: objectOf('marking-definition').filter((object) => object['definition_type'] === 'statement'), breaks, ...more }
}

const markings: Record<string, Mutation> = {
  'granular-marking-one-of': set('tool', { granular_markings: [{ selectors: ['name'], lang: 'de', marking_ref: RED }] }),
  'marking-selectors': set('tool', { granular_markings: [{ selectors: ['name.[0]'], lang: 'de' }] }),
  'marking-circular': statement((object) => void (object['object_marking_refs'] = [object.id])),
  'tlp-marking': {
    of: fc.constantFrom(...TLP1_OBJECTS.values()),
    breaks: (object: StixObject) => void (object['created'] = LATE),
  },
  'tlp-id-reuse': statement((object) => void (object.id = RED)),
  'tlp-2-marking': {
    of: fc.constantFrom(TLP_TAGS.get('tlp:clear')?.object, TLP_TAGS.get('tlp:amber+strict')?.object),
    breaks: (object: StixObject) => void (object.id = `marking-definition--${UUID}`),
  },
  'marking-definition-type': statement((object) => void (object['definition_type'] = 'iep'), {
    options: { disable: ['extensions-use'] },
  }),
  'marking-definition-content': statement((object) => void (object['definition'] = { tlp: 'red' })),
  language: set('tool', { lang: 'en-CB' }),
  'software-language': set('software', { languages: ['ENG'] }),
  'language-contents': set('language-content', { contents: { de_DE: { name: 'a' } } }),
}

/** A document of two objects, of which the second is broken. */
function second(
  of: fc.Arbitrary<readonly [StixObject, StixObject]>,
  breaks: (object: StixObject, other: StixObject) => unknown,
): Mutation {
  return { of, breaks: ([other, object]: [StixObject, StixObject]) => void breaks(object, other) }
}

/** Two versions of a tool. */
const VERSIONS = objectOf('tool').map((object) => {
  const { revoked: _revoked, ...first } = object
  return [first, { ...first, modified: LATE }] as [StixObject, StixObject]
})

const TRANSLATED = fc.tuple(objectOf('tool'), objectOf('language-content')).map(([tool, content]) => {
  const own = { object_ref: tool.id, object_modified: tool['modified'], contents: { de: { name: 'a' } } }
  return [tool, { ...content, ...own }] as [StixObject, StixObject]
})

const DEFINED = fc.tuple(objectOf('extension-definition'), objectOf('identity')).map(([definition, identity]) => {
  const own = { id: DEFINITION, extension_types: ['toplevel-property-extension'], extension_properties: ['rank'] }
  const used = { rank: 5, extensions: { [DEFINITION]: { extension_type: 'toplevel-property-extension' } } }
  return [withContent(definition, own), withContent(identity, used)] as [StixObject, StixObject]
})

/** A malware instance that is a variant of a family. */
const VARIANTS = fc
  .tuple(objectOf('malware'), objectOf('malware'), objectOf('relationship'))
  .filter(([family, instance]) => family.id !== instance.id)
  .map(([family, instance, relationship]) => {
    const between = { relationship_type: 'variant-of', source_ref: instance.id, target_ref: family.id }
    return [
      { ...family, name: 'a', is_family: true },
      { ...instance, is_family: false },
      { ...relationship, ...between },
    ] as StixObject[]
  })

/** An identity that made itself, and a report about it. */
const COMPLETE = fc.tuple(objectOf('identity'), objectOf('report')).map(([identity, report]) => {
  const own = { created_by_ref: identity.id, object_marking_refs: [RED], granular_markings: undefined }
  const about = { object_refs: [identity.id], report_types: ['identity'] }
  return [withContent(identity, own), withContent(report, { ...own, ...about })] as [StixObject, StixObject]
})

const interop: Partial<ValidateOptions> = { interop: true }

const documents: Record<string, Mutation> = {
  'language-content-mirrors': second(TRANSLATED, (content) => (content['contents'] = { de: { name: ['a'] } })),
  'language-content-idle': second(TRANSLATED, (content) => (content['contents'] = { de: { goals: ['a'] } })),
  'language-content-version': second(TRANSLATED, (content) => (content['object_modified'] = EARLY)),
  'duplicate-ids': second(VERSIONS, (object, other) => (object['modified'] = other['modified'])),
  'version-differs': second(VERSIONS, (object, other) => Object.assign(object, { name: 'another', modified: other['modified'] })),
  'created-differs': second(VERSIONS, (object) => (object['created'] = EARLY)),
  'revoked-version': second(VERSIONS, (_, other) => (other['revoked'] = true)),
  'uuid-reuse': second(
    fc.tuple(objectOf('identity'), objectOf('tool')),
    (tool, { id }) => (tool.id = id.replace('identity', 'tool')),
  ),
  'variant-of': {
    of: VARIANTS,
    breaks: ([family, instance, relationship]: StixObject[]) =>
      void Object.assign(relationship ?? {}, { source_ref: family?.id, target_ref: instance?.id }),
  },
  'extension-agreement': second(DEFINED, (_, definition) =>
    Object.assign(definition, { extension_types: ['property-extension'], extension_properties: undefined }),
  ),
  'extension-top-level': second(DEFINED, (identity) => (identity['toxicity'] = 1)),
  'enforce-refs': second(COMPLETE, (report) => (report['created_by_ref'] = `identity--${UUID}`)),
  'dangling-content': second(COMPLETE, (report) => (report['object_refs'] = [`identity--${UUID}`])),
  'interop-properties': { ...second(COMPLETE, (report) => delete report['report_types']), options: interop },
  'interop-one-tlp': { ...second(COMPLETE, (report) => (report['object_marking_refs'] = [RED, GREEN])), options: interop },
  'interop-created-by-ref': {
    ...second(COMPLETE, (report) => (report['created_by_ref'] = `identity--${UUID}`)),
    options: interop,
  },
}

/** One for every rule. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  ...dataTypes,
  ...patterns,
  ...customContent,
  ...extensions,
  ...names,
  ...values,
  ...hashes,
  ...words,
  ...listed,
  ...recommended,
  ...references,
  ...structures,
  ...markings,
  ...documents,
}
