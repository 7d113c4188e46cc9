import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { PatternError } from '../../../src/stix/pattern/pattern-error.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { withoutSpans } from './trees.ts'
import { CASE_FILES, casesIn, urlOf, type Verdict, type Version } from './validator-cases.ts'

/** Where the reference validator and the specification part: pattern -> our verdict, and the clause that gives it. */
const DEVIATIONS: Readonly<Record<string, readonly [verdict: Verdict, clause: string]>> = {
  "[file:hashes.'SHA-256' = 'f00']": ['valid', '9.2: any string is a constant; the length of a hash is no matter of grammar'],
  "([win-registry-key:key = 'hkey_local_machine\\\\foo\\\\bar']) WITHIN 5 SECONDS WITHIN 6 SECONDS": [
    'invalid',
    '9.5.1: an expression, in parentheses as well, has each kind of qualifier once (the reference looks behind "]" only)',
  ],
  "[x:created = t'2024-02-30T12:00:00Z']": ['invalid', '9.2, 2.16: a timestamp is valid by RFC 3339, section 5.7'],
  "[x:created = t'2024-04-31T12:00:00Z']": ['invalid', '9.2, 2.16: a timestamp is valid by RFC 3339, section 5.7'],
  "[x:created = t'2023-02-29T12:00:00Z']": ['invalid', '9.2, 2.16: a timestamp is valid by RFC 3339, section 5.7'],
}

for (const file of CASE_FILES) {
  const url = urlOf(file)
  test(`gives the verdicts of the specification on ${file}`, { skip: !existsSync(url) && `no ../shared/data/${file}` }, () => {
    const seen = new Set<string>()
    for (const { version, pattern, expected } of casesIn(file)) {
      const [verdict] = DEVIATIONS[pattern] ?? [expected]
      if (verdict !== expected) seen.add(pattern)
      assert.equal(verdictOn(pattern, version), verdict, `STIX ${version}: ${pattern}`)
    }
    assert.deepEqual([...seen].sort(), Object.keys(DEVIATIONS).sort(), 'every deviation is needed')
  })
}

function verdictOn(text: string, version: Version): Verdict {
  try {
    const pattern = parsePattern(text, { version })
    assert.deepEqual(withoutSpans(parsePattern(printPattern(pattern))), withoutSpans(pattern))
    return 'valid'
  } catch (error) {
    assert(error instanceof PatternError, String(error))
    return 'invalid'
  }
}
