import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { withoutSpans } from './trees.ts'

test('reads nesting up to the limit, and says when there is more', () => {
  for (const depth of [0, 1, 64]) {
    const text = `${'('.repeat(depth)}[${'('.repeat(64 - depth)}a:b = 1${')'.repeat(64 - depth)}]${')'.repeat(depth)}`
    assert.equal(printPattern(parsePattern(`${text} WITHIN 5 SECONDS`)), '[a:b = 1] WITHIN 5 SECONDS')
    assert.throws(() => parsePattern(`(${text})`, { maxDepth: depth }), { code: 'too-deep' })
  }
  assert.throws(() => parsePattern('([a:b = 1])', { maxDepth: 0 }), { code: 'too-deep', offset: 0 })
  assert.throws(() => parsePattern('('.repeat(100_000), { maxDepth: Infinity }), { code: 'too-deep', offset: 256 })
})

test('a repeated qualifier of STIX 2.0 counts as nesting', () => {
  const text = `[a:b = 1]${' WITHIN 5 SECONDS'.repeat(65)}`
  const pattern = parsePattern(text, { version: '2.0' })
  assert.deepEqual(withoutSpans(parsePattern(printPattern(pattern))), withoutSpans(pattern))
  assert.throws(() => parsePattern(`${text} WITHIN 5 SECONDS`, { version: '2.0' }), { code: 'too-deep' })
})

test('refuses a text above the greatest length', () => {
  assert.throws(() => parsePattern('[a:b = 1]', { maxLength: 8 }), {
    code: 'too-long',
    message: /expected at most 8 characters, found 9/,
  })
  assert.throws(() => parsePattern(' '.repeat(1_048_577)), { code: 'too-long' })
})

const MEGABYTE = 1_048_576
const large: [name: string, text: string, code?: string][] = [
  ['brackets', '['.repeat(MEGABYTE), 'unexpected-token'],
  ['parentheses', '('.repeat(MEGABYTE), 'too-deep'],
  ['blanks', ' '.repeat(MEGABYTE), 'unexpected-token'],
  ['lines', '\n'.repeat(MEGABYTE), 'unexpected-token'],
  ['comments', '/**/'.repeat(MEGABYTE / 4), 'unexpected-token'],
  ['open comments', '/*'.repeat(MEGABYTE / 2), 'unexpected-token'],
  ['minus signs', '-'.repeat(MEGABYTE), 'unexpected-character'],
  ['letters', 'a'.repeat(MEGABYTE), 'unexpected-token'],
  ['an open string', `[a:b = '${'x'.repeat(MEGABYTE - 8)}`, 'unterminated'],
  ['digits', `[a:b = ${'9'.repeat(MEGABYTE - 8)}]`, 'bad-number'],
  ['a string', `[a:b = '${'x'.repeat(MEGABYTE - 10)}']`],
  ['escapes', `[a:b = '${"\\'".repeat(MEGABYTE / 2 - 5)}']`],
  ['base64', `[a:b = b'${'QUJD'.repeat(MEGABYTE / 4 - 5)}']`],
  ['fractions of a second', `[a:b = t'2020-01-01T00:00:00.${'0'.repeat(MEGABYTE - 40)}Z']`],
  ['steps', `[a:b${'.b'.repeat(MEGABYTE / 2 - 10)} = 1]`],
  ['operands', `[a:b = 1${' OR a:b = 1'.repeat(MEGABYTE / 11 - 1)}]`],
  ['observations', `[a:b = 1]${' AND [a:b = 1]'.repeat(MEGABYTE / 14 - 1)}`],
]

for (const [name, text, code] of large) {
  test(`a megabyte of ${name} does no harm`, () => {
    if (code === undefined) assert.equal(printPattern(parsePattern(text)), text)
    else assert.throws(() => parsePattern(text), { name: 'PatternError', code })
  })
}
