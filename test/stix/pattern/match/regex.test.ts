import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Budget, BudgetExceeded } from '../../../../src/stix/pattern/match/budget.ts'
import { openRegexes } from '../../../../src/stix/pattern/match/regex.ts'
import { matchObjects, objectsOf } from './seen.ts'

const regexes = await openRegexes()

function find(pattern: string, text: string, steps = 100_000): boolean {
  const compiled = regexes(pattern)
  assert.ok('find' in compiled, `${pattern}: ${JSON.stringify(compiled)}`)
  return compiled.find(text, new Budget(steps))
}

const CASES: [pattern: string, text: string, expected: boolean][] = [
  ['l+', 'hello', true],
  ['^l+', 'hello', false],
  ['a.c', 'a\nc', true],
  ['.+\\@example\\.com$', 'jdoe@example.com', true],
  ['^C:\\\\Windows\\w+$', 'C:\\Windowsold', true],
  ['(?i)INVOICE', 'invoice.exe', true],
  ['(?<name>a)(?P<other>b)', 'ab', true],
  // where RE2 means something else than PCRE
  ['exe$', 'a.exe\n', true],
  ['exe\\Z', 'a.exe\n', true],
  ['exe\\z', 'a.exe\n', false],
  ['exe$', 'a.exe\n\n', false],
  ['(?m)exe$', 'a.exe\nb', true],
  ['[$]', 'a', false],
  ['[^]$]', 'a', true],
  ['[]$]$', ']', true],
  ['\\$$', 'a$', true],
  ['\\Q$\\E', 'a$b', true],
  ['a\\sb', 'a\vb', true],
  ['a[\\s-]b', 'a\vb', true],
  ['a\\Sb', 'a\vb', false],
  ['[^\\S]', '\v', true],
  ['\\v', '\u2028', true],
  ['[\\v]', '\n', true],
  ['[\\b]', '\b', true],
  ['[[:alpha:]$]+', '$', true],
  // ASCII only
  ['\\w', 'é', false],
  ['\\d', '\u0663', false],
  // normal form C on both sides
  ['^.$', 'e\u0301', true],
  ['^\u1e0b\u0323$', '\u1e0d\u0307', true],
]

test('MATCHES means what PCRE means', () => {
  for (const [pattern, text, expected] of CASES)
    assert.equal(find(pattern, text), expected, `${pattern} in ${JSON.stringify(text)}`)
})

const UNSUPPORTED = [
  'a(?=b)',
  'a(?!b)',
  '(?<=a)b',
  '(a)\\1',
  '(a)\\10',
  'a++',
  '(?>a)',
  '\\X',
  '(?R)',
  '(*UTF8)a',
  'a{1001}',
  '(?|a|b)',
]
const MALFORMED = ['(', ')', '[', '*a', 'a(?:', '[b-a]', 'a\\', '(?:a))']

test('says of what it cannot do whether PCRE could', () => {
  for (const [kind, patterns] of [['unsupported', UNSUPPORTED] as const, ['malformed', MALFORMED] as const]) {
    for (const pattern of patterns) {
      const compiled = regexes(pattern)
      assert.equal('fault' in compiled ? compiled.fault.kind : 'fine', kind, pattern)
    }
  }
})

const EVIL = ['(a+)+$', '(a|aa)+$', '^(a|a?)+$', '(.*a){20}$', '^([a-zA-Z]+)*$', '(x+x+)+y']

test('no regular expression takes more steps than the text is long, times its size', () => {
  for (const pattern of EVIL) assert.equal(find(pattern, `${'a'.repeat(20_000)}!`, 2_000_000), false, pattern)
  assert.throws(() => find('(a+)+$', 'a'.repeat(20_000), 10_000), BudgetExceeded)
})

test('a pattern with such an expression ends with an outcome', async () => {
  const objects = objectsOf([{ objects: [{ type: 'process', command_line: `${'a'.repeat(200_000)}!` }] }])
  const result = await matchObjects("[process:command_line MATCHES '(a+)+$']", objects)
  assert.equal(result.outcome, 'not-matched')
  const bounded = await matchObjects("[process:command_line MATCHES '(a+)+$']", objects, { maxSteps: 100_000 })
  assert.equal(bounded.outcome, 'budget-exceeded')
  const refused = await matchObjects("[process:command_line MATCHES '(?=a)']", objects)
  assert.equal(refused.outcome === 'not-evaluable' && refused.findings[0]?.code, 'unsupported-regex')
})

test('expressions that are too large are refused, alone and together', async () => {
  const large = regexes('a'.repeat(40_000))
  assert.equal('fault' in large && large.fault.message, 'too large')
  const many = await openRegexes()
  const kinds = Array.from({ length: 600 }, (_, at) => ('fault' in many(`a{1000}b${at}`) ? 'refused' : 'taken'))
  assert.equal(kinds[0], 'taken')
  assert.equal(kinds.at(-1), 'refused')
})
