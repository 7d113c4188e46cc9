import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { MODEL } from '../../src/stix/model.ts'
import { RULES, validate } from '../../src/validate.ts'
import type { ValidateOptions } from '../../src/validate.ts'
import { anyObject, objectOf } from './arbitrary-object.ts'
import { MUTATIONS } from './mutations.ts'

/** What a single object refers to is nowhere. */
const WHOLE = ['enforce-refs', 'dangling-content']

const OPTIONAL = RULES.filter(({ optional, code }) => optional === true && !WHOLE.includes(code)).map(({ code }) => code)

function codesOf(document: unknown, options: Partial<ValidateOptions>): string[] {
  return [...new Set(validate(document, options).violations.map(({ code }) => code))].sort()
}

test('nobody has anything against a valid object', () => {
  for (const type of Object.keys(MODEL)) {
    fc.assert(
      fc.property(objectOf(type), (object) => assert.deepEqual(validate(object, { enable: OPTIONAL }).violations, [])),
      { numRuns: 30 },
    )
  }
})

test('every rule has a mutation, and every mutation a rule', () => {
  assert.deepEqual(Object.keys(MUTATIONS).sort(), RULES.map(({ code }) => code).sort())
})

for (const [code, { of, breaks, options = {}, besides = [] }] of Object.entries(MUTATIONS)) {
  test(`${code} speaks when it is broken, and no other rule`, () => {
    const asked = { ...options, enable: [code, ...(options.enable ?? [])] }
    fc.assert(
      fc.property(of, (document) => {
        assert.deepEqual(codesOf(document, asked), [])
        const copy = structuredClone(document)
        const broken = breaks(copy as never) ?? copy
        assert.deepEqual(codesOf(broken, asked), [code, ...besides].sort(), JSON.stringify(broken).slice(0, 3000))
      }),
      { numRuns: 30 },
    )
  })
}

test('a bundle of valid objects is a valid bundle', () => {
  const objects = fc.uniqueArray(anyObject(), { minLength: 1, maxLength: 5, selector: ({ id }) => id })
  fc.assert(
    fc.property(objects, (list) => {
      const bundle = { type: 'bundle', id: 'bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f', objects: list }
      assert.deepEqual(validate(bundle).violations, [])
    }),
    { numRuns: 100 },
  )
})
