import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { regexSyntaxFault } from '../../../../src/stix/pattern/analysis/regex-syntax.ts'
import { openRegexes } from '../../../../src/stix/pattern/match/regex.ts'

const FAULTY = [
  ['(', 'a ( is not closed'],
  ['a(b(c)', 'a ( is not closed'],
  ['(?:a', 'a ( is not closed'],
  ['(?#comment', 'a ( is not closed'],
  ['a)', 'a ) closes nothing'],
  ['[a', 'a [ is not closed'],
  ['[]', 'a [ is not closed'],
  ['[^]', 'a [ is not closed'],
  ['[a\\]', 'a [ is not closed'],
  ['[z-a]', 'the range z-a runs backwards'],
  ['*a', 'there is nothing to repeat before *'],
  ['a|+', 'there is nothing to repeat before +'],
  ['({2}a)', 'there is nothing to repeat before {'],
  ['a\\', 'it ends in a backslash'],
] as const

const FINE = [
  '',
  '^https?://[a-z]+\\.example\\.com/$',
  '.+\\@example\\.com$',
  '\\(\\[\\*',
  '[]a]',
  '[^]()*]',
  '[[:alpha:]_]',
  '[a-z-]',
  '[--z]',
  '[\\w-.]',
  '(?i)a(?<name>b)(?=c)(?!d)(?<=e)(?P=name)',
  '(?# [ comment)a',
  '\\Q(*\\E',
  '\\Q[',
  '(?x) a # (',
  '(*UTF8)a',
  'a{2}{3}',
  'a{,2}',
  '{a',
  'a++b*?',
  '^*',
  '\\xd4\\xc3\\xb2\\xa1\\x02\\x00\\x04\\x00',
]

test('finds what no engine takes, without an engine', () => {
  for (const [pattern, expected] of FAULTY) assert.equal(regexSyntaxFault(pattern), expected, pattern)
  for (const pattern of FINE) assert.equal(regexSyntaxFault(pattern), undefined, pattern)
})

test('says nothing against what the engine takes', async () => {
  const compile = (await openRegexes()) satisfies (pattern: string) => object
  const piece = fc.constantFrom(
    '(',
    ')',
    '(?:',
    '(?i)',
    '[',
    ']',
    '[^',
    '-',
    '\\',
    '\\d',
    '*',
    '+',
    '?',
    '{2}',
    '{',
    '|',
    'a',
    'z',
    '[:alpha:]',
    '^',
    '$',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const pattern = pieces.join('')
      return regexSyntaxFault(pattern) === undefined || 'fault' in compile(pattern)
    }),
    { numRuns: 3000 },
  )
})

test('takes linear time', () => {
  for (const unit of ['(', '[', '[:a', '{1', '\\Q', '(?#', 'a*', '[a-']) {
    const start = performance.now()
    regexSyntaxFault(unit.repeat(1_000_000 / unit.length))
    assert.ok(performance.now() - start < 1000, unit)
  }
})
