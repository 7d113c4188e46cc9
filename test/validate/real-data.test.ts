import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openStixValidation } from '../../src/validate.ts'
import type { Violation } from '../../src/validate.ts'
import { foreignDocuments } from '../roundtrip/foreign-documents.ts'
import { dataMissing } from '../roundtrip/shared-data.ts'

/** What one rule says of real STIX 2.1, how often, and whether it is right to: a false alarm is one on data that the specification allows. */
interface Verdict {
  code: string
  severity: string
  count: number
  judged: 'right' | 'false alarm'
  why: string
}

const VERDICTS = JSON.parse(readFileSync(new URL('real-data.json', import.meta.url), 'utf8')) as readonly Verdict[]

test('what is said of real STIX was looked at, rule by rule', { skip: dataMissing() }, (t) => {
  const counts = new Map<string, number>()
  let objects = 0
  for (const document of foreignDocuments()) {
    if (!document.objects.some(isStix21)) continue
    const validation = openStixValidation(document.facts, {}, ({ code, severity }: Violation) => {
      const key = `${severity} ${code}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    })
    for (const object of document.objects) validation.object(object)
    validation.end()
    objects += document.objects.length
  }
  t.diagnostic(`${objects} objects, ${VERDICTS.filter(({ judged }) => judged === 'false alarm').length} rules with false alarms`)
  assert.deepEqual(
    Object.fromEntries(counts),
    Object.fromEntries(VERDICTS.map(({ severity, code, count }) => [`${severity} ${code}`, count] as const)),
  )
  for (const { why, code } of VERDICTS) assert.ok(why.length > 5, code)
})

function isStix21(object: unknown): boolean {
  return typeof object === 'object' && object !== null && (object as Record<string, unknown>)['spec_version'] === '2.1'
}
