import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataMissing } from '../roundtrip/shared-data.ts'
import { pairCases } from './cases.ts'
import { GROUPS, keyOf, listedDifferences } from './differences.ts'
import type { Difference } from './differences.ts'
import { compareToMisp } from './to-misp.ts'
import { compareToStix } from './to-stix.ts'

/*
 * The documentation of misp-stix holds pairs: a MISP element and its STIX, for each attribute type, object template and galaxy. What
 * we make of one half is held against the other. Where we differ on purpose the difference stands in `differences.json`, with the
 * reason; one that is not listed fails the test, and so does one that is listed and no longer there.
 */

const skip = dataMissing()

test('STIX -> MISP as misp-stix has it, but for the listed differences', { skip }, (t) => {
  const cases = pairCases('stix2', 'misp_')
  const found = cases.flatMap(compareToMisp)
  t.diagnostic(`${cases.length} pairs, ${found.length} differences`)
  assert.ok(cases.length > 790)
  assertListed(found, 'STIX -> MISP')
})

test('MISP -> STIX 2.1 as misp-stix has it, but for the listed differences', { skip }, (t) => {
  const cases = pairCases('misp_').filter(({ name }) => name.includes('_stix21'))
  const found = cases.flatMap(compareToStix)
  t.diagnostic(`${cases.length} pairs, ${found.length} differences`)
  assert.ok(cases.length > 170)
  assertListed(found, 'MISP -> STIX')
})

test('every group of differences has a reason of its own', () => {
  const reasons = GROUPS.map(({ direction, reason }) => `${direction}: ${reason}`)
  assert.equal(new Set(reasons).size, reasons.length)
  for (const { reason, differences } of GROUPS) assert.ok(reason.length > 20 && Object.keys(differences).length > 0, reason)
})

/** Each difference stands in the list as often as it occurs. */
function assertListed(found: readonly Difference[], direction: string): void {
  const left = listedDifferences(direction).map(keyOf)
  const unlisted = found.filter((difference) => {
    const at = left.indexOf(keyOf(difference))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  assert.deepEqual(unlisted, [], 'not listed')
  assert.deepEqual(left, [], 'listed, but no longer there')
}
