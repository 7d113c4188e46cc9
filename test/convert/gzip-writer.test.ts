import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { GzipWriter } from '../../src/convert/original/gzip-writer.ts'

const LONG = 'ä𝄞 '.repeat(500_000)

const TEXTS: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ['nothing', []],
  ['a text', ['beacon']],
  ['what fills a piece to the last byte', ['x'.repeat(300_000), 'x'.repeat(300_000), 'x'.repeat(300_000), 'ü'.repeat(74_288)]],
  ['what takes several pieces', Array.from({ length: 50_000 }, (_, at) => `{"value":"host-${at}.example"},\n`)],
  ['a text longer than a piece between others', ['before', LONG, 'after']],
]

for (const [name, texts] of TEXTS)
  test(`${name} comes back from one gzip member that tells its length`, () => {
    const gzip = new GzipWriter()
    for (const [at, text] of texts.entries())
      if (at % 2 === 0) gzip.write(text)
      else gzip.bytes(Buffer.from(text))
    const packed = gzip.end()
    equal(gunzipSync(packed).toString(), texts.join(''))
    equal(packed.readUInt32LE(packed.length - 4), Buffer.byteLength(texts.join('')))
  })
