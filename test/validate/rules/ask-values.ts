import { visitCustom } from '../../../src/validate/custom-content.ts'
import { DEFAULT_VALIDATE_OPTIONS } from '../../../src/validate/options.ts'
import type { ValidateOptions } from '../../../src/validate/options.ts'
import { RULES } from '../../../src/validate/rules/rules.ts'
import { MODEL } from '../../../src/stix/model.ts'
import type { StixObject } from '../../../src/stix/types.ts'

/** What a rule said of an object. */
export interface Said {
  path: string
  message: string
}

/** Asks one rule of an object as the validator does: only where the rule is about its type. */
export function ask(code: string, properties: Readonly<Record<string, unknown>>, options: Partial<ValidateOptions> = {}): Said[] {
  const rule = RULES.find((each) => each.code === code)
  if (rule?.object === undefined && rule?.custom === undefined) throw new Error(`there is no rule ${code} about single objects`)
  const object = { id: '', ...properties } as StixObject
  const said: Said[] = []
  const name = object.type in MODEL ? object.type : ''
  if (rule.types !== undefined && !rule.types.includes(name)) return said
  const speak = (path: string, message: string) => said.push({ path, message })
  rule.object?.(object, speak, { ...DEFAULT_VALIDATE_OPTIONS, ...options })
  visitCustom(object, (...step) => rule.custom?.(speak, ...step))
  return said
}
