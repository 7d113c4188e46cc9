import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { PatternError } from '../../../src/stix/pattern/pattern-error.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { FIELD_DATA, fieldPatterns } from './field-patterns.ts'
import { withoutSpans } from './trees.ts'

test(
  'reads the STIX patterns of the field, and prints what reads the same',
  { skip: !existsSync(FIELD_DATA) && 'no ../shared/data/stix' },
  () => {
    const refused = new Map<string, string>()
    let count = 0
    for (const pattern of fieldPatterns()) {
      count++
      try {
        const tree = parsePattern(pattern)
        assert.deepEqual(withoutSpans(parsePattern(printPattern(tree))), withoutSpans(tree))
      } catch (error) {
        if (!(error instanceof PatternError)) throw error
        refused.set(pattern, error.message)
      }
    }
    assert.deepEqual(refused, new Map())
    assert.ok(count > 2000, `only ${count} patterns found`)
  },
)
