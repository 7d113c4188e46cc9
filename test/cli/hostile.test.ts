import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { run } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

const inputs = [
  'phishing.json',
  'both.json',
  'events.ndjson',
  'bundle.json',
  'attribute-search.json',
  'envelope.json',
  'phishing.json.gz',
].map((name) => readFileSync(new URL(`../scenarios/inputs/${name}`, import.meta.url)))

/** What tends to break a reader of JSON. */
const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  'null',
  '1e999',
  '"__proto__":',
  '\0',
  '\xff',
  '"Event":{',
  '"objects":[',
  '\n',
  '[[[[',
]

async function convert(bytes: Uint8Array, flags: readonly string[]): Promise<{ code: number; output: string }> {
  let output = ''
  const terminal: Terminal = {
    stdin: () => Readable.from([Buffer.from(bytes)]),
    stdinIsTty: false,
    stdout: () => ({
      write: (text) => void (output += text),
      bytes: (more) => void (output += Buffer.from(more).toString()),
      commit: () => {},
      discard: () => void (output = ''),
    }),
    error: () => {},
    isWatched: false,
    hasColour: false,
    outputHasColour: false,
  }
  const code = await run(['convert', ...flags], terminal)
  return { code, output }
}

describe('hostile input', () => {
  it('gives a result or an error, and never half a document', { timeout: 120_000 }, async () => {
    const change = fc.record({ at: fc.nat(), remove: fc.nat(30), insert: fc.constantFrom(...pieces) })
    const flags = fc.constantFrom([], ['--profile', 'atomic'], ['--profile', 'portable'], ['--max-tlp', 'green'])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...inputs),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        flags,
        async (input, changes, options) => {
          let bytes = input
          for (const { at, remove, insert } of changes) {
            const place = at % bytes.length
            bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(insert, 'latin1'), bytes.subarray(place + remove)])
          }
          const { code, output } = await convert(bytes, options)
          assert.ok([0, 1, 2, 3].includes(code), String(code))
          if (code < 2) JSON.parse(output)
          else assert.equal(output, '')
        },
      ),
      { numRuns: 300 },
    )
  })
})
