import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parsePattern } from '../../../src/stix/pattern/parse.ts'
import { printPattern } from '../../../src/stix/pattern/print.ts'
import { printLiteral, printString } from '../../../src/stix/pattern/print-literal.ts'
import { stringLiteral } from '../../../src/stix/pattern/build-literal.ts'
import { anyPattern, withoutSpans } from './trees.ts'

const canonical: [text: string, printed: string][] = [
  ["[domain-name:value='example.com']", "[domain-name:value = 'example.com']"],
  ["[file:hashes.'MD5'=='x']", "[file:hashes.MD5 = 'x']"],
  ["[file:hashes.'SHA-256'<>'x']", "[file:hashes.'SHA-256' != 'x']"],
  ["[file:'name' = 'x']", "[file:name = 'x']"],
  [
    "[a:'IN' = 1 AND a:'true' = 1 AND a:'in' = 1 AND a:'_0' = 1 AND a:'0' = 1 AND a:'' = 1]",
    "[a:'IN' = 1 AND a:'true' = 1 AND a:in = 1 AND a:_0 = 1 AND a:'0' = 1 AND a:'' = 1]",
  ],
  ["[a:'it\\'s'.'b\\\\c'.'été' = 1]", "[a:'it\\'s'.'b\\\\c'.'été' = 1]"],
  ['[a:b[ 0 ] [ * ] . c=+1]', '[a:b[0][*].c = 1]'],
  ["[a:b IN('x' ,2 , 3.50)]", "[a:b IN ('x', 2, 3.50)]"],
  ['[NOT/**/EXISTS a:b]', '[NOT EXISTS a:b]'],
  ['[a:b NOT<1]', '[a:b NOT < 1]'],
  ['[((a:b=1 AND a:b=2)) OR a:b=3]', '[a:b = 1 AND a:b = 2 OR a:b = 3]'],
  ['[((a:b=1 OR a:b=2)) AND a:b=3]', '[(a:b = 1 OR a:b = 2) AND a:b = 3]'],
  ['[(a:b=1 OR a:b=2) OR a:b=3]', '[(a:b = 1 OR a:b = 2) OR a:b = 3]'],
  ['([a:b=1] AND [a:b=2]) OR [a:b=3]', '[a:b = 1] AND [a:b = 2] OR [a:b = 3]'],
  ['([a:b=1] OR [a:b=2]) FOLLOWEDBY [a:b=3]', '[a:b = 1] OR [a:b = 2] FOLLOWEDBY [a:b = 3]'],
  ['([a:b=1]) REPEATS +2 TIMES', '[a:b = 1] REPEATS 2 TIMES'],
  ['([a:b=1]WITHIN 2.50 SECONDS)AND[a:b=2]', '[a:b = 1] WITHIN 2.50 SECONDS AND [a:b = 2]'],
]

for (const [text, printed] of canonical) {
  test(`prints ${printed}`, () => {
    assert.equal(printPattern(parsePattern(text)), printed)
    assert.equal(printPattern(parsePattern(printed)), printed)
  })
}

const strings: [value: string, printed: string][] = [
  ['', "''"],
  ['login.example.com', "'login.example.com'"],
  ["it's", "'it\\'s'"],
  ['C:\\Windows\\', "'C:\\\\Windows\\\\'"],
  ["\\'", "'\\\\\\''"],
  ['"a"\n\t$& $1 é 😀', '\'"a"\n\t$& $1 é 😀\''],
]

for (const [value, printed] of strings) {
  test(`prints the string ${printed}`, () => {
    assert.equal(printString(value), printed)
    assert.equal(printLiteral(stringLiteral(value)), printed)
  })
}

test('what is printed reads as the same tree', () => {
  fc.assert(
    fc.property(anyPattern(), (pattern) => {
      const text = printPattern(pattern)
      const read = parsePattern(text)
      assert.deepEqual(withoutSpans(read), withoutSpans(pattern))
      assert.equal(printPattern(read), text)
    }),
  )
})
