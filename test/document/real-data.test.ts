import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { InputError } from '../../src/document/input-error.ts'
import { listInputs } from '../../src/document/inputs.ts'
import { readDocuments } from '../../src/document/read.ts'
import { openFile } from '../../src/document/source.ts'
import type { Document } from '../../src/document/document.ts'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const skip = existsSync(data) ? false : `the test data are not at ${data}`

/** How many files of each folder are read, and how many refused as what. */
const EXPECTED: Record<string, Record<string, number>> = {
  misp: { read: 117, 'not-json': 4, 'not-recognised': 10 },
  pairs: { read: 12, 'not-json': 1, 'not-recognised': 28 },
  stix: { read: 660, 'not-json': 7, 'not-recognised': 1 },
  taxii: { read: 10, 'not-recognised': 34, 'truncated-input': 2 },
}

describe('real data', { skip }, () => {
  for (const [folder, expected] of Object.entries(EXPECTED)) {
    it(`of ${folder} are read or refused, and read whole`, async () => {
      const outcomes: Record<string, number> = {}
      for (const entry of readdirSync(join(data, folder), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue
        const outcome = await outcomeOf(join(entry.parentPath, entry.name))
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      }
      assert.deepEqual(outcomes, expected)
    })
  }

  it('of a feed are the events that its manifest names', () => {
    const findings: string[] = []
    const inputs = listInputs([join(data, 'misp/tweetfeed-feed')], (_, { code, count }) => findings.push(`${code} ${count}`))
    assert.equal(inputs.length, 20)
    assert.deepEqual(findings, ['feed-event-missing 345', 'feed-file-ignored 1'])
  })
})

async function outcomeOf(path: string): Promise<string> {
  const source = await openFile(path)
  try {
    const records: unknown[] = []
    for await (const document of readDocuments(source, { report: ({ severity }) => assert.notEqual(severity, 'error', path) })) {
      records.push(...(await recordsOf(document)))
    }
    assert.deepEqual(records, expectedRecords(JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))), path)
    return 'read'
  } catch (error) {
    if (error instanceof InputError) return error.code
    throw error
  } finally {
    source.close()
  }
}

async function recordsOf(document: Document): Promise<unknown[]> {
  const found: unknown[] = []
  for (const list of ['attributes', 'objects'] as const) {
    if (!(list in document)) continue
    for await (const { records } of (document as unknown as Record<typeof list, () => AsyncIterable<{ records: unknown[] }>>)[
      list
    ]()) {
      for (const record of records) found.push((record as { value: unknown }).value)
    }
  }
  return found
}

interface Whole {
  [key: string]: unknown
  Event?: Whole
  Attribute?: unknown[]
  Object?: unknown[]
  objects?: unknown[]
  response?: Whole[] | Whole
}

/** What a reader of whole documents finds in the shapes that the data have. */
function expectedRecords(value: Whole | Whole[]): unknown[] {
  if (Array.isArray(value)) return value.every((item) => 'info' in item) ? value.flatMap(expectedRecords) : value
  if (Array.isArray(value.response))
    return value.response.flatMap((item) => (isObjectResult(item) ? [item.Object] : expectedRecords(item)))
  if (value.response !== undefined) return value.response.Attribute ?? []
  if (value.Event !== undefined) return value.Attribute ?? expectedRecords(value.Event)
  if (value['type'] !== undefined && value['type'] !== 'bundle') return [value]
  return value.objects ?? [...(value.Attribute ?? []), ...(value.Object ?? [])]
}

function isObjectResult(item: Whole): boolean {
  return item.Object !== undefined && !Array.isArray(item.Object)
}
