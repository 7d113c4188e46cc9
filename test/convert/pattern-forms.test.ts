import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { alternativesOf } from '../../src/convert/foreign/alternatives.ts'
import type { Alternative } from '../../src/convert/foreign/alternatives.ts'
import { equalIn, learnForm } from '../../src/convert/foreign/pattern-forms.ts'
import { parsePattern } from '../../src/stix/pattern/parse.ts'

/** What a pattern asks for by its grammar; `undefined` for what is no pattern, or says more than alternatives can. */
function parsed(text: string): Alternative[] | undefined {
  try {
    return alternativesOf(parsePattern(text))
  } catch {
    return undefined
  }
}

/** A known form has to mean what parsing finds, a new one is learnt. Gives whether it was known. */
function hold(text: string): boolean {
  const equal = equalIn(text)
  const alternatives = parsed(text)
  if (equal !== undefined) {
    assert.equal(alternatives?.length, 1, text)
    const [{ equals, during }] = alternatives as [Alternative]
    assert.deepEqual(
      { equals: equals.map(({ path, literal }) => ({ path, literal })), during },
      { equals: [equal], during: undefined },
      text,
    )
  }
  if (alternatives !== undefined) learnForm(text, alternatives)
  return equal !== undefined
}

const BLANK = fc.constantFrom(
  '',
  '',
  ' ',
  '  ',
  '\t',
  '\n',
  '/* */',
  "/*'*/",
  "/*']*/",
  "/* = '*/ ",
  '/*\\*/',
  '//x\n',
  "//'\n",
  '\u00a0',
)
const PATH = fc.constantFrom(
  'domain-name:value',
  'file:name',
  'url:value',
  "file:hashes.'SHA-256'",
  "file:hashes.'a\\'b'",
  "file:hashes.'a\\\\'",
  "file:hashes.']'",
  "file:hashes.'ä'",
  'file:hashes.MD5',
  'x-a:list[*].b',
  'x-a:list[0].b',
  'x-a:b_ref.value',
)
const OPERATOR = fc.constantFrom(
  '=',
  '=',
  '=',
  '==',
  '!=',
  '<>',
  '<',
  '>=',
  'LIKE',
  'MATCHES',
  'ISSUBSET',
  'IN',
  ' NOT =',
  'NOT=',
  '= NOT',
)
const PIECE = fc.constantFrom(
  'a',
  '.',
  '%',
  '_',
  '\\\\',
  "\\'",
  '\\',
  "'",
  "''",
  ']',
  '[',
  ' ',
  '/*',
  '*/',
  '//',
  "' OR a:b = '",
  'ä',
  '𝄞',
  '\ud800',
  '\0',
  '\n',
  '\r',
  '\u2028',
  '""',
  '192.0.2.0/24',
)
const VALUE = fc.array(PIECE, { maxLength: 4 }).map((pieces) => pieces.join(''))
const LITERAL = fc.oneof(
  { weight: 6, arbitrary: VALUE.map((value) => `'${value}'`) },
  VALUE.map((value) => `('${value}')`),
  VALUE.map((value) => `('a', '${value}')`),
  fc.constantFrom("h'00'", "b'AA=='", "t'2026-01-02T03:04:05Z'", 't', '5', "x'a'", "'a'5"),
)
const COMPARISON = fc
  .tuple(BLANK, PATH, BLANK, OPERATOR, BLANK, LITERAL, BLANK)
  .map((pieces) => pieces.join(''))
  .chain((text) => fc.constantFrom(text, text, text, `(${text})`, `NOT ${text}`))
const OBSERVATION = fc
  .tuple(fc.array(COMPARISON, { minLength: 1, maxLength: 2 }), fc.constantFrom(' AND ', ' OR ', ' '))
  .map(([comparisons, joint]) => `[${comparisons.join(joint)}]`)
const TEXT = fc
  .tuple(
    BLANK,
    fc.array(OBSERVATION, { minLength: 1, maxLength: 2 }),
    fc.constantFrom(' OR ', ' AND ', ' FOLLOWEDBY ', ''),
    fc.constantFrom(
      '',
      '',
      '',
      " START t'2026-01-02T03:04:05Z' STOP t'2026-01-03T03:04:05Z'",
      ' WITHIN 5 SECONDS',
      ']',
      "']",
      ' ',
      "/*']",
    ),
  )
  .map(([blank, observations, joint, end]) => blank + observations.join(joint) + end)

/** What feeds write, and what looks much like it. */
const PLAIN = fc
  .tuple(fc.constantFrom('', ' ', "/*'*/"), PATH, fc.constantFrom(' = ', '=', ' == ', ' != ', " = /*'*/"), VALUE)
  .map(([blank, path, operator, value]) => `[${blank}${path}${operator}'${value}']`)

/** Texts with the same beginnings and other ends: those that a known form could be taken for. */
const MUTATED = fc.tuple(fc.oneof(PLAIN, TEXT), fc.nat(20), fc.nat(6), VALUE).map(([text, at, length, value]) => {
  const from = Math.max(0, text.length - at)
  return text.slice(0, from) + value + text.slice(from + length)
})

const ANY = fc.oneof({ weight: 3, arbitrary: PLAIN }, { weight: 2, arbitrary: MUTATED }, TEXT)

test('what stands before a value is learnt where it says one equality and no more', () => {
  for (const [first, other, isKnown] of [
    ["[domain-name:name = 'a']", "[domain-name:name = '']", true],
    ["[file:hashes.'SHA-1' = 'a']", "[file:hashes.'SHA-1' = 'b]']", true],
    ["[url:x = /*'*/ 'a']", "[url:x = /*'*/ 'b /* ']", true],
    ["[url:y = 'a\\\\b']", "[url:y = 'c']", false],
    ["[url:z = 'a']", "[url:z = 'c\\'d']", false],
    ["[url:z = 'a']", "[url:z = 'c\\']", false],
    ["[url:v = 'a']", "[url:v = 'b' ]", false],
    ["[url:u != 'a']", "[url:u != 'b']", false],
    ["[url:t IN ('a')]", "[url:t IN ('b']", false],
    ["[NOT url:s = 'a']", "[NOT url:s = 'b']", false],
    ["[url:r = 'a' AND url:r = 'a']", "[url:r = 'a' AND url:r = 'b']", false],
    ["[url:q = 'a'] OR [url:q = 'b']", "[url:q = 'a'] OR [url:q = 'c']", false],
    ["[url:p LIKE 'a']", "[url:p LIKE '%']", false],
    ["[ipv4-addr:value ISSUBSET '192.0.2.0/24']", "[ipv4-addr:value ISSUBSET '192.0.2.9']", false],
  ] as const) {
    hold(first)
    assert.equal(hold(other), isKnown, other)
  }
})

test('a pattern of a known form asks for what its parser finds in it', () => {
  let known = 0
  fc.assert(
    fc.property(fc.array(ANY, { minLength: 1, maxLength: 20 }), (texts) => {
      for (const text of texts) if (hold(text)) known++
    }),
    { numRuns: 1000 },
  )
  assert.ok(known > 1000, `${known} of a known form`)
})
