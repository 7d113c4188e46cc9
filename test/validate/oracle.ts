import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RULES } from '../../src/validate.ts'
import type { ValidateOptions } from '../../src/validate.ts'
import { SHARED_DATA } from '../roundtrip/shared-data.ts'

/** One case of the OASIS validator's own tests, with the verdict that it gave. */
export interface OracleCase {
  /** `<file>::<test> [n]`: n counts the cases of one test. */
  name: string
  instance: unknown
  options: OracleOptions
  valid: boolean
  errors: readonly string[]
}

interface OracleOptions {
  disabled?: string
  enabled?: string
  strict?: boolean
  strict_types?: true
  strict_properties?: true
  enforce_refs?: true
  interop?: true
  schema_dir?: string
}

/** A case in which the OASIS validator contradicts the specification. */
export interface Disagreement {
  case: string
  spec: string
  should_be_valid: boolean | null
  why: string
  object: unknown
}

export function oracleCases(): OracleCase[] {
  const turns = new Map<string, number>()
  return lines('validator_cases_v21.jsonl').map((line) => {
    const { test, ...rest } = JSON.parse(line) as OracleCase & { test: string }
    const turn = turns.get(test) ?? 0
    turns.set(test, turn + 1)
    return { ...rest, name: `${test} [${turn}]` }
  })
}

export function disagreements(): Disagreement[] {
  return lines('reference_disagreements.jsonl').map((line) => JSON.parse(line) as Disagreement)
}

function lines(file: string): string[] {
  return readFileSync(join(SHARED_DATA, 'stix-oracle', file), 'utf8')
    .trim()
    .split('\n')
}

/**
 * The options of the OASIS validator in ours. Its tests run with `strict`; `enabled` alone means: of all that is a SHOULD, only those. Who
 * disables `extensions-use` is asked for prefixes instead.
 */
export function optionsOf({ disabled, enabled, strict, ...flags }: OracleOptions): Partial<ValidateOptions> {
  const named = enabled?.split(',') ?? []
  const others = RULES.filter(({ code, alias }) => alias !== undefined && !named.includes(code) && !named.includes(alias))
  return {
    edition: 'os',
    mode: strict === false ? 'default' : 'strict',
    interop: flags.interop === true,
    enable: [
      ...named,
      ...(disabled?.split(',').includes('extensions-use') ? ['custom-prefix', 'custom-prefix-lax'] : []),
      ...(flags.strict_types ? ['strict-types'] : []),
      ...(flags.strict_properties ? ['strict-properties'] : []),
      ...(flags.enforce_refs ? ['enforce-refs'] : []),
    ],
    disable: [...(disabled?.split(',') ?? []), ...(enabled === undefined ? [] : others.map(({ code }) => code))],
  }
}
