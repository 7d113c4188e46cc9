import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validate } from '../../../src/validate.ts'
import { pathsOf, type PathCase } from './ask.ts'
import { DEFINITION, domainObject, observable } from './ask-extensions.ts'

const V4 = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const NOBODY = 'identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3e'
const RED = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'
const CLEAR = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'
const later = (days: number) => `2026-01-0${days + 1}T00:00:00.000Z`

const tool = (more: object = {}) => domainObject('tool', { name: 'a', ...more })
const file = (more: object = {}) => observable('file', { name: 'a', ...more })
const identity = (more: object = {}) => domainObject('identity', { name: 'a', ...more })
const relationship = (from: string, to: string) =>
  domainObject('relationship', { id: `relationship--${V4.replace('8e', '8d')}`, source_ref: from, target_ref: to })
const FAMILY = `malware--${V4}`
const INSTANCE = `malware--${V4.replace('8e', '8d')}`
const malware = (id: string, isFamily: boolean) => domainObject('malware', { id, name: 'a', is_family: isFamily })
const variant = (from: string, to: string) => ({ ...relationship(from, to), relationship_type: 'variant-of' })

const definition = (more: object = {}) =>
  domainObject('extension-definition', { id: DEFINITION, extension_types: ['property-extension'], ...more })
const extended = (kind: string, more: object = {}) =>
  identity({ extensions: { [DEFINITION]: { extension_type: kind } }, ...more })
const topLevel = definition({ extension_types: ['toplevel-property-extension'], extension_properties: ['rank'] })

const CASES: readonly PathCase[] = [
  ['duplicate-ids', [tool(), tool({ modified: later(1) })], []],
  ['duplicate-ids', [tool(), tool()], ['1 /id']],
  ['duplicate-ids', [tool(), tool({ modified: later(1) }), tool({ name: 'b' }), tool({ modified: later(1) })], ['3 /id']],
  ['duplicate-ids', [file(), file()], []],
  ['duplicate-ids', [file(), file({ size: 5 })], ['1 /id']],
  ['duplicate-ids', [{ type: 'tool' }, { type: 'tool' }, { type: 'tool', id: 7 }, 'tool'], []],

  ['version-differs', [tool(), tool({ modified: later(1), name: 'b' })], []],
  ['version-differs', [tool(), tool()], []],
  ['version-differs', [tool(), tool({ name: 'b' })], ['1 /id']],
  ['version-differs', [tool(), tool({ revoked: false, lang: 'en' })], []],
  ['version-differs', [tool(), tool({ lang: 'de' })], ['1 /id']],
  ['version-differs', [file(), file({ size: 5 })], []],

  ['created-differs', [tool(), tool({ modified: later(1) })], []],
  ['created-differs', [tool(), tool({ created: '2026-01-01T00:00:00Z', modified: later(1) })], []],
  ['created-differs', [tool(), tool({ created: later(1), modified: later(1) })], ['1 /created']],

  ['revoked-version', [tool(), tool({ modified: later(1), revoked: true })], []],
  ['revoked-version', [tool({ modified: later(1), revoked: true }), tool()], []],
  [
    'revoked-version',
    [tool({ revoked: true }), tool({ modified: later(1) }), tool({ modified: later(2), revoked: true })],
    ['1 /modified', '2 /modified'],
  ],
  ['revoked-version', [tool({ modified: later(2) }), tool({ modified: later(1), revoked: true })], ['1 /revoked']],

  ['uuid-reuse', [tool(), identity()], ['1 /id']],
  ['uuid-reuse', [tool(), identity(), identity({ modified: later(1) })], ['1 /id', '2 /id']],
  ['uuid-reuse', [tool(), tool()], []],

  ['variant-of', [variant(FAMILY, INSTANCE), malware(FAMILY, true), malware(INSTANCE, false)], ['0 /relationship_type']],
  ['variant-of', [malware(FAMILY, true), malware(INSTANCE, false), variant(INSTANCE, FAMILY)], []],
  ['variant-of', [malware(FAMILY, true), malware(INSTANCE, true), variant(FAMILY, INSTANCE)], []],
  ['variant-of', [malware(FAMILY, true), variant(FAMILY, INSTANCE)], []],
  ['variant-of', [malware(FAMILY, true), malware(FAMILY, false), malware(INSTANCE, false), variant(FAMILY, INSTANCE)], []],

  ['enforce-refs', [relationship(`tool--${V4}`, `identity--${V4}`), tool(), identity()], []],
  ['enforce-refs', [tool(), relationship(`tool--${V4}`, `identity--${V4}`)], ['1 /target_ref']],
  [
    'enforce-refs',
    [tool({ object_marking_refs: [RED, CLEAR, RED.replace('5e', '5d')], created_by_ref: 'x' })],
    ['0 /object_marking_refs/2'],
  ],
  [
    'dangling-content',
    [domainObject('report', { object_refs: [`tool--${V4}`, NOBODY], created_by_ref: NOBODY }), tool()],
    ['0 /object_refs/1'],
  ],
  ['dangling-content', [identity(), domainObject('report', { object_refs: [`identity--${V4}`] })], []],

  ['extension-agreement', [extended('property-extension'), definition()], []],
  ['extension-agreement', [extended('new-sdo')], []],
  [
    'extension-agreement',
    [extended('new-sdo'), extended('new-sdo'), definition()],
    [`0 /extensions/${DEFINITION}/extension_type`],
  ],
  ['extension-agreement', [definition(), extended('new-sdo', { id: NOBODY })], [`1 /extensions/${DEFINITION}/extension_type`]],
  ['extension-agreement', [definition({ extension_types: 7 }), identity({ extensions: { [DEFINITION]: 'a' } })], []],

  ['extension-top-level', [extended('toplevel-property-extension', { rank: 5, x_acme: 1 }), topLevel], []],
  ['extension-top-level', [extended('toplevel-property-extension', { rank: 5, toxicity: 1 }), topLevel], ['0 /toxicity']],
  ['extension-top-level', [extended('toplevel-property-extension', { toxicity: 1 })], []],
  ['extension-top-level', [topLevel, extended('property-extension', { toxicity: 1 })], []],

  [
    'interop-created-by-ref',
    [identity({ created_by_ref: `identity--${V4}` }), tool({ created_by_ref: `identity--${V4}` })],
    [],
    { interop: true },
  ],
  ['interop-created-by-ref', [tool({ created_by_ref: `identity--${V4}` }), identity()], ['0 /created_by_ref'], { interop: true }],
  ['interop-created-by-ref', [tool({ created_by_ref: NOBODY })], ['0 /created_by_ref'], { interop: true }],
  ['interop-created-by-ref', [tool({ created_by_ref: NOBODY })], []],
]

for (const [code, document, paths, options] of CASES) {
  test(`${code} ${JSON.stringify(document).slice(0, 150)}: ${paths.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(pathsOf(code, document, options), paths)
  })
}

const bundle = (objects: unknown) => ({ type: 'bundle', id: `bundle--${V4}`, objects })

const BUNDLES: readonly (readonly [document: object, codes: readonly string[]])[] = [
  [bundle([]), ['empty-list']],
  [bundle('x'), ['property-type']],
  [bundle({}), ['property-type']],
  [bundle([identity()]), []],
  [{ type: 'bundle', id: `bundle--${V4}` }, []],
  [{ objects: [] }, []],
]

for (const [document, codes] of BUNDLES) {
  test(`the bundle ${JSON.stringify(document).slice(0, 90)}: ${codes.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(
      validate(document).violations.map(({ code, index }) => (index === undefined ? code : `${code} ${index}`)),
      codes,
    )
  })
}

test('many versions of one id, and many references to what is not there, take no more time than others', () => {
  const versions = Array.from({ length: 50_000 }, (_, number) =>
    tool({ modified: `2026-01-01T00:00:00.${String(number).padStart(6, '0')}Z`, created_by_ref: NOBODY }),
  )
  const start = process.cpuUsage().user
  assert.equal(pathsOf('enforce-refs', versions).length, 50_000)
  assert.deepEqual(pathsOf('duplicate-ids', versions), [])
  assert.ok(process.cpuUsage().user - start < 15e6)
})
