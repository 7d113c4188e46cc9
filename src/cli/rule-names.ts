import { CATALOGUE, GROUP_NAMES, rulesNamed } from '../validate/catalogue.ts'
import { MISP_CATALOGUE } from '../validate/misp-catalogue.ts'
import { TEXT_RULES } from '../validate/text-rules.ts'
import type { Severity } from '../validate/violation.ts'
import { nearest } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** A rule as it is listed, explained and chosen, whatever it is about. */
export interface ListedRule {
  /** What it is asked of. */
  of: 'text' | 'STIX' | 'MISP'
  code: string
  alias?: string
  severity: Severity
  lenient?: Severity | 'off'
  clause: string
  about: string
  advice: string
  optional?: true
  types?: readonly string[]
  kinds?: readonly string[]
}

/** Every rule that `tipbridge validate` knows: about the text, about STIX, about MISP. */
export const ALL_RULES: readonly ListedRule[] = [
  ...TEXT_RULES.map((rule) => ({ ...rule, of: 'text' as const })),
  ...CATALOGUE.map((rule) => ({ ...rule, of: 'STIX' as const })),
  ...MISP_CATALOGUE.map((rule) => ({ ...rule, of: 'MISP' as const })),
]

/**
 * The rules that a name on the command line means: a code, or a number, name or group of the OASIS validator.
 *
 * @throws UsageError for a name that means none
 */
export function rulesMeant(name: string): readonly ListedRule[] {
  const inGroup = new Set(rulesNamed(name).map(({ code }) => code))
  const rules = ALL_RULES.filter(({ of, code }) => code === name || (of === 'STIX' && inGroup.has(code)))
  if (rules.length > 0) return rules
  const meant = nearest(name, [...ALL_RULES.map(({ code }) => code), ...GROUP_NAMES])
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
