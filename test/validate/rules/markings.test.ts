import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TLP1_OBJECTS, TLP2_WORDS } from '../../../src/stix/marking.ts'
import { pathsOf, type PathCase } from './ask.ts'
import { domainObject, observable } from './ask-extensions.ts'

const ID = 'marking-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const OTHER = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ee'
const RED = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'
const GREEN = 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da'
const CLEAR = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'
const TLP2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

const marking = (more: object) => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: ID,
  created: '2026-01-01T00:00:00.000Z',
  ...more,
})
const statement = (more: object = {}) => marking({ definition_type: 'statement', definition: { statement: 'a' }, ...more })
const red = (more: object = {}) => ({ ...TLP1_OBJECTS.get(RED), ...more })
const clear = (word: unknown, id = CLEAR) =>
  marking({ id, extensions: { [TLP2]: { extension_type: 'property-extension', tlp_2_0: word } } })

const selecting = (...selectors: unknown[]) =>
  observable('file', {
    name: 'a',
    hashes: { 'SHA-256': 'b' },
    size: 0,
    x_list: [{ y: null }],
    granular_markings: [{ selectors, marking_ref: RED }],
  })
const at = (...numbers: number[]) => numbers.map((number) => `/granular_markings/0/selectors/${number}`)
const granular = (more: object) => domainObject('identity', { name: 'a', granular_markings: [{ selectors: ['name'], ...more }] })

const CASES: readonly PathCase[] = [
  ['marking-selectors', selecting('name', 'hashes.SHA-256', 'hashes', 'size', 'x_list.[0].y', 'granular_markings', 'id'), []],
  [
    'marking-selectors',
    selecting('nam', 'hashes.SHA-1', 'x_list.[1]', 'name.[0]', 'name.length', 'toString'),
    at(0, 1, 2, 3, 4, 5),
  ],
  [
    'marking-selectors',
    selecting('', '[0]', 'name.', '.name', 'x_list.0', 'x_list.[-1]', 'na me', 'x_list[0]'),
    at(0, 1, 2, 3, 4, 5, 6, 7),
  ],
  ['marking-selectors', selecting(7, null), []],
  ['marking-selectors', domainObject('identity', { granular_markings: ['a', { selectors: 'name' }] }), []],

  ['granular-marking-one-of', granular({ lang: 'de' }), []],
  ['granular-marking-one-of', granular({ marking_ref: RED }), []],
  ['granular-marking-one-of', granular({ marking_ref: RED, lang: 'de' }), ['/granular_markings/0']],

  ['marking-circular', statement({ object_marking_refs: [RED] }), []],
  ['marking-circular', statement({ object_marking_refs: [RED, ID] }), ['/object_marking_refs/1']],
  [
    'marking-circular',
    statement({ granular_markings: [{ marking_ref: ID, selectors: ['id'] }] }),
    ['/granular_markings/0/marking_ref'],
  ],
  [
    'marking-circular',
    [statement({ object_marking_refs: [OTHER] }), statement({ id: OTHER, object_marking_refs: [ID] })],
    ['1 /object_marking_refs/0'],
  ],
  [
    'marking-circular',
    [
      statement({ object_marking_refs: [OTHER, RED] }),
      statement({ id: OTHER, object_marking_refs: [RED] }),
      statement({ id: RED }),
    ],
    [],
  ],

  ['tlp-marking', [...TLP1_OBJECTS.values()], []],
  ['tlp-marking', statement(), []],
  ['tlp-marking', red({ created: '2017-01-20T00:00:00Z' }), []],
  ['tlp-marking', red({ created: '2017-01-21T00:00:00.000Z' }), ['/created']],
  ['tlp-marking', red({ definition: { tlp: 'green' } }), ['/definition']],
  ['tlp-marking', red({ name: 'TLP:GREEN', created_by_ref: 'identity--1' }), ['/name', '/created_by_ref']],
  ['tlp-marking', red({ id: ID }), ['/id']],
  ['tlp-marking', marking({ definition_type: 'tlp', definition: 7 }), ['/id']],
  ['tlp-id-reuse', red(), []],
  ['tlp-id-reuse', statement({ id: RED }), ['/id']],

  ['tlp-2-marking', [...TLP2_WORDS].map(([id, word]) => clear(word, id)), []],
  ['tlp-2-marking', clear('red'), [`/extensions/${TLP2}/tlp_2_0`]],
  ['tlp-2-marking', clear('clear', ID), ['/id']],
  ['tlp-2-marking', statement({ id: CLEAR }), ['']],
  ['tlp-2-marking', statement(), []],

  ['marking-definition-type', statement(), []],
  ['marking-definition-type', marking({ definition_type: 'iep' }), ['/definition_type']],
  ['marking-definition-content', statement(), []],
  ['marking-definition-content', statement({ definition: { tlp: 'red' } }), ['/definition']],
  ['marking-definition-content', statement({ definition: { statement: 'a', acme_note: 'b' } }), []],
  ['marking-definition-content', red(), []],
  ['marking-definition-content', statement({ definition: 7 }), []],

  ['interop-one-tlp', domainObject('identity', { object_marking_refs: [RED, ID] }), [], { interop: true }],
  [
    'interop-one-tlp',
    domainObject('identity', { object_marking_refs: [RED, GREEN] }),
    ['/object_marking_refs'],
    { interop: true },
  ],
  ['interop-one-tlp', domainObject('identity', { object_marking_refs: [RED, GREEN] }), []],
]

for (const [code, document, paths, options] of CASES) {
  test(`${code} ${JSON.stringify(document).slice(0, 150)}: ${paths.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(pathsOf(code, document, options), paths)
  })
}

const idOf = (number: number) => `marking-definition--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

test('a circle through many marking definitions is found without recursion', () => {
  const length = 20_000
  const chain = Array.from({ length }, (_, number) =>
    statement({ id: idOf(number), object_marking_refs: [idOf((number + 1) % length)] }),
  )
  assert.deepEqual(pathsOf('marking-circular', chain), [`${length - 1} /object_marking_refs/0`])
})
