import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markingOfTag, tagOfMarking, TLP_LEVELS, TLP_TAGS, tlpOfTag, tlpRank } from '../../src/stix/marking.ts'

/** A tag, its level, the marking definition (STIX 2.1 section 7.2.1.4; TLP 2.0 as OASIS publishes it), the tag that reads back. */
const TLP: readonly [tag: string, level: string, id: string, back: string][] = [
  ['tlp:white', 'clear', '613f2e26-407d-48c7-9eca-b8e91df99dc9', 'tlp:white'],
  ['tlp:green', 'green', '34098fce-860f-48ae-8e50-ebd3cc5e41da', 'tlp:green'],
  ['tlp:amber', 'amber', 'f88d31f6-486f-44da-b317-01333bde0b82', 'tlp:amber'],
  ['tlp:red', 'red', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'tlp:red'],
  ['tlp:clear', 'clear', '94868c89-83c2-464b-929b-a1a8aa3c8487', 'tlp:clear'],
  ['tlp:amber+strict', 'amber+strict', '939a9414-2ddd-4d32-a0cd-375ea402b003', 'tlp:amber+strict'],
  ['TLP:RED', 'red', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'tlp:red'],
  [' TLP: Amber ', 'amber', 'f88d31f6-486f-44da-b317-01333bde0b82', 'tlp:amber'],
  ['Tlp:Amber+Strict', 'amber+strict', '939a9414-2ddd-4d32-a0cd-375ea402b003', 'tlp:amber+strict'],
]

test('a TLP tag is the published marking, without regard to case and blanks', () => {
  for (const [tag, level, uuid, back] of TLP) {
    const marking = markingOfTag(tag)
    assert.equal(marking?.id, `marking-definition--${uuid}`, tag)
    assert.equal(tlpOfTag(tag), level, tag)
    assert.equal(tagOfMarking(marking.id, undefined), back, tag)
  }
})

test('the published objects are those of the specification', () => {
  assert.deepEqual(TLP_TAGS.get('tlp:amber')?.object, {
    type: 'marking-definition',
    spec_version: '2.1',
    id: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: 'TLP:AMBER',
    definition: { tlp: 'amber' },
  })
  assert.deepEqual(TLP_TAGS.get('tlp:clear')?.object, {
    type: 'marking-definition',
    spec_version: '2.1',
    id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
    created: '2022-10-01T00:00:00.000Z',
    name: 'TLP:CLEAR',
    extensions: {
      'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': { extension_type: 'property-extension', tlp_2_0: 'clear' },
    },
  })
})

test('TLP 2.0 of the levels that we write in TLP 1 is read', () => {
  for (const [uuid, tag] of [
    ['bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'tlp:green'],
    ['55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'tlp:amber'],
    ['e828b379-4e03-4974-9ac4-e53a884c97c1', 'tlp:red'],
  ] as const)
    assert.equal(tagOfMarking(`marking-definition--${uuid}`, undefined), tag)
})

test('tags that are no marking', () => {
  for (const tag of [
    '',
    ' ',
    'tlp',
    'tlp:',
    'tlp:ex:chr',
    'tlp:unclear',
    'tlp:amber strict!',
    'pap:blue',
    'statement:',
    'phishing',
    'stlp:red',
    'tlp:red2',
  ])
    assert.equal(markingOfTag(tag), undefined, tag)
})

/** A tag, the statement that it becomes, the tag that reads back. */
const STATEMENTS: readonly [tag: string, statement: string, back: string][] = [
  ['PAP:RED', 'PAP:RED', 'PAP:RED'],
  ['pap:amber', 'PAP:AMBER', 'PAP:AMBER'],
  [' Pap: Green', 'PAP:GREEN', 'PAP:GREEN'],
  ['statement:Copyright 2025, Harbour CERT', 'Copyright 2025, Harbour CERT', 'statement:Copyright 2025, Harbour CERT'],
]

test('PAP and statements are statements, the same text always the same object', () => {
  for (const [tag, statement, back] of STATEMENTS) {
    const marking = markingOfTag(tag)
    assert.deepEqual(marking?.object['definition'], { statement }, tag)
    assert.equal(marking.tlp, undefined)
    assert.equal(markingOfTag(tag)?.id, marking.id)
    assert.equal(tagOfMarking(marking.id, marking.object), back)
  }
  assert.notEqual(markingOfTag('statement:a')?.id, markingOfTag('statement:b')?.id)
})

test('a marking that is neither TLP nor a statement reads as no tag', () => {
  const id = 'marking-definition--5f1c0f9a-7f0e-4f7c-8f0b-6f0a3c1d2e4b'
  assert.equal(tagOfMarking(id, undefined), undefined)
  assert.equal(tagOfMarking(id, { type: 'marking-definition', id, definition_type: 'iep', definition: { iep: 1 } }), undefined)
  assert.equal(
    tagOfMarking(id, { type: 'marking-definition', id, definition_type: 'tlp', definition: { tlp: 'AMBER' } }),
    'tlp:amber',
  )
})

test('levels are ordered from open to strict', () => {
  assert.deepEqual(TLP_LEVELS, ['clear', 'green', 'amber', 'amber+strict', 'red'])
  assert.deepEqual(TLP_LEVELS.map(tlpRank), [0, 1, 2, 3, 4])
})
