import assert from 'node:assert/strict'
import { validate as ask, validateEvent as askEvent, validateManifest as askManifest } from '../../src/validate.ts'
import type { Validated } from '../../src/validate.ts'

/** As the functions of these names, for tests in which no rule may break off, whatever it is asked of. */
export function validate(...asked: Parameters<typeof ask>): Validated {
  return unbroken(ask(...asked))
}

export function validateEvent(...asked: Parameters<typeof askEvent>): Validated {
  return unbroken(askEvent(...asked))
}

export function validateManifest(...asked: Parameters<typeof askManifest>): Validated {
  return unbroken(askManifest(...asked))
}

function unbroken(validated: Validated): Validated {
  assert.deepEqual(
    validated.violations.filter(({ code }) => code === 'not-checked' || code === 'record-not-checked'),
    [],
  )
  return validated
}
