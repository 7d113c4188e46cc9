import assert from 'node:assert/strict'
import { test } from 'node:test'
import { any, index, objectPath } from '../../../src/stix/pattern/build.ts'
import { parsePath, printPath } from '../../../src/stix/pattern/path.ts'
import { withoutSpans } from './trees.ts'

const paths: [text: string, path: ReturnType<typeof objectPath>][] = [
  ['domain-name:value', objectPath('domain-name', 'value')],
  ["file:hashes.'SHA-256'", objectPath('file', 'hashes', 'SHA-256')],
  [
    "file:extensions.'windows-pebinary-ext'.sections[*].entropy",
    objectPath('file', 'extensions', 'windows-pebinary-ext', 'sections', any(), 'entropy'),
  ],
  ['network-traffic:protocols[0]', objectPath('network-traffic', 'protocols', index(0))],
  ['x_old:a[1][2]', objectPath('x_old', 'a', index(1), index(2))],
  ["a:'b'", objectPath('a', 'b')],
  ["a:'it\\'s'.'LIKE'", objectPath('a', "it's", 'LIKE')],
  [' a : b . c /* here */', objectPath('a', 'b', 'c')],
]

for (const [text, path] of paths) {
  test(`reads and prints the path ${text}`, () => {
    assert.deepEqual(withoutSpans(parsePath(text)), withoutSpans(path))
    assert.deepEqual(withoutSpans(parsePath(printPath(path))), withoutSpans(path))
  })
}

const broken: [text: string, offset: number, message: RegExp][] = [
  ['', 0, /expected an object path, found the end of the text/],
  ['file', 4, /expected ":" after the object type, found the end of the text/],
  ['file:', 5, /expected a property name, found the end of the text/],
  ['file:hashes.SHA-256', 12, /expected the property name in quotes, found "SHA-256" \(write 'SHA-256'\)/],
  ["'file':name", 0, /expected an object path, found "'file'"/],
  ['IN:name', 0, /expected an object path, found "IN"/],
  ['file:name = 1', 10, /expected "\.", "\[" or the end of the path, found "="/],
  ['a:b[-1]', 4, /expected a list index from 0 up, found "-1"/],
  ['a:b[-0]', 4, /expected a list index from 0 up, found "-0"/],
  ['a:b[99999999999999999999]', 4, /expected a list index from 0 up, found "99999999999999999999"/],
  ["a:b['c']", 4, /expected a list index or "\*", found "'c'"/],
  ['a:b[0', 5, /expected "\]", found the end of the text/],
  ['a:b[0].', 7, /expected a property name, found the end of the text/],
]

for (const [text, offset, message] of broken) {
  test(`refuses the path "${text}"`, () => {
    assert.throws(() => parsePath(text), { name: 'PatternError', offset, message })
  })
}
