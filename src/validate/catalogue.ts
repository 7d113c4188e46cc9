import type { Rule } from './rule.ts'
import { RULES } from './rules/rules.ts'
import { SCHEMA_RULES } from './schema-rules.ts'

/** All rules about STIX: those of the schemas first. */
export const CATALOGUE: readonly Rule[] = [...Object.entries(SCHEMA_RULES).map(([code, rule]) => ({ code, ...rule })), ...RULES]

/** Groups of the OASIS validator: its number and name -> the numbers of the rules in it. */
const GROUPS: readonly { names: readonly string[]; has: (number: number) => boolean }[] = [
  { names: ['1', 'format-checks'], has: (number) => [103, 111, 121, 141, 142, 143, 149, 150].includes(number) },
  { names: ['2', 'approved-values'], has: (number) => number > 200 && number < 300 },
  { names: ['210', 'all-vocabs'], has: (number) => number > 210 && number < 250 },
  { names: ['270', 'all-external-sources'], has: (number) => number > 270 && number < 280 },
]

/** The rules that a name means: a code, a number of the OASIS validator, or a number or name of one of its groups. Empty: there is none. */
export function rulesNamed(name: string): readonly Rule[] {
  const group = GROUPS.find(({ names }) => names.includes(name))
  if (group !== undefined) return CATALOGUE.filter(({ alias }) => alias !== undefined && group.has(Number(alias)))
  return CATALOGUE.filter(({ code, alias }) => code === name || alias === name)
}
