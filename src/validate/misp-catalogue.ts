import type { MispRule } from './misp-rule.ts'
import { MISP_RULES } from './misp-rules/rules.ts'
import { MISP_SCHEMA_RULES } from './misp-schema-rules.ts'

/** All rules about MISP: those of the schemas first. */
export const MISP_CATALOGUE: readonly MispRule[] = [
  ...Object.entries(MISP_SCHEMA_RULES).map(([code, rule]) => ({ code, ...rule })),
  ...MISP_RULES,
]
