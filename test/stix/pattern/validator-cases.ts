import { readFileSync } from 'node:fs'

export type Version = '2.0' | '2.1'
export type Verdict = 'valid' | 'invalid'

/** A pattern, and what the reference validator's own tests say of it. */
export interface Case {
  version: Version
  pattern: string
  expected: Verdict
}

export const CASE_FILES = ['patterns/validator_cases.json', 'stix-oracle/pattern_validator_cases_v21.json'] as const

const DATA = new URL('../../../../shared/data/', import.meta.url)

export function urlOf(file: string): URL {
  return new URL(file, DATA)
}

interface Cases {
  spec_examples?: string[]
  pass: string[]
  fail: (string | [pattern: string, message: string])[]
}

export function* casesIn(file: string): Generator<Case> {
  const json = JSON.parse(readFileSync(urlOf(file), 'utf8')) as Record<string, Cases> | Cases
  const { validator_v20: v20, validator_v21: v21 } = json as Record<string, Cases>
  if (v20 !== undefined) yield* casesOf(v20, '2.0')
  yield* casesOf(v21 ?? (json as Cases), '2.1')
}

function* casesOf({ spec_examples = [], pass, fail }: Cases, version: Version) {
  for (const pattern of [...spec_examples, ...pass]) yield { version, pattern, expected: 'valid' as const }
  for (const entry of fail) {
    yield { version, pattern: typeof entry === 'string' ? entry : entry[0], expected: 'invalid' as const }
  }
}
