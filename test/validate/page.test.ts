import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { rulesPage } from '../../tools/rules-page.ts'

test('docs/rules.md lists the rules as they are', () => {
  const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')
  assert.equal(page, rulesPage(), 'run `node tools/generate-docs.ts`')
})
