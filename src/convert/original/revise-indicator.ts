import { comparisonAnd, observation, observationOr, qualified } from '../../stix/pattern/build.ts'
import type { ObservationExpression } from '../../stix/pattern/ast.ts'
import { parsePattern } from '../../stix/pattern/parse.ts'
import { printPattern } from '../../stix/pattern/print.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { alternativesOf } from '../foreign/alternatives.ts'
import type { Alternative } from '../foreign/alternatives.ts'
import { partsOf } from '../foreign/indicator-reader.ts'
import { asServed } from '../../misp/normalise.ts'
import { asText, isTrue } from '../text.ts'
import { valueKey } from './inventory.ts'
import { patternOf } from './scratch.ts'

/** An element of a foreign Indicator: as it was made, and as it is now; `undefined` for one that was deleted. */
export interface Branch {
  was: MispRecord
  is: MispRecord | undefined
  edited: boolean
}

/** What the elements of an Indicator have become: its new version, or nothing when all of them are gone. */
export function reviseIndicator(mappings: Mappings, indicator: StixObject, branches: readonly Branch[]): StixObject | undefined {
  if (branches.every(({ is }) => is === undefined)) return undefined
  const { isEach, parts } = partsOf(mappings, indicator)
  const alternatives = isEach ? alternativesOf(parsePattern(String(indicator['pattern']))) : undefined
  if (alternatives === undefined) return reviseRule(indicator, parts[0]?.meaning.rule, branches[0])
  const kept: ObservationExpression[] = []
  let same = true
  for (const [at, branch] of branches.entries()) {
    const alternative = alternatives[at]
    const expression = alternative === undefined ? undefined : expressionOf(mappings, alternative, branch)
    if (expression !== undefined) kept.push(expression.expression)
    if (expression?.same !== true) same = false
  }
  if (same) return indicator
  // Nothing is for detection any more: what others made of it has to stop as well
  if (kept.length === 0) return { ...indicator, revoked: true }
  return { ...indicator, pattern: printPattern(kept.length === 1 ? (kept[0] as ObservationExpression) : observationOr(kept)) }
}

function expressionOf(
  mappings: Mappings,
  alternative: Alternative,
  { was, is, edited }: Branch,
): { expression: ObservationExpression; same: boolean } | undefined {
  if (is === undefined || isSwitchedOff(was, is)) return undefined
  const { equals, during } = alternative
  if (!edited || !saysOther(was, is))
    return { expression: within(observation(comparisonAnd(equals.map(({ comparison }) => comparison))), during), same: true }
  const pattern = patternOf(mappings, marked(is))
  return pattern === undefined ? undefined : { expression: within(parsePattern(pattern), during), same: false }
}

function within(expression: ObservationExpression, during: Alternative['during']): ObservationExpression {
  return during === undefined ? expression : qualified(expression, [during])
}

/** Was an element for detection, and is not any more? */
export function isSwitchedOff(was: MispRecord, is: MispRecord): boolean {
  return detects(was) && !detects(is)
}

/** Is an element, or any attribute of it, for detection? */
function detects(record: MispRecord): boolean {
  return isTrue(record['to_ids']) || recordsIn(record['Attribute']).some((attribute) => isTrue(attribute['to_ids']))
}

/** A revoked Indicator keeps its pattern: what it looks for does not depend on whether it is in force. */
function marked(record: MispRecord): MispRecord {
  if (detects(record)) return record
  if (record['type'] !== undefined) return { ...record, to_ids: true }
  return { ...record, Attribute: recordsIn(record['Attribute']).map((attribute) => ({ ...attribute, to_ids: true })) }
}

function saysOther(was: MispRecord, is: MispRecord): boolean {
  if (was['type'] !== undefined) return valueKey(was) !== valueKey(is)
  return membersIn(was) !== membersIn(is)
}

function membersIn(record: MispRecord): string {
  const attributes = recordsIn(record['Attribute']).filter(({ deleted }) => !isTrue(deleted))
  const members = attributes.map(({ object_relation: relation, type, value, to_ids: toIds }) =>
    [relation, asServed(asText(type), asText(value)), isTrue(toIds)].join(' '),
  )
  return JSON.stringify(members.sort())
}

/** A rule, or a pattern that MISP keeps whole. */
function reviseRule(indicator: StixObject, rule: string | undefined, branch: Branch | undefined): StixObject {
  if (branch?.is === undefined) return indicator
  const text =
    rule === undefined
      ? branch.is['value']
      : recordsIn(branch.is['Attribute']).find(({ object_relation: relation }) => relation === rule)?.['value']
  const off = isSwitchedOff(branch.was, branch.is)
  const changed = typeof text === 'string' && text !== indicator['pattern'] ? { ...indicator, pattern: text } : indicator
  return off ? { ...changed, revoked: true } : changed
}
