import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { validate } from '../../src/validate.ts'
import { dataMissing, SHARED_DATA } from '../roundtrip/shared-data.ts'
import { disagreements, optionsOf, oracleCases } from './oracle.ts'

/** Cases in which we say otherwise than the OASIS validator, each with the clause under which we are right. */
interface Deviation {
  case: string
  valid: boolean
  clause: string
  why: string
}

const DEVIATIONS = JSON.parse(readFileSync(new URL('oracle-deviations.json', import.meta.url), 'utf8')) as Deviation[]
const EXAMPLES = JSON.parse(readFileSync(new URL('example-errors.json', import.meta.url), 'utf8')) as ExampleError[]

/** An example of the specification that breaks a rule of the specification. */
interface ExampleError {
  /** Its number in the text. */
  example: number
  code: string
  path: string
  why: string
}

test('the cases of the OASIS validator get its verdict, or one that a clause supports', { skip: dataMissing() }, () => {
  const cases = oracleCases()
  assert.equal(cases.length, 223)
  const found = cases.flatMap(({ name, instance, options, valid }) => {
    const ours = validate(instance, optionsOf(options))
    return ours.valid === valid ? [] : [{ case: name, valid: ours.valid }]
  })
  assert.deepEqual(
    found,
    DEVIATIONS.map(({ case: name, valid }) => ({ case: name, valid })),
  )
  for (const { clause, why } of DEVIATIONS) assert.ok(clause !== '' && why !== '')
})

test('where the OASIS validator contradicts the specification, we do not', { skip: dataMissing() }, () => {
  const all = disagreements()
  assert.equal(all.length, 32)
  // Where no verdict is recorded the OASIS validator crashed: ours has to say something
  const wrong = all.filter(({ object, should_be_valid: right }) => {
    const { valid, violations } = validate(object)
    return right === null ? violations.length === 0 : valid !== right
  })
  assert.deepEqual(
    wrong.map(({ case: name, why }) => `${name} ${why}`),
    [],
  )
})

test('the examples of the specification are valid, but for the errors in them', { skip: dataMissing() }, () => {
  const examples = JSON.parse(readFileSync(join(SHARED_DATA, 'stix-oracle', 'spec_example_objects.json'), 'utf8')) as unknown[]
  assert.equal(examples.length, 186)
  const found = examples.flatMap((object, example) =>
    validate(object)
      .violations.filter(({ severity }) => severity === 'error')
      .map(({ code, path }) => ({ example, code, path })),
  )
  assert.deepEqual(
    found,
    EXAMPLES.map(({ example, code, path }) => ({ example, code, path })),
  )
})
