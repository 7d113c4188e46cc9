import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathsOf, type PathCase } from './ask.ts'
import { domainObject, observable } from './ask-extensions.ts'

const V4 = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const V5 = '28bb3599-77cd-5a82-a950-b5bc3caf07c4'

const identity = (more: object = {}) => domainObject('identity', { name: 'a', ...more })
const sensor = (more: object = {}) => domainObject('x-acme-sensor', { name: 'a', ...more })
const sighting = (type: string) => domainObject('sighting', { sighting_of_ref: `${type}--${V4}` })
const report = (...types: string[]) => domainObject('report', { object_refs: types.map((type) => `${type}--${V4}`) })
const service = (type: string) =>
  observable('process', { pid: 1, extensions: { 'windows-service-ext': { service_dll_refs: [`${type}--${V5}`] } } })
const container = (objects: unknown) => domainObject('observed-data', { objects })
const address = (value: unknown, id: string) => ({ type: 'ipv4-addr', id: `ipv4-addr--${id}`, value })

const CASES: readonly PathCase[] = [
  ['reference-types', identity({ created_by_ref: `identity--${V4}` }), []],
  ['reference-types', identity({ created_by_ref: `malware--${V4}` }), ['/created_by_ref']],
  ['reference-types', identity({ created_by_ref: 'malware--1' }), []],
  ['reference-types', identity({ created_by_ref: 7, object_marking_refs: 'a' }), []],
  ['reference-types', identity({ created_by_ref: `x-team--${V4}` }), ['/created_by_ref']],
  [
    'reference-types',
    identity({ object_marking_refs: [`marking-definition--${V4}`, `identity--${V4}`] }),
    ['/object_marking_refs/1'],
  ],
  [
    'reference-types',
    identity({ granular_markings: [{ selectors: ['name'], marking_ref: `identity--${V4}` }] }),
    ['/granular_markings/0/marking_ref'],
  ],
  ['reference-types', sensor({ created_by_ref: `tool--${V4}` }), ['/created_by_ref']],
  ['reference-types', sighting('malware'), []],
  ['reference-types', sighting('x-acme-sensor'), []],
  ['reference-types', sighting('file'), ['/sighting_of_ref']],
  ['reference-types', sighting('marking-definition'), ['/sighting_of_ref']],
  ['reference-types', sighting('bundle'), ['/sighting_of_ref']],
  ['reference-types', report('file', 'sighting', 'language-content', 'x-acme-sensor', 'bundle'), ['/object_refs/4']],
  ['reference-types', service('file'), []],
  ['reference-types', service('directory'), ['/extensions/windows-service-ext/service_dll_refs/0']],
  [
    'reference-types',
    domainObject('relationship', { source_ref: `file--${V5}`, target_ref: `sighting--${V4}` }),
    ['/target_ref'],
  ],

  [
    'observable-container',
    container({ 0: { type: 'email-message', from_ref: '1' }, 1: { type: 'email-addr', value: 'a@b.c' } }),
    [],
  ],
  ['observable-container', container({ 0: { type: 'email-message', from_ref: '2' } }), ['/objects/0/from_ref']],
  ['observable-container', container({ 0: { type: 'email-message', to_refs: ['0'] } }), ['/objects/0/to_refs/0']],
  ['observable-container', container({ 0: { type: 'x-usb', x_ref: '7' } }), []],
  ['observable-container', container({ 0: { type: 'file', object_marking_refs: [`marking-definition--${V4}`] } }), []],
  ['observable-container', container({ 0: { type: 'malware' }, 1: {}, 2: 'file' }), ['/objects/0/type', '/objects/1']],
  ['observable-container', container('x'), []],

  ['id-prefix', sensor(), []],
  ['id-prefix', sensor({ id: `x-bar--${V4}` }), ['/id']],
  ['id-prefix', sensor({ id: 'x-bar--1' }), []],

  ['identifier-uuid', identity(), []],
  ['identifier-uuid', identity({ id: 'identity--8e2e2d2b-17d4-8cbf-938f-98ee46b3cd3f' }), ['/id']],
  ['identifier-uuid', identity({ id: 'identity--8e2e2d2b-17d4-4cbf-c38f-98ee46b3cd3f' }), ['/id']],
  ['identifier-uuid', identity({ id: 'identity--00000000-0000-0000-0000-000000000000' }), ['/id']],
  ['identifier-uuid', identity({ id: 'identity--8E2E2D2B-17D4-4CBF-938F-98EE46B3CD3F' }), []],
  ['identifier-uuid', identity({ created_by_ref: 'identity--8e2e2d2b-17d4-fcbf-938f-98ee46b3cd3f' }), ['/created_by_ref']],
  ['identifier-uuid', { type: 'bundle', id: 'bundle--8e2e2d2b-17d4-7cbf-938f-98ee46b3cd3f' }, ['/id']],

  ['uuid-check', identity(), []],
  ['uuid-check', identity({ id: `identity--${V5}` }), ['/id']],
  ['uuid-check', address('198.51.100.3', V5), []],
  ['uuid-check', address('198.51.100.3', V4), ['/id']],
  ['uuid-check', { type: 'process', id: `process--${V5}`, pid: 1 }, []],
  ['uuid-check', { type: 'x-usb', id: `x-usb--${V4}` }, []],
  ['uuid-check', { type: 'x-usb', id: `x-usb--${V5}` }, []],
  ['uuid-check', sensor({ id: `x-acme-sensor--${V5}` }), ['/id']],
  ['uuid-check', { type: 'artifact', id: `artifact--${V4}`, url: 'https://example.com/' }, []],
  ['uuid-check', { type: 'bundle', id: `bundle--${V5}` }, ['/id']],

  ['deterministic-uuid', { type: 'process', id: `process--${V4}`, pid: 1 }, []],
  ['deterministic-uuid', { type: 'process', id: `process--${V5}`, pid: 1 }, ['/id']],
  ['deterministic-uuid', { type: 'process', id: 'process--x', pid: 1 }, []],
  ['deterministic-uuid', { type: 'artifact', id: `artifact--${V5}`, url: 'https://example.com/' }, ['/id']],
  ['deterministic-uuid', { type: 'artifact', id: `artifact--${V5}`, payload_bin: 'AAAA' }, []],

  ['sco-id-recomputes', address('198.51.100.3', V5), []],
  ['sco-id-recomputes', address('198.51.100.4', V5), ['/id']],
  ['sco-id-recomputes', address('198.51.100.4', V4), []],
  ['sco-id-recomputes', address(7, V5), []],
]

for (const [code, document, paths, options] of CASES) {
  test(`${code} ${JSON.stringify(document).slice(0, 150)}: ${paths.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(pathsOf(code, document, options), paths)
  })
}
