import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { withoutSpans } from './trees.ts'

for (const text of lines('pattern_valid.txt')) {
  test(`pattern_valid.txt: ${text}`, () => {
    const pattern = parsePattern(text)
    assert.deepEqual(withoutSpans(parsePattern(printPattern(pattern))), withoutSpans(pattern))
  })
}

for (const line of lines('pattern_invalid.txt')) {
  const tab = line.lastIndexOf('\t')
  const text = line.slice(0, tab)
  const fragment = line.slice(tab + 1)
  test(`pattern_invalid.txt: ${text}`, () => {
    assert.ok(tab > 0 && fragment !== '', 'a line needs a tab and a part of the message')
    assert.throws(
      () => parsePattern(text),
      (error: Error) => (error.name === 'PatternError' && error.message.includes(fragment)) || assert.fail(error.message),
    )
  })
}

/** The lines of a file in fixtures/syntax/ without blank lines and comments. */
function lines(name: string): string[] {
  const text = readFileSync(new URL(`../../../fixtures/syntax/${name}`, import.meta.url), 'utf8')
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
}
