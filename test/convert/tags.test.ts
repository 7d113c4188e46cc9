import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MispRecord } from '../../src/index.ts'
import { markingOfTag } from '../../src/stix/marking.ts'
import type { Marking } from '../../src/stix/marking.ts'
import { readTags, restoreTags, splitTags, strictest, tagDifference } from '../../src/convert/tags.ts'

/** Names of tags; the names of their markings, the labels, the confidence. */
const SPLITS: readonly [names: unknown[], markings: string[], labels: string[], confidence: number | undefined][] = [
  [[], [], [], undefined],
  [['tlp:green', 'phishing'], ['TLP:GREEN'], ['phishing'], undefined],
  [['TLP: GREEN', 'tlp:green'], ['TLP:GREEN'], [], undefined],
  [['PAP:RED'], ['PAP:RED'], [], undefined],
  [['phishing', 'phishing'], [], ['phishing'], undefined],
  [['misp:type="domain"', 'misp:tool="x"', ''], [], [], undefined],
  [['misp:confidence-level="usually-confident"'], [], ['misp:confidence-level="usually-confident"'], 75],
  [
    ['misp:confidence-level="completely-confident"', 'misp:confidence-level="unconfident"'],
    [],
    ['misp:confidence-level="completely-confident"', 'misp:confidence-level="unconfident"'],
    0,
  ],
  [['misp-galaxy:threat-actor="Copper Lynx"'], [], ['misp-galaxy:threat-actor="Copper Lynx"'], undefined],
  [[null, 7, '\ud800'], [], [], undefined],
]

test('tags are markings, labels, and perhaps a confidence', () => {
  for (const [names, markings, labels, confidence] of SPLITS) {
    const split = splitTags(names.map((name) => ({ name })))
    assert.deepEqual(split.markings.map(nameOf), markings)
    assert.deepEqual(split.labels, labels)
    assert.equal(split.confidence, confidence)
  }
  for (const none of [undefined, null, {}, 'tlp:red', [null, 'tlp:red', 7]])
    assert.deepEqual(splitTags(none), { markings: [], labels: [], confidence: undefined })
})

/** Lists of tags on users of one object, and what holds on it. */
const STRICTEST: readonly [string[][], string[]][] = [
  [[[]], []],
  [[['tlp:green'], []], ['TLP:GREEN']],
  [[['tlp:green'], ['tlp:red'], ['tlp:amber']], ['TLP:RED']],
  [[['tlp:amber'], ['tlp:amber+strict']], ['TLP:AMBER+STRICT']],
  [[['tlp:green', 'tlp:amber']], ['TLP:AMBER']],
  [
    [
      ['tlp:green', 'PAP:RED'],
      ['tlp:clear', 'PAP:GREEN'],
    ],
    ['TLP:GREEN', 'PAP:RED', 'PAP:GREEN'],
  ],
]

test('of several TLP levels the strictest holds, of statements all', () => {
  for (const [lists, expected] of STRICTEST) {
    const markings = strictest(...lists.map((names) => names.map((name) => markingOfTag(name) as Marking)))
    assert.deepEqual(markings.map(nameOf), expected, JSON.stringify(lists))
  }
})

test('tags read back from labels and from markings that the container does not have', () => {
  const object = {
    type: 'observed-data',
    id: 'x',
    labels: ['misp:type="domain"', 'misp:category="Other"', 'phishing'],
    object_marking_refs: [idOf('tlp:green'), idOf('tlp:amber')],
  }
  const names = readTags(object, new Set([idOf('tlp:green')]), () => undefined)
  assert.deepEqual(names.sort(), ['phishing', 'tlp:amber'])
})

/** Tags as they were, and the names that read back. */
const LISTS: readonly [tags: unknown[], names: string[]][] = [
  [[], []],
  [[{ name: 'phishing' }], ['phishing']],
  [[{ name: 'phishing', colour: '#fff', local: false, exportable: null }], ['phishing']],
  [[{ name: 'TLP: AMBER', colour: '#ffc000' }], ['tlp:amber']],
  [[{ name: 'phishing' }, { name: 'phishing' }], ['phishing']],
  [[{ name: 'phishing' }], ['phishing', 'another']],
  [[{ name: 'lost' }, null, 7, { colour: '#fff' }], []],
]

test('a difference restores what the names alone do not say', () => {
  for (const [tags, names] of LISTS) {
    const difference = tagDifference(tags, names)
    assert.deepEqual(restoreTags(names, difference), tags)
  }
})

test('what is known of a tag stays with it when others come and go', () => {
  const tags = [
    { name: 'phishing', colour: '#fff' },
    { name: 'spam', colour: '#000' },
  ]
  const difference = tagDifference(tags, ['phishing', 'spam'])
  assert.deepEqual(restoreTags(['spam', 'new'], difference), [{ name: 'spam', colour: '#000' }, { name: 'new' }])
})

test('a tag after a word that all objects have gives no number', () => {
  assert.equal(splitTags([{ name: 'misp:confidence-level="constructor"' }]).confidence, undefined)
})

function nameOf({ object }: Marking): unknown {
  return object['name'] ?? (object['definition'] as MispRecord)['statement']
}

function idOf(tag: string): string {
  return (markingOfTag(tag) as Marking).id
}
