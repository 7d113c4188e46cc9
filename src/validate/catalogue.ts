import type { Rule } from './rule.ts'
import { RULES } from './rules/rules.ts'
import { SCHEMA_RULES } from './schema-rules.ts'

/** All rules about STIX: those of the schemas first. */
export const CATALOGUE: readonly Rule[] = [...Object.entries(SCHEMA_RULES).map(([code, rule]) => ({ code, ...rule })), ...RULES]

/** Groups of the OASIS validator, and the numbers of the rules in them. */
const GROUPS: readonly { number: string; name: string; has: (number: number) => boolean }[] = [
  { number: '1', name: 'format-checks', has: (number) => [103, 111, 121, 141, 142, 143, 149, 150].includes(number) },
  { number: '2', name: 'approved-values', has: (number) => number > 200 && number < 300 },
  { number: '210', name: 'all-vocabs', has: (number) => number > 210 && number < 250 },
  { number: '270', name: 'all-external-sources', has: (number) => number > 270 && number < 280 },
]

export const GROUP_NAMES: readonly string[] = GROUPS.map(({ name }) => name)

/** The rules that a name means: a code, a number of the OASIS validator, or a number or name of one of its groups. Empty: there is none. */
export function rulesNamed(text: string): readonly Rule[] {
  const group = GROUPS.find(({ number, name }) => text === number || text === name)
  if (group !== undefined) return CATALOGUE.filter(({ alias }) => alias !== undefined && group.has(Number(alias)))
  return CATALOGUE.filter(({ code, alias }) => code === text || alias === text)
}
