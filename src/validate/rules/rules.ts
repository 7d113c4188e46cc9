import type { Rule } from '../rule.ts'

/** Every rule beyond the data types, in the order in which they speak. */
export const RULES: readonly Rule[] = []
