import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { eventToBundle } from '../../src/index.ts'
import type { MispRecord } from '../../src/index.ts'

test('an event in its wrapper converts as the event in it', () => {
  const file = new URL('../../fixtures/events/phishing-campaign.json', import.meta.url)
  const wrapped = JSON.parse(readFileSync(file, 'utf8')) as { Event: MispRecord }
  const { value } = eventToBundle(wrapped)
  assert.ok((value.objects?.length ?? 0) > 50)
  assert.deepEqual(value, eventToBundle(wrapped.Event).value)
})
