import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_VALIDATE_OPTIONS, openMispValidation, openStixValidation, validateEvent } from '../../src/validate.ts'
import type { Rule, Violation } from '../../src/validate.ts'
import { openStixValidationWith } from '../../src/validate/stix-validation.ts'
import { SCHEMA_RULES } from '../../src/validate/schema-rules.ts'

const TEXT = { severity: 'error', clause: '2', about: 'A rule.', advice: 'Do something.' } as const
const BROKEN: readonly Rule[] = [
  { code: 'not-checked', ...SCHEMA_RULES['not-checked'] },
  { code: 'spoken', ...TEXT, object: (_object, speak) => speak('', 'it was asked') },
  { code: 'breaks', ...TEXT, types: ['tool'], object: () => assert.fail('no tools') },
  { code: 'behind', ...TEXT, object: (_object, speak) => speak('', 'it was asked too') },
  { code: 'ends', ...TEXT, open: () => ({ object() {}, end: () => assert.fail('no end') }) },
]

/** JSON holds no such value, so no schema is prepared for it. */
const NOT_JSON = 5n

test('a rule that breaks off is told, and all the others go on', () => {
  const told: Violation[] = []
  const validation = openStixValidationWith(BROKEN, undefined, DEFAULT_VALIDATE_OPTIONS, (violation) => told.push(violation))
  for (const type of ['tool', 'malware']) validation.object({ type })
  validation.end()
  assert.deepEqual(
    told.map(({ index, code, message }) => [index, code, message.split(': ')[1] ?? '']),
    [
      [0, 'spoken', ''],
      [0, 'not-checked', '"no tools"'],
      [1, 'spoken', ''],
      [1, 'behind', ''],
      [undefined, 'not-checked', '"no end"'],
    ],
  )
})

test('so it is with records of MISP', () => {
  const attributes = [{ type: 'text', value: 'x', comment: NOT_JSON }, { type: 'text' }]
  assert.deepEqual(
    validateEvent({ info: 'x', Attribute: attributes }).violations.map(({ code, path }) => [code, path]),
    [
      ['record-not-checked', '/Attribute/0'],
      ['attribute-value', '/Attribute/1'],
    ],
  )
})

test('what the caller throws on hearing of a violation is no fault of a rule', () => {
  assert.throws(() => openStixValidation(undefined, {}, refuse).object({ type: 'tool' }), /the disk is full/)
  assert.throws(() => openStixValidation({ type: 'bundle' }, {}, refuse), /the disk is full/)
  assert.throws(() => openMispValidation(undefined, {}, refuse).attribute({}), /the disk is full/)
})

function refuse(): void {
  assert.fail('the disk is full')
}
