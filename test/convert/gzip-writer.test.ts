import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { deflateRaw, gunzipSync } from 'node:zlib'
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
    const packed = fill(new GzipWriter(), texts).end()
    equal(gunzipSync(packed).toString(), texts.join(''))
    equal(packed.readUInt32LE(packed.length - 4), Buffer.byteLength(texts.join('')))
  })

for (const [name, texts] of TEXTS)
  test(`${name} is packed to the same bytes by another thread, whether that has ended or not`, async () => {
    const packed = fill(new GzipWriter(), texts).end()
    const [early, late] = [fill(new GzipWriter(meanwhile), texts), fill(new GzipWriter(meanwhile), texts)]
    deepEqual(early.end(), packed)
    await setTimeout(50)
    deepEqual(late.end(), packed)
  })

function meanwhile(bytes: Uint8Array, options: object, done: (packed: Uint8Array) => void): void {
  deflateRaw(bytes, options, (error, packed) => {
    if (error === null) done(packed)
  })
}

function fill(gzip: GzipWriter, texts: readonly string[]): GzipWriter {
  for (const [at, text] of texts.entries())
    if (at % 2 === 0) gzip.write(text)
    else {
      const lent = Buffer.from(text)
      gzip.bytes(lent)
      lent.fill(0)
    }
  return gzip
}
