import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deterministicId } from '../../../src/stix/id.ts'
import { COMMON, MODEL } from '../../../src/stix/model.ts'
import { isNotApplicable, VERSIONING } from '../../../src/validate/rules/not-applicable.ts'
import { pathsOf, type PathCase } from './ask.ts'
import { domainObject, observable } from './ask-extensions.ts'

const V4 = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const early = '2026-01-01T00:00:00.000Z'
const late = '2026-01-01T00:00:00.001Z'

const identity = (more: Readonly<Record<string, unknown>>) => domainObject('identity', { name: 'a', ...more })
const relationship = (name: unknown, from: string, to: string) =>
  domainObject('relationship', { relationship_type: name, source_ref: `${from}--${V4}`, target_ref: `${to}--${V4}` })
const traffic = (more: Readonly<Record<string, unknown>>) => observable('network-traffic', { protocols: ['tcp'], ...more })
const mail = (more: Readonly<Record<string, unknown>>) => observable('email-message', more)
const artifact = (more: Readonly<Record<string, unknown>>) => observable('artifact', more)
const location = (more: Readonly<Record<string, unknown>>) => domainObject('location', { country: 'LU', ...more })
const referring = (source: unknown, id?: unknown, type = 'vulnerability') =>
  domainObject(type, {
    name: 'a',
    external_references: [{ source_name: source, ...(id !== undefined && { external_id: id }) }],
  })
const registryKey = (key: unknown) => observable('windows-registry-key', { key })
const observed = (more: Readonly<Record<string, unknown>>) => domainObject('observed-data', more)
const URL = { value: 'https://example.com/' }
const URL_ID = deterministicId({ type: 'url', id: '', ...URL })
const published = (time: string) => domainObject('report', { published: time })

const CASES: readonly PathCase[] = [
  ['timestamp-order', identity({ created: early, modified: early }), []],
  ['timestamp-order', identity({ created: late, modified: early }), ['/modified']],
  ['timestamp-order', identity({ created: '2026-01-01T00:00:00.0010Z', modified: late }), []],
  ['timestamp-order', identity({ created: '2026-01-01T00:00:00.0011Z', modified: late }), ['/modified']],
  [
    'timestamp-order',
    identity({ created: '2026-01-01T00:00:00.00000000000002Z', modified: '2026-01-01T00:00:00.00000000000001Z' }),
    ['/modified'],
  ],
  ['timestamp-order', identity({ created: 'z', modified: early }), []],
  ['timestamp-order', identity({ created: 2, modified: 1 }), []],
  ['timestamp-order', domainObject('x-acme-sensor', { created: late, modified: early }), ['/modified']],
  ['timestamp-order', domainObject('malware', { first_seen: late, last_seen: early }), ['/last_seen']],
  ['timestamp-order', observed({ first_observed: late, last_observed: early }), ['/last_observed']],
  ['timestamp-order', domainObject('indicator', { valid_from: early, valid_until: early }), ['/valid_until']],
  ['timestamp-order', domainObject('indicator', { valid_from: early, valid_until: late }), []],
  ['timestamp-order', domainObject('relationship', { start_time: early, stop_time: '2026-01-01T00:00:00Z' }), ['/stop_time']],
  ['timestamp-order', traffic({ start: early, end: early }), []],
  ['timestamp-order', traffic({ start: late, end: early }), ['/end']],

  [
    'timestamp-plausible',
    domainObject('malware-analysis', { analysis_started: late, analysis_ended: early }),
    ['/analysis_ended'],
  ],
  ['timestamp-plausible', domainObject('malware-analysis', { analysis_started: early, analysis_ended: late }), []],
  [
    'timestamp-plausible',
    observable('x509-certificate', { validity_not_before: late, validity_not_after: early }),
    ['/validity_not_after'],
  ],

  ['timestamp-calendar', published('2024-02-29T23:59:60Z'), []],
  ['timestamp-calendar', published('2000-02-29T00:00:00Z'), []],
  ['timestamp-calendar', published('1900-02-29T00:00:00Z'), ['/published']],
  ['timestamp-calendar', published('2026-04-31T00:00:00.5Z'), ['/published']],
  ['timestamp-calendar', published('2026-13-01T00:00:00Z'), ['/published']],
  ['timestamp-calendar', published('2026-00-01T00:00:00Z'), ['/published']],
  ['timestamp-calendar', published('2026-01-00T00:00:00Z'), ['/published']],
  ['timestamp-calendar', published('2026-01-01T24:00:00Z'), ['/published']],
  ['timestamp-calendar', published('2026-01-01T00:60:00Z'), ['/published']],
  ['timestamp-calendar', published('2026-01-01T00:00:61Z'), ['/published']],
  ['timestamp-calendar', published('2026-13-01'), []],
  ['timestamp-calendar', observed({ objects: { 0: { type: 'file', mtime: '2026-02-30T00:00:00Z' } } }), ['/objects/0/mtime']],

  ['not-applicable', identity({ lang: 'en', confidence: 5 }), []],
  ['not-applicable', identity({ defanged: true }), ['/defanged']],
  ['not-applicable', observable('file', { name: 'a', defanged: true }), []],
  [
    'not-applicable',
    observable('file', { name: 'a', created: early, labels: ['a'], lang: 'en', created_by_ref: `identity--${V4}` }),
    ['/labels', '/lang'],
  ],
  ['versioned-observable', observable('url', { ...URL, id: URL_ID }), []],
  ['versioned-observable', observable('url', { ...URL, id: URL_ID, created: early, revoked: false }), ['/created', '/revoked']],
  ['versioned-observable', observable('url', { ...URL, created: early }), []],
  ['versioned-observable', observable('url', { value: 7, id: URL_ID, created: early }), []],
  ['extensions-use', observable('url', { ...URL, created: early, labels: ['a'] }), ['/created']],
  ['not-applicable', domainObject('marking-definition', { revoked: false }), ['/modified', '/revoked']],
  ['not-applicable', domainObject('language-content', { confidence: 5, lang: 'en' }), ['/lang']],
  [
    'not-applicable',
    domainObject('extension-definition', { confidence: 5, lang: 'en', extensions: {} }),
    ['/confidence', '/lang', '/extensions'],
  ],
  ['not-applicable', domainObject('x-acme-sensor', { defanged: true }), []],

  ['relationship-type-form', relationship('related-to', 'tool', 'tool'), []],
  ['relationship-type-form', relationship('Related_To', 'tool', 'tool'), ['/relationship_type']],
  ['relationship-type-form', relationship('', 'tool', 'tool'), ['/relationship_type']],
  ['relationship-types', relationship('uses', 'campaign', 'tool'), []],
  ['relationship-types', relationship('uses', 'tool', 'campaign'), ['/relationship_type']],
  ['relationship-types', relationship('indicates', 'identity', 'malware'), ['/relationship_type']],
  ['relationship-types', relationship('targets', 'malware', 'vulnerability'), []],
  ['relationship-types', relationship('consists-of', 'infrastructure', 'mutex'), []],
  ['relationship-types', relationship('consists-of', 'infrastructure', 'tool'), ['/relationship_type']],
  ['relationship-types', relationship('related-to', 'file', 'tool'), []],
  ['relationship-types', relationship('uses', 'x-acme-sensor', 'tool'), []],
  ['relationship-types', relationship('uses', 'tool', 'ware'), []],
  ['relationship-types', relationship('constructor', 'tool', 'tool'), ['/relationship_type']],
  ['relationship-types', relationship('av-analysis-of', 'malware-analysis', 'malware'), []],
  ['relationship-types', relationship('analysis-of', 'malware-analysis', 'malware'), ['/relationship_type']],
  ['relationship-types', relationship('analysis-of', 'malware-analysis', 'malware'), [], { edition: 'os' }],
  [
    'relationship-types',
    relationship('av-analysis-of', 'malware-analysis', 'malware'),
    ['/relationship_type'],
    { edition: 'os' },
  ],
  ['relationship-types', relationship('exfiltrate-to', 'malware', 'infrastructure'), [], { edition: 'os' }],
  ['common-relationship-ends', relationship('derived-from', 'tool', 'tool'), []],
  ['common-relationship-ends', relationship('derived-from', 'tool', 'malware'), ['/relationship_type']],
  ['common-relationship-ends', relationship('duplicate-of', 'tool', 'malware'), ['/relationship_type']],
  ['common-relationship-ends', relationship('uses', 'tool', 'malware'), []],

  ['malware-family-name', domainObject('malware', { is_family: true }), ['']],
  ['malware-family-name', domainObject('malware', { is_family: true, name: 'Emotet' }), []],
  ['malware-family-name', domainObject('malware', { is_family: false }), []],

  ['location-coordinates', location({ latitude: 1, longitude: 2, precision: 3 }), []],
  ['location-coordinates', location({ latitude: 1 }), ['/latitude']],
  ['location-coordinates', location({ longitude: 1 }), ['/longitude']],
  ['location-coordinates', location({ precision: 1 }), ['/precision']],

  ['observed-data-content', observed({ object_refs: [`file--${V4}`, `relationship--${V4}`] }), []],
  ['observed-data-content', observed({ object_refs: [`x-usb--${V4}`] }), []],
  ['observed-data-content', observed({ object_refs: [`relationship--${V4}`] }), ['/object_refs']],
  ['observed-data-content', observed({ object_refs: [`file--${V4}`], objects: {} }), ['/objects']],
  ['observed-data-content', observed({ object_refs: [7, 'file--junk'] }), []],

  ['network-traffic-active', traffic({ end: early, is_active: false }), []],
  ['network-traffic-active', traffic({ is_active: true }), []],
  ['network-traffic-active', traffic({ end: early, is_active: true }), ['/is_active']],
  ['network-traffic-active', traffic({ end: early }), ['/end']],

  ['email-body', mail({ is_multipart: false, body: 'a' }), []],
  ['email-body', mail({ is_multipart: true, body: 'a' }), ['/body']],
  ['email-body', mail({ is_multipart: false, body_multipart: [{ body: 'a' }] }), ['/body_multipart']],
  ['mime-part-body', mail({ is_multipart: true, body_multipart: [{ body: 'a' }, 7] }), []],
  [
    'mime-part-body',
    mail({ is_multipart: true, body_multipart: [{ body: 'a', body_raw_ref: `file--${V4}` }] }),
    ['/body_multipart/0'],
  ],

  ['artifact-content', artifact({ payload_bin: 'AAAA' }), []],
  ['artifact-content', artifact({ url: 'https://example.com/', hashes: { MD5: 'a' } }), []],
  ['artifact-content', artifact({ url: 'https://example.com/' }), ['/url']],
  ['artifact-content', artifact({ payload_bin: 'AAAA', url: 'https://example.com/', hashes: {} }), ['/url']],
  ['artifact-content', artifact({ payload_bin: 'AAAA', decryption_key: 'a' }), ['/decryption_key']],
  ['artifact-content', artifact({ payload_bin: 'AAAA', decryption_key: 'a', encryption_algorithm: 'AES-256-GCM' }), []],

  ['name-encoding', observable('file', { name: 'a', name_enc: 'UTF-8' }), []],
  ['name-encoding', observable('file', { hashes: {}, name_enc: 'UTF-8' }), ['/name_enc']],

  ['external-reference-id', referring('cve', 'CVE-2021-44228'), []],
  ['external-reference-id', referring('cve', 'CVE-2021-4422'), []],
  ['external-reference-id', referring('cve', 'CVE-2021-442'), ['/external_references/0/external_id']],
  ['external-reference-id', referring('cve'), ['/external_references/0']],
  ['external-reference-id', referring('cve', 7), []],
  ['external-reference-id', referring('capec', '550'), []],
  ['external-reference-id', referring('capec', 'CAPEC-550', 'attack-pattern'), []],
  ['external-reference-id', referring('capec', '550', 'attack-pattern'), ['/external_references/0/external_id']],
  ['external-reference-id', referring('cve', '2021-44228', 'tool'), []],
  ['external-reference-id', referring('nvd', 'CVE-2021-44228'), []],
  ['external-reference-id', referring('mitre-attack', 'T1055'), []],

  ['registry-hive', registryKey('HKEY_LOCAL_MACHINE\\Software\\thkub'), []],
  ['registry-hive', registryKey('hkey_users\\a'), []],
  ['registry-hive', registryKey('Hklm\\x'), ['/key']],
  ['registry-hive', registryKey('HKU'), ['/key']],
  ['registry-hive', registryKey('HKLMX\\x'), []],
  ['registry-hive', registryKey(7), []],

  ['interop-properties', identity({ created_by_ref: `identity--${V4}` }), [], { interop: true }],
  ['interop-properties', identity({}), [''], { interop: true }],
  ['interop-properties', domainObject('location', { country: 'LU', created_by_ref: `identity--${V4}` }), [''], { interop: true }],
  ['interop-properties', domainObject('malware', {}), []],
  [
    'interop-properties',
    domainObject('malware', {
      created_by_ref: `identity--${V4}`,
      name: 'a',
      malware_types: ['bot'],
      first_seen: early,
      last_seen: late,
      architecture_execution_envs: ['x86'],
      implementation_languages: ['c'],
      capabilities: ['emails-spam'],
    }),
    [],
    { interop: true },
  ],
]

for (const [code, document, paths, options] of CASES) {
  test(`${code} ${JSON.stringify(document).slice(40, 200)}: ${paths.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(pathsOf(code, document, options), paths)
  })
}

test('a common property is either one of a type, or not applicable to it, or versions an observable', () => {
  const keys = new Set(Object.values(COMMON).flatMap((properties) => Object.keys(properties)))
  for (const [type, { group, properties }] of Object.entries(MODEL)) {
    const isVersioning = (key: string) => group === 'sco' && VERSIONING.has(key)
    for (const key of keys)
      assert.equal(
        isNotApplicable(type, key),
        !(key in COMMON[group]) && !(key in properties) && !isVersioning(key),
        `${type} ${key}`,
      )
  }
  assert.equal(isNotApplicable('file', 'x_acme'), false)
  assert.equal(isNotApplicable('x-acme-sensor', 'defanged'), false)
  assert.equal(isNotApplicable('constructor', 'lang'), false)
})
