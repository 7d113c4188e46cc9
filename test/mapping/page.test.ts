import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { mappingsPage } from '../../tools/generate-docs.ts'
import { defaultTables } from './tables.ts'

test('docs/mappings.md says what the tables say: node tools/generate-docs.ts', () => {
  const page = readFileSync(new URL('../../docs/mappings.md', import.meta.url), 'utf8')
  assert.equal(page, mappingsPage(defaultTables))
})
