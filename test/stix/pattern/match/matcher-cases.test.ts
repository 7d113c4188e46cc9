import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Pattern } from '../../../../src/stix/pattern/ast.ts'
import { createMatcher } from '../../../../src/stix/pattern/match/matcher.ts'
import { observedDataIn } from '../../../../src/stix/pattern/match/observed-data.ts'
import { parsePattern } from '../../../../src/stix/pattern/parse.ts'
import { PatternError } from '../../../../src/stix/pattern/pattern-error.ts'
import deviations from './matcher-deviations.json' with { type: 'json' }

const CASES = new URL('../../../../../shared/data/stix-oracle/matcher_cases_v21.jsonl', import.meta.url)

/** What the reference matcher was asked, and what it made of it. */
interface Case {
  pattern: string
  version: '2.0' | '2.1'
  observations: { objects: unknown[] }[]
  matched?: boolean
  error?: string
}

type Verdict = 'matched' | 'not matched' | 'refused'

test(
  'agrees with the reference matcher wherever that agrees with the specification',
  { skip: !existsSync(CASES) && 'no ../shared/data/stix-oracle' },
  async () => {
    const cases = readFileSync(CASES, 'utf8').trim().split('\n')
    const listed = new Map(deviations.map((deviation) => [keyOf(deviation), deviation]))
    const found: typeof deviations = []
    for (const line of cases) {
      const { pattern, version, observations, matched, error } = JSON.parse(line) as Case
      const reference: Verdict = error !== undefined ? 'refused' : matched === true ? 'matched' : 'not matched'
      const ours = await verdictOn(pattern, version, observations)
      if (ours === reference) continue
      const deviation = { pattern, reference, ours, observed: idsIn(observations) }
      const { clause = 'not listed', reason = 'not listed' } = listed.get(keyOf(deviation)) ?? {}
      found.push({ ...deviation, clause, reason })
    }
    assert.deepEqual(found, deviations, 'all deviations are listed, and all that are listed occur')
    assert.ok(cases.length >= 206, `only ${cases.length} cases`)
  },
)

async function verdictOn(text: string, version: '2.0' | '2.1', observations: Case['observations']): Promise<Verdict> {
  let pattern: Pattern
  try {
    pattern = parsePattern(text, { version })
  } catch (error) {
    assert(error instanceof PatternError, String(error))
    return 'refused'
  }
  const matcher = await createMatcher(pattern)
  const { outcome } = matcher.match(observedDataIn(observations.flatMap(({ objects }) => objects)))
  assert.notEqual(outcome, 'budget-exceeded')
  return outcome === 'matched' ? 'matched' : outcome === 'not-matched' ? 'not matched' : 'refused'
}

/** One pattern is asked of several observations. */
function idsIn(observations: Case['observations']): string {
  return observations
    .flatMap(({ objects }) => objects as { type: string; id: string }[])
    .filter(({ type }) => type === 'observed-data')
    .map(({ id }) => id.slice(15, 23))
    .join(' ')
}

function keyOf({ pattern, observed }: { pattern: string; observed: string }): string {
  return `${observed} ${pattern}`
}
