import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as stix from '../src/stix.ts'

/** What `import … from 'tipbridge/stix'` gives, types aside: a name that goes away breaks those who use it. */
const NAMES = [
  'COMMON',
  'DEFAULT_MATCH_OPTIONS',
  'MODEL',
  'PatternError',
  'STRUCTURES',
  'TLP_LEVELS',
  'TLP_TAGS',
  'UNPLACED',
  'VOCABULARY',
  'analysePattern',
  'build',
  'canonicalJson',
  'compareMoments',
  'createMatcher',
  'formatTimestamp',
  'isLater',
  'isObservableType',
  'isUuid',
  'literals',
  'observedDataIn',
  'parsePath',
  'parsePattern',
  'parseTime',
  'printPath',
  'printPattern',
  'scoId',
  'tlpRank',
  'typeOf',
  'uuidOf',
]

test('tipbridge/stix gives its names', () => {
  assert.deepEqual(Object.keys(stix).sort(), NAMES)
})

test('tipbridge/stix matches observed data against a pattern that was built', async () => {
  const { build, literals } = stix
  const address = { type: 'ipv4-addr', value: '198.51.100.7' }
  const id = stix.scoId({ ...address, id: '' })
  const observed = { type: 'observed-data', id: 'observed-data--1', object_refs: [id] }
  const pattern = build.observation(
    build.comparison(build.objectPath('ipv4-addr', 'value'), 'ISSUBSET', literals.stringLiteral('198.51.100.0/24')),
  )
  const matcher = await stix.createMatcher(pattern)
  const result = matcher.match(stix.observedDataIn([observed, { ...address, id }]))
  assert.deepEqual(result, { outcome: 'matched', observedData: [observed], together: false })
  assert.equal(stix.printPattern(pattern), "[ipv4-addr:value ISSUBSET '198.51.100.0/24']")
})
