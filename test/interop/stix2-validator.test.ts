import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peer, peersMissing } from './peers.ts'

const INDICATOR = {
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0011',
  created: '2024-03-01T08:00:00.000Z',
  modified: '2024-03-01T08:00:00.000Z',
  name: 'Login page of the campaign',
  description: 'Asks for the password of a mailbox.',
  indicator_types: ['malicious-activity'],
  pattern: "[domain-name:value = 'login.example.com']",
  pattern_type: 'stix',
  valid_from: '2024-03-01T08:00:00Z',
}
const WITHOUT_PATTERN = { ...INDICATOR, id: 'indicator--a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0012', pattern: undefined }

test('stix2-validator tells a valid object from an invalid one', { skip: peersMissing() }, async () => {
  await using validator = peer('stix2-validator')

  assert.deepEqual(await ask({ object: INDICATOR }), { valid: true, errors: 0, warnings: [] })
  assert.deepEqual(await ask({ object: WITHOUT_PATTERN }), { valid: false, errors: 1, warnings: [] })

  const bundle = { type: 'bundle', id: 'bundle--a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0013', objects: [INDICATOR, WITHOUT_PATTERN] }
  const { valid, errors } = await validator.ask({ bundle })
  assert.equal(valid, false)
  assert.equal(errors.length, 1)
  assert.match(errors[0] ?? '', /^indicator--a3f1c9f0-54d0-4c1f-9f0a-3d2f6c1a0012: 'pattern' is a required property/)

  async function ask(question: { object: object }) {
    const answer = await validator.ask(question)
    return { valid: answer.valid, errors: answer.errors.length, warnings: answer.warnings }
  }
})

test('stix2-validator warns of what should not be', { skip: peersMissing() }, async () => {
  await using validator = peer('stix2-validator')
  const { valid, warnings } = await validator.ask({ object: { ...INDICATOR, indicator_types: ['phishing'] } })
  assert.equal(valid, true)
  assert.match(warnings.join('\n'), /\{214\}/)
})
