import { hash } from 'node:crypto'
import * as fc from 'fast-check'
import { canonicalJson } from '../../src/stix/canonical.ts'
import { COMMON, MODEL, STRUCTURES } from '../../src/stix/model.ts'
import { TLP_TAGS } from '../../src/stix/marking.ts'
import type { Properties, Property } from '../../src/stix/property.ts'
import { isLater } from '../../src/stix/timestamp.ts'
import type { StixObject } from '../../src/stix/types.ts'

/** Objects of a type against which nobody has anything: neither a MUST nor a SHOULD. Made from the model, filled by the tables below. */
export function objectOf(type: string): fc.Arbitrary<StixObject> {
  const known = made.get(type)
  if (known !== undefined) return known
  const arbitrary = type === 'marking-definition' ? markingDefinition() : ordinary(type)
  made.set(type, arbitrary)
  return arbitrary
}

const made = new Map<string, fc.Arbitrary<StixObject>>()

/** Objects of any type of the specification. */
export function anyObject(): fc.Arbitrary<StixObject> {
  return fc.constantFrom(...Object.keys(MODEL)).chain(objectOf)
}

function ordinary(type: string): fc.Arbitrary<StixObject> {
  const { group, properties, atLeastOne } = MODEL[type]!
  const fields = without({ ...COMMON[group], ...properties }, [
    'type',
    'id',
    'spec_version',
    'extensions',
    ...(NEVER[type] ?? []),
  ])
  return fc
    .record({
      uuid: fc.uuid({ version: 4 }),
      content: recordOf(fields, atLeastOne, [type]),
      extensions: fc.option(extensionsOf(type), { nil: undefined, freq: 3 }),
    })
    .map(({ uuid, content, extensions }) => {
      const object: StixObject = { type, spec_version: '2.1', id: '', ...content, ...(extensions && { extensions }) }
      settle(object)
      object.id = group === 'sco' ? observableId(object, uuid) : `${type}--${uuid}`
      return object
    })
}

/** Deprecated, or for one of several ways that `settle` does not tell apart. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  'observed-data': ['objects'],
  'domain-name': ['resolves_to_refs'],
  'email-message': ['body_multipart'],
  artifact: ['url'],
  'network-traffic': ['end'],
  'extension-definition': ['extension_properties'],
}

function without(properties: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)))
}

/** Records with all required fields, some of the others, and of each inner list at least one. */
function recordOf(
  properties: Properties,
  atLeastOne: readonly (readonly string[])[] = [],
  way: readonly string[] = [],
): fc.Arbitrary<Record<string, unknown>> {
  const keys = Object.keys(properties)
  const required = keys.filter((key) => properties[key]?.required === true)
  const values = fc.record(
    Object.fromEntries(keys.map((key) => [key, valueOf(properties[key]!, key, [...way, key])])),
  ) as fc.Arbitrary<Record<string, unknown>>
  const lucky = atLeastOne.map((each) => fc.constantFrom(...each.filter((key) => keys.includes(key))))
  return fc
    .tuple(values, fc.subarray(keys, { maxLength: Math.min(6, keys.length) }), fc.tuple(...lucky))
    .map(([all, some, one]) => {
      const chosen = new Set([...required, ...some, ...one])
      return Object.fromEntries(keys.filter((key) => chosen.has(key)).map((key) => [key, all[key]]))
    })
}

function valueOf(property: Property, key: string, way: readonly string[]): fc.Arbitrary<unknown> {
  const special = SPECIAL[way.slice(-2).join('.')] ?? SPECIAL[key]
  if (special !== undefined) return special
  if (property.list === true) {
    const { list: _list, ...item } = property
    return fc.uniqueArray(valueOf(item, key, way), { minLength: 1, maxLength: 3, comparator: sameJson })
  }
  return valueOfKind(property, way)
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function valueOfKind(property: Property, way: readonly string[]): fc.Arbitrary<unknown> {
  switch (property.kind) {
    case 'string':
      return WORD
    case 'integer':
      return fc.integer({ min: property.minimum ?? 1, max: property.maximum ?? 10_000 })
    case 'float':
      return fc.double({ min: property.minimum ?? 0, max: property.maximum ?? 100, noNaN: true }).map((value) => value || 0)
    case 'boolean':
      return fc.boolean()
    case 'timestamp':
      return TIMESTAMP
    case 'hex':
      return fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('hex'))
    case 'binary':
      return fc.uint8Array({ minLength: 1, maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('base64'))
    case 'identifier':
      return idOf(property.targets ?? ['any'])
    case 'enum':
    case 'vocabulary':
      return fc.constantFrom(...property.words!)
    case 'hashes':
      return HASHES
    case 'dictionary':
      return fc.dictionary(
        fc.constantFrom('alpha', 'beta', 'gamma'),
        property.values ? valueOfKind(property.values, way) : WORD,
        {
          minKeys: 1,
          maxKeys: 2,
          noNullPrototype: true,
        },
      )
    case 'object':
      return property.fields === undefined ? fc.constant({ alpha: 1 }) : recordOf(property.fields, property.atLeastOne, way)
    case 'external-reference':
    case 'kill-chain-phase':
    case 'granular-marking':
  }
  const structure = STRUCTURES[property.kind]
  return recordOf(structure.fields!, structure.atLeastOne, [...way.slice(0, -1), property.kind])
}

const WORD = fc.constantFrom('lazarus', 'emotet', 'window', 'harbour', 'sunrise', 'Ünïcode', '雪', 'two words')
const TEXT = fc.oneof(WORD, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }))
const LOWER = fc.constantFrom('reconnaissance', 'lateral-movement', 'stage-2')
const TIMESTAMP = fc.integer({ min: 946_684_800, max: 1_735_689_600 }).map((seconds) => new Date(seconds * 1000).toISOString())

function hexOf(digits: number): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength: digits / 2, maxLength: digits / 2 }).map((bytes) => Buffer.from(bytes).toString('hex'))
}

const HASHES = fc
  .record(
    { 'SHA-256': hexOf(64), MD5: hexOf(32), 'SHA-1': hexOf(40), 'SHA-512': hexOf(128), 'SHA3-256': hexOf(64) },
    { requiredKeys: ['SHA-256'] },
  )
  .map((hashes) => ({ ...hashes }))

const LANGUAGE = fc.constantFrom('en', 'de', 'pt-BR', 'zh-Hans', 'en-IN')
const URL_TEXT = fc.constantFrom('https://example.com/', 'http://198.51.100.3:8080/a?b=c', 'https://example.org/%20')

/** Properties whose values the specification tells in words: by name, or by what they stand in and name. */
const SPECIAL: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  description: TEXT,
  content: TEXT,
  abstract: TEXT,
  lang: LANGUAGE,
  url: URL_TEXT,
  'kill-chain-phase.kill_chain_name': LOWER,
  'kill-chain-phase.phase_name': LOWER,
  'granular-marking.selectors': fc.constantFrom(['type'], ['id', 'type'], ['spec_version']),
  'external-reference.source_name': fc.constantFrom('acme', 'veris'),
  'indicator.pattern': fc.constantFrom(
    "[file:hashes.MD5 = 'cead3f77f6cda6ec00f57d76c9a6879f']",
    "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR url:value LIKE 'https://example.com/%']",
    "[domain-name:value = 'example.com'] FOLLOWEDBY [process:pid > 7] WITHIN 5 SECONDS",
  ),
  'indicator.pattern_type': fc.constant('stix'),
  'indicator.pattern_version': fc.constant('2.1'),
  'location.country': fc.constantFrom('DE', 'US', 'LU'),
  'location.administrative_area': fc.constantFrom('DE-BY', 'US-CA'),
  'malware-analysis.product': fc.constantFrom('acme', 'acme-sandbox', 'av2'),
  'observed-data.object_refs': refList(['sco'], ['sro']),
  'language-content.object_ref': idOf(['sdo']),
  'language-content.contents': fc.constantFrom(
    { de: { name: 'Bankangriff' } },
    { fr: { name: "l'attaque", goals: ['un', ''] }, 'zh-Hans': { name: '雪' } },
  ),
  'extension-definition.schema': URL_TEXT,
  'extension-definition.version': fc.constantFrom('1.0.0', '2.10.3'),
  'artifact.mime_type': fc.constantFrom('application/zip', 'text/plain'),
  'file.mime_type': fc.constantFrom('application/zip', 'text/plain'),
  path_enc: fc.constantFrom('UTF-8', 'windows-1252'),
  name_enc: fc.constantFrom('UTF-8', 'windows-1252'),
  'domain-name.value': fc.constantFrom('example.com', 'xn--bcher-kva.example', 'a.b.example.org'),
  'email-addr.value': fc.constantFrom('john@example.com', 'a.b+c@example.org'),
  'ipv4-addr.value': fc.constantFrom('198.51.100.3', '198.51.100.0/24'),
  'ipv6-addr.value': fc.constantFrom('2001:db8::1', '2001:db8::/32'),
  'mac-addr.value': fc.constantFrom('d2:fb:49:24:37:18', '00:00:ab:cd:ef:01'),
  'url.value': URL_TEXT,
  'email-message.content_type': fc.constantFrom('text/plain', 'multipart/mixed'),
  content_type: fc.constantFrom('text/plain', 'text/html; charset=utf-8'),
  message_id: fc.constant('<a.b@example.com>'),
  additional_header_fields: fc.constantFrom({ 'X-Mailer': ['acme'] }, { 'Reply-To': ['a@example.com', 'b@example.com'] }),
  'network-traffic.protocols': fc.constantFrom(['ipv4', 'tcp'], ['ipv6', 'udp', 'dns'], ['tcp', 'http']),
  ipfix: fc.constantFrom({ minimumIpTotalLength: 32 }, { interfaceName: 'eth0', maximumIpTotalLength: 2556 }),
  request_method: fc.constantFrom('get', 'post'),
  request_value: fc.constant('/download.html'),
  request_header: fc.constantFrom({ Host: ['example.com'] }, { 'User-Agent': ['acme'], 'Accept-Encoding': ['gzip', 'deflate'] }),
  options: fc.constantFrom({ SO_KEEPALIVE: 1 }, { TCP_NODELAY: 1, IP_TTL: 64 }),
  document_info_dict: fc.constantFrom({ Title: 'a' }, { Author: 'b', Producer: 'c' }),
  exif_tags: fc.constantFrom({ Make: 'acme' }, { Model: 'b', XResolution: 4928 }),
  'windows-process-ext.priority': fc.constantFrom('NORMAL_PRIORITY_CLASS', 'HIGH_PRIORITY_CLASS'),
  startup_info: fc.constantFrom({ desktop: 'a' }, { size: 7 }),
  'windows-pebinary-ext.imphash': hexOf(32),
  'windows-pebinary-ext.time_date_stamp': TIMESTAMP.map((time) => `${time.slice(0, 19)}Z`),
  'software.cpe': fc.constant('cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*'),
  'software.languages': fc.uniqueArray(LANGUAGE, { minLength: 1, maxLength: 2 }),
  'windows-registry-key.key': fc.constantFrom('HKEY_LOCAL_MACHINE\\System\\Acme', 'hkey_users\\thkub'),
  environment_variables: fc.constantFrom({ path: '/bin' }, { home: '/root', lang: 'C' }),
}

/** Ids of objects that nobody has. Ids of SCOs look like names, those of all others like chance. */
export function idOf(targets: readonly string[]): fc.Arbitrary<string> {
  const types = targets.flatMap(typesAt)
  return fc
    .constantFrom(...types)
    .chain((type) =>
      fc.uuid({ version: MODEL[type]?.group === 'sco' && type !== 'process' ? 5 : 4 }).map((uuid) => `${type}--${uuid}`),
    )
}

/** The types of a group, all types, or this one. */
function typesAt(target: string): string[] {
  const types = Object.keys(MODEL)
  const group = types.filter((type) => target === 'any' || MODEL[type]?.group === target)
  return group.length > 0 ? group : [target]
}

function refList(some: readonly string[], more: readonly string[]): fc.Arbitrary<string[]> {
  return fc
    .tuple(fc.array(idOf(some), { minLength: 1, maxLength: 3 }), fc.array(idOf(more), { maxLength: 1 }))
    .map(([one, other]) => [...new Set([...one, ...other])])
}

/** An extension of somebody's, and predefined ones of the type. */
function extensionsOf(type: string): fc.Arbitrary<Record<string, unknown> | undefined> {
  const model = MODEL[type]!
  const hasExtensions = 'extensions' in COMMON[model.group] || 'extensions' in model.properties
  if (!hasExtensions) return fc.constant(undefined)
  const predefined = model.properties['extensions']?.fields ?? {}
  const own = fc.uuid({ version: 4 }).map((uuid) => ({
    [`extension-definition--${uuid}`]: { extension_type: 'property-extension', rank: 5, toxicity: { level: 'high' } },
  }))
  const key = Object.keys(predefined)
  if (key.length === 0) return own
  return fc.oneof(
    own,
    fc
      .constantFrom(...key)
      .chain((name) => valueOfKind(predefined[name]!, [type, name]).map((extension) => ({ [name]: extension }))),
  )
}

/** The one of each pair is not after the other. */
const ORDER: readonly (readonly [string, string])[] = [
  ['created', 'modified'],
  ['first_seen', 'last_seen'],
  ['first_observed', 'last_observed'],
  ['valid_from', 'valid_until'],
  ['start_time', 'stop_time'],
  ['analysis_started', 'analysis_ended'],
  ['validity_not_before', 'validity_not_after'],
  ['account_created', 'account_expires'],
  ['account_first_login', 'account_last_login'],
  ['ctime', 'mtime'],
]

/** What no property can say alone. */
function settle(object: StixObject): void {
  for (const [first, last] of ORDER) order(object, first, last)
  const { type } = object
  if (type in SETTLE) SETTLE[type]!(object)
  const { external_references: references, granular_markings: markings } = object as {
    external_references?: Record<string, unknown>[]
    granular_markings?: Record<string, unknown>[]
  }
  // A URL SHOULD come with hashes of what is there
  for (const reference of references ?? []) if ('url' in reference) reference['hashes'] ??= { 'SHA-256': 'a'.repeat(64) }
  for (const marking of markings ?? []) if ('lang' in marking) delete marking['marking_ref']
}

/** Two pairs must differ: these lose their end when they do not. */
function order(object: StixObject, first: string, last: string): void {
  const { [first]: one, [last]: other } = object as Record<string, string | undefined>
  if (one === undefined || other === undefined) return
  if (one === other && (last === 'valid_until' || last === 'stop_time')) delete object[last]
  if (isLater(one, other)) Object.assign(object, { [first]: other, [last]: one })
}

const SETTLE: Readonly<Record<string, (object: StixObject) => void>> = {
  indicator(object) {
    object['name'] ??= 'a'
    object['description'] ??= 'b'
  },
  location(object) {
    if ('latitude' in object || 'longitude' in object || 'precision' in object) {
      object['latitude'] ??= 48.5
      object['longitude'] ??= 11.25
    }
  },
  malware(object) {
    object['name'] ??= 'a'
  },
  relationship(object) {
    const uuid = String(object['source_ref']).split('--')[1]
    Object.assign(object, { source_ref: `malware--${uuid}`, relationship_type: 'targets', target_ref: `identity--${uuid}` })
  },
  artifact(object) {
    object['payload_bin'] ??= 'AAAA'
    if ('decryption_key' in object) object['encryption_algorithm'] ??= 'AES-256-GCM'
  },
  file(object) {
    if ('name_enc' in object) object['name'] ??= 'a'
  },
  'email-message'(object) {
    object['is_multipart'] = false
  },
  'network-traffic'(object) {
    object['src_port'] ??= 1024
    object['dst_port'] ??= 443
    const { extensions } = object as { extensions?: Record<string, unknown> }
    if (extensions !== undefined && 'http-request-ext' in extensions) object['protocols'] = ['tcp', 'http']
    if (extensions !== undefined && 'icmp-ext' in extensions) object['protocols'] = ['icmp']
    if (extensions !== undefined && 'tcp-ext' in extensions) object['protocols'] = ['tcp']
  },
  'extension-definition'(object) {
    object['description'] ??= 'a'
    const { extension_types: types } = object as { extension_types?: string[] }
    if (types?.includes('toplevel-property-extension')) object['extension_properties'] = ['rank', 'toxicity']
  },
}

/** Section 2.9: UUIDv5 of the contributing properties, of several hashes the first that there is. Without any, a UUIDv4. */
export function observableId(object: StixObject, uuid4: string): string {
  const named: Record<string, unknown> = {}
  for (const key of MODEL[object.type]?.contributing ?? []) if (object[key] !== undefined) named[key] = object[key]
  if (Object.keys(named).length === 0) return `${object.type}--${uuid4}`
  if ('hashes' in named) {
    const hashes = named['hashes'] as Record<string, string>
    const name = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'].find((each) => each in hashes) ?? Object.keys(hashes).sort()[0]!
    named['hashes'] = { [name]: hashes[name] }
  }
  const bytes = Buffer.concat([Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex'), Buffer.from(canonicalJson(named))])
  const digits = hash('sha1', bytes, 'hex')
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16)
  return `${object.type}--${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}

/** One of the four that are fixed, a statement, or what an extension says. */
function markingDefinition(): fc.Arbitrary<StixObject> {
  const tlp = fc.constantFrom(...[...TLP_TAGS.values()].map(({ object }) => structuredClone(object)))
  const own = fc
    .record({
      uuid: fc.uuid({ version: 4 }),
      created: TIMESTAMP,
      statement: TEXT,
      extensions: extensionsOf('marking-definition'),
      isExtension: fc.boolean(),
    })
    .map(({ uuid, created, statement, extensions, isExtension }): StixObject => ({
      type: 'marking-definition',
      spec_version: '2.1',
      id: `marking-definition--${uuid}`,
      created,
      ...(isExtension ? { name: 'a', extensions } : { definition_type: 'statement', definition: { statement } }),
    }))
  return fc.oneof(tlp, own, own)
}
