import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePattern } from '../../src/stix/pattern/parse.ts'
import { PatternError } from '../../src/stix/pattern/pattern-error.ts'
import { dataMissing } from '../roundtrip/shared-data.ts'
import { fieldPatterns } from '../stix/pattern/field-patterns.ts'
import { CASE_FILES, casesIn, type Verdict, type Version } from '../stix/pattern/validator-cases.ts'
import deviations from './pattern-deviations.json' with { type: 'json' }
import { peer, peersMissing } from './peers.ts'

test(
  'stix2-patterns and tipbridge give one verdict on the patterns of its tests and of the field',
  { skip: peersMissing() || dataMissing() },
  async () => {
    await using grammar = peer('stix2-patterns')
    const listed = new Map(deviations.map((deviation) => [keyOf(deviation), deviation]))
    const found: typeof deviations = []
    const asked = [...questions().values()]
    const answers = await Promise.all(asked.map((question) => grammar.ask(question)))
    for (const [at, { pattern, version }] of asked.entries()) {
      const theirs: Verdict = answers[at]?.errors.length === 0 ? 'valid' : 'invalid'
      const ours = verdictOn(pattern, version)
      if (ours === theirs) continue
      const { clause = 'not listed', reason = answers[at]?.errors.join('; ') ?? '' } =
        listed.get(keyOf({ pattern, version })) ?? {}
      found.push({ pattern, version, ours, clause, reason })
    }
    assert.deepEqual(found, deviations, 'all deviations are listed, and all that are listed occur')
    assert.ok(asked.length > 2000, `only ${asked.length} patterns asked`)
  },
)

interface Question {
  pattern: string
  version: Version
}

/** Each pattern once for each grammar. */
function questions(): Map<string, Question> {
  const all = new Map<string, Question>()
  for (const file of CASE_FILES) for (const { pattern, version } of casesIn(file)) put({ pattern, version })
  for (const pattern of fieldPatterns()) put({ pattern, version: '2.1' })
  return all

  function put(question: Question): void {
    all.set(keyOf(question), question)
  }
}

function keyOf({ pattern, version }: { pattern: string; version: string }): string {
  return `${version} ${pattern}`
}

function verdictOn(pattern: string, version: Version): Verdict {
  try {
    parsePattern(pattern, { version })
    return 'valid'
  } catch (error) {
    assert.ok(error instanceof PatternError, String(error))
    return 'invalid'
  }
}
