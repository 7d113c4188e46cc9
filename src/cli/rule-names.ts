import { CATALOGUE, rulesNamed } from '../validate/catalogue.ts'
import { MISP_CATALOGUE } from '../validate/misp-catalogue.ts'
import type { Rule } from '../validate/rule.ts'
import { TEXT_RULES } from '../validate/text-rules.ts'
import { nearest } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** What there is to know of a rule, whatever it is about. */
export type NamedRule = Omit<Rule, 'types' | 'object' | 'open'>

/** Every rule that `tipbridge validate` knows: about the text, and about what it says as STIX or MISP. */
export const ALL_RULES: readonly NamedRule[] = [...TEXT_RULES, ...CATALOGUE, ...MISP_CATALOGUE]

/**
 * The rules that a name on the command line means: a code, or a number, name or group of the OASIS validator.
 *
 * @throws UsageError for a name that means none
 */
export function rulesMeant(name: string): readonly NamedRule[] {
  const others = [...TEXT_RULES, ...MISP_CATALOGUE].filter(({ code }) => code === name)
  const rules = [...others, ...rulesNamed(name)]
  if (rules.length > 0) return rules
  const meant = nearest(name, [...ALL_RULES.map(({ code }) => code), ...GROUPS])
  throw new UsageError(
    `there is no rule "${name}"${meant === undefined ? '' : `: did you mean ${meant}?`} (tipbridge validate --list-rules names all)`,
  )
}

export interface RuleChoice {
  enable: readonly string[]
  disable: readonly string[]
  /** Of the rules that are no MUST, only these. */
  select: readonly string[]
}

/**
 * The codes to enable and to disable, checked.
 *
 * @throws UsageError for a name that means no rule
 */
export function chooseRules({ enable, disable, select }: RuleChoice): { enable: string[]; disable: string[] } {
  const selected = new Set(codes(select))
  const unselected =
    select.length === 0 ? [] : ALL_RULES.filter(({ code, severity }) => severity !== 'error' && !selected.has(code))
  return { enable: [...codes(enable), ...selected], disable: [...codes(disable), ...unselected.map(({ code }) => code)] }
}

function codes(names: readonly string[]): string[] {
  return names.flatMap((name) => rulesMeant(name).map(({ code }) => code))
}

/** Names of groups of the OASIS validator; their numbers are too short to be mistaken. */
const GROUPS = ['format-checks', 'approved-values', 'all-vocabs', 'all-external-sources']
