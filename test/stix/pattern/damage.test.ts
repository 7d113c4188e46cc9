import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Pattern } from '../../../src/stix/pattern/ast.ts'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { PatternError } from '../../../src/stix/pattern/pattern-error.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { anyPattern, anyText, withoutSpans } from './trees.ts'

const SIGNS = ['[', ']', '(', ')', "'", '"', '\\', '.', ',', ':', '*', '=', '!', '<', '>', '-', '+', '/', '//', '/*', '*/']
const WORDS = [' AND ', ' OR ', ' NOT ', ' IN ', ' EXISTS ', ' FOLLOWEDBY ', ' WITHIN 1 SECONDS', ' START ', ' true']
const PIECES = [...SIGNS, ...WORDS, '', ' ', '\n', '\u2028', '0', '1', '.5', 'e5', "h'", "b'", "t'", 'a', 'a:b', '[0]']

test('a damaged pattern reads or throws a PatternError, and nothing else', () => {
  const edit = fc.record({ at: fc.nat({ max: 2000 }), removed: fc.nat({ max: 6 }), put: fc.constantFrom(...PIECES) })
  const edits = fc.array(edit, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(anyPattern(), edits, version(), (pattern, changes, grammar) => {
      let text = printPattern(pattern)
      for (const { at, removed, put } of changes) {
        const place = at % (text.length + 1)
        text = text.slice(0, place) + put + text.slice(place + removed)
      }
      check(text, grammar)
    }),
  )
})

test('pieces in any order read or throw a PatternError', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(fc.property(text, version(), check), { numRuns: 1000 })
})

test('any text reads or throws a PatternError', () => {
  fc.assert(fc.property(anyText(20), version(), check))
})

function version() {
  return fc.constantFrom('2.0', '2.1')
}

function check(text: string, grammar: '2.0' | '2.1'): void {
  const pattern = read(text, grammar)
  if (pattern !== undefined) assert.deepEqual(withoutSpans(parsePattern(printPattern(pattern))), withoutSpans(pattern))
}

function read(text: string, grammar: '2.0' | '2.1'): Pattern | undefined {
  try {
    return parsePattern(text, { version: grammar })
  } catch (error) {
    assert(error instanceof PatternError, String(error))
    assert(error.offset >= 0 && error.offset <= text.length)
    return undefined
  }
}
