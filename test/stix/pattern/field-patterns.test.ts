import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { PatternError } from '../../../src/stix/pattern/pattern-error.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { withoutSpans } from './trees.ts'

const BUNDLES = new URL('../../../../shared/data/stix/', import.meta.url)

test(
  'reads the STIX patterns of the field, and prints what reads the same',
  { skip: !existsSync(BUNDLES) && 'no ../shared/data/stix' },
  () => {
    const refused = new Map<string, string>()
    let count = 0
    for (const pattern of patterns()) {
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

function* patterns(): Generator<string> {
  for (const name of readdirSync(BUNDLES, { recursive: true, encoding: 'utf8' })) {
    if (/\.(?:json|stix2)$/.test(name)) yield* patternsIn(json(readFileSync(new URL(name, BUNDLES), 'utf8')))
  }
}

/** Some files are broken on purpose. */
function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function* patternsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  const { type, pattern, pattern_type: language = 'stix' } = value as Record<string, unknown>
  if (type === 'indicator' && language === 'stix' && typeof pattern === 'string') yield pattern
  for (const child of Object.values(value)) yield* patternsIn(child)
}
