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

const validated = ['valid.json', 'faults.json', 'hidden.json', 'objects.ndjson', 'stix20.json'].map((name) =>
  readFileSync(new URL(`../scenarios/inputs/validate/${name}`, import.meta.url)),
)

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

async function tipbridge(bytes: Uint8Array, argv: readonly string[]): Promise<{ code: number; output: string }> {
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
  const code = await run(argv, terminal)
  return { code, output }
}

const change = fc.record({ at: fc.nat(), remove: fc.nat(30), insert: fc.constantFrom(...pieces) })

function changed(input: Buffer, changes: readonly { at: number; remove: number; insert: string }[]): Buffer {
  let bytes = input
  for (const { at, remove, insert } of changes) {
    const place = at % bytes.length
    bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(insert, 'latin1'), bytes.subarray(place + remove)])
  }
  return bytes
}

describe('hostile input', () => {
  it('gives a result or an error, and never half a document', { timeout: 120_000 }, async () => {
    const flags = fc.constantFrom([], ['--profile', 'atomic'], ['--profile', 'portable'], ['--max-tlp', 'green'])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...inputs),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        flags,
        async (input, changes, options) => {
          const bytes = changed(input, changes)
          const { code, output } = await tipbridge(bytes, ['convert', ...options])
          assert.ok([0, 1, 2, 3].includes(code), String(code))
          if (code < 2) JSON.parse(output)
          else assert.equal(output, '')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is told about by validate, with a place for all that is said, whatever it is', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...inputs, ...validated),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (input, changes) => {
          const { code, output } = await tipbridge(changed(input, changes), ['validate', '--format', 'json'])
          const { diagnostics, counts } = JSON.parse(output) as { diagnostics: { line?: number }[]; counts: { error: number } }
          assert.equal(code, counts.error === 0 ? 0 : code === 3 ? 3 : 1)
          for (const { line = 1 } of diagnostics) assert.ok(line > 0)
        },
      ),
      { numRuns: 400 },
    )
  })

  const megabytes: [what: string, text: string, code: number][] = [
    ['nesting in a bundle', `{"type":"bundle","objects":[${'['.repeat(2_000_000)}`, 3],
    ['nesting in an object', `[{"type":"a","id":"a--1","x":${'{"x":'.repeat(500_000)}1${'}'.repeat(500_000)}}]`, 3],
    ['nesting in the second object', `[{"type":"a","id":"a--1"},{"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}]`, 1],
    ['one key, again and again', `[{"type":"a","id":"a--1",${'"x":1,'.repeat(100_000)}"x":2}]`, 1],
    ['halves of characters', `[{"type":"a","id":"a--1","x":"${'\\ud800'.repeat(200_000)}"}]`, 1],
    ['digits', `[{"type":"a","id":"a--1","x":${'9'.repeat(1_000_000)}}]`, 1],
    ['backslashes that are cut off', `[{"type":"a","id":"a--1"},{"x":"${'\\'.repeat(1_000_001)}`, 3],
    [
      'faults on one line',
      `{"type":"bundle","objects":[${Array.from({ length: 20_000 }, () => '{"type":"indicator"}').join()}]}`,
      1,
    ],
  ]
  for (const [what, text, expected] of megabytes) {
    it(`is done with in time: ${what}`, { timeout: 30_000 }, async () => {
      const { code, output } = await tipbridge(Buffer.from(text), ['validate', '--format', 'json'])
      assert.equal(code, expected)
      assert.ok(JSON.parse(output).counts.error > 0)
    })
  }
})
