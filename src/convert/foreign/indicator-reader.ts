import { parsePattern } from '../../stix/pattern/parse.ts'
import { mispMicroseconds, parseTime } from '../../stix/timestamp.ts'
import type { StixObject } from '../../stix/types.ts'
import { recordsIn } from '../../misp/types.ts'
import type { MispRecord } from '../../misp/types.ts'
import type { Mappings } from '../../mapping/mappings.ts'
import { attach, report, timestampOf } from '../assembly.ts'
import type { Assembly } from '../assembly.ts'
import type { Member } from '../bundle-index.ts'
import { factsOf } from '../object-pieces.ts'
import { isLive } from '../parts.ts'
import { readRow } from '../../mapping/row.ts'
import { readExpiry } from '../sightings.ts'
import { emptyObject } from '../template.ts'
import { asText } from '../text.ts'
import { alternativesOf } from './alternatives.ts'
import type { Alternative } from './alternatives.ts'
import { placeAttribute, placeObject, tagsOf, tellingOf } from './elements.ts'
import type { Provenance } from './elements.ts'
import { attributeOf, meaningOf } from './pattern-reader.ts'
import type { Meaning } from './pattern-reader.ts'
import { equalIn, learnForm } from './pattern-forms.ts'

/**
 * Reads an Indicator that MISP did not write: each alternative of its pattern is an attribute or an object. A pattern that says
 * more than MISP can is kept whole, and so is a rule in another language, under its name.
 */
export function readForeignIndicator(assembly: Assembly, member: Member): void {
  const { object } = member
  const { mappings } = assembly.context
  const { parts, fault } = partsOf(mappings, object)
  if (fault !== undefined) report(assembly, 'pattern-invalid', object, fault)
  const detects = fault === undefined && isLive(object) && !isBenign(object)
  const provenance: Provenance = {
    member,
    at: 0,
    timestamp: timestampOf(object),
    comment: tellingOf(object),
    tags: tagsOf(assembly, object),
    firstSeen: undefined,
    lastSeen: undefined,
  }
  member.alternatives = parts.map(({ meaning, during }, at) => {
    provenance.at = at
    provenance.firstSeen = seen(during?.start.value)
    provenance.lastSeen = seen(during?.stop.value)
    return placeMeaning(assembly, meaning, detects, provenance)
  })
}

function placeMeaning(assembly: Assembly, meaning: Meaning, detects: boolean, provenance: Provenance): MispRecord {
  const { list, record, rule } = meaning
  const { object } = provenance.member
  if (list === 'Attribute') {
    record['to_ids'] = detects
    const attribute = placeAttribute(assembly, record, provenance)
    expire(attribute, object)
    return attribute
  }
  for (const attribute of recordsIn(record['Attribute']))
    attribute['to_ids'] = detects && (rule === undefined || attribute['object_relation'] === rule)
  const placed = placeObject(assembly, record, provenance)
  for (const attribute of recordsIn(placed['Attribute'])) if (attribute['to_ids'] === true) expire(attribute, object)
  return placed
}

/** An element of an Indicator, and when its pattern says it was seen. */
interface Part {
  meaning: Meaning
  during: Alternative['during']
}

/** The elements of an Indicator. `fault`: why its pattern is none. */
export interface IndicatorParts {
  parts: Part[]
  fault: string | undefined
  /** Does each element stand for one alternative of the pattern? */
  isEach: boolean
}

/** What the pattern of a foreign Indicator means to MISP. */
export function partsOf(mappings: Mappings, indicator: StixObject): IndicatorParts {
  const { pattern: text, pattern_type: language = 'stix' } = indicator
  if (typeof text !== 'string' || text.trim() === '') return { parts: [], fault: 'it has no pattern', isEach: false }
  if (language !== 'stix' && language !== 'stix2') return one(ruleOf(mappings, indicator, asText(language), text))
  let parts: Part[] | undefined
  try {
    parts = meaningsOf(mappings, text)
  } catch (error) {
    const fault = `its pattern is no STIX pattern: ${(error as Error).message}; it is kept as a text`
    return { ...one(wholePattern(mappings, text)), fault }
  }
  return parts === undefined ? one(wholePattern(mappings, text)) : { parts, fault: undefined, isEach: true }
}

/** An Indicator that is one element, whatever its pattern says. */
function one(meaning: Meaning): IndicatorParts {
  return { parts: [{ meaning, during: undefined }], fault: undefined, isEach: false }
}

/** An element for each alternative; `undefined` where one of them has no place in MISP. Throws a PatternError. */
function meaningsOf(mappings: Mappings, text: string): Part[] | undefined {
  const equal = equalIn(text)
  if (equal !== undefined) {
    const meaning = meaningOf(mappings, [equal])
    return meaning === undefined ? undefined : [{ meaning, during: undefined }]
  }
  const alternatives = alternativesOf(parsePattern(text))
  if (alternatives === undefined) return undefined
  learnForm(text, alternatives)
  const parts: Part[] = []
  for (const { equals, during } of alternatives) {
    const meaning = meaningOf(mappings, equals)
    if (meaning === undefined) return undefined
    parts.push({ meaning, during })
  }
  return parts
}

/** `benign`: the pattern finds what is no threat (10.8). STIX 2.0 says so in its labels. */
function isBenign(indicator: StixObject): boolean {
  const { indicator_types: types, labels } = indicator
  return (Array.isArray(types) ? types.some(saysBenign) : saysBenign(types)) || (Array.isArray(labels) && labels.some(saysBenign))
}

function saysBenign(type: unknown): boolean {
  return typeof type === 'string' && type.length === 'benign'.length && type.toLowerCase() === 'benign'
}

function expire(attribute: MispRecord, indicator: StixObject): void {
  const expiry = attribute['Sighting'] === undefined ? readExpiry(indicator) : undefined
  if (expiry !== undefined) attach(attribute, 'Sighting', expiry)
}

function seen(timestamp: string | undefined): string | undefined {
  const moment = timestamp === undefined ? undefined : parseTime(timestamp)
  return moment === undefined ? undefined : mispMicroseconds(moment)
}

/** An object that keeps a pattern with its text. */
function wholePattern(mappings: Mappings, text: string): Meaning {
  const row = rowOf(mappings, 'stix2-pattern')
  const facts = [factsOf(mappings, row, 'stix2-pattern', text), factsOf(mappings, row, 'version', 'stix 2.1')]
  return { list: 'Object', row, record: { ...emptyObject(row), Attribute: facts }, rule: 'stix2-pattern' }
}

/** A rule under the template of its language, else its attribute type, else as a `query`, which names its language. */
function ruleOf(mappings: Mappings, indicator: StixObject, language: string, text: string): Meaning {
  const template = templateOf(mappings, language)
  if (template !== undefined) {
    const rule = factsOf(mappings, template, template.raw['rule-relation'] ?? '', text)
    const about = readRow(template, indicator, () => undefined).filter(({ bind }) => bind.path !== 'description')
    const facts = about.map(({ filler, value }) => factsOf(mappings, template, filler.name, asText(value)))
    return {
      list: 'Object',
      row: template,
      record: { ...emptyObject(template), Attribute: [rule, ...facts] },
      rule: asText(rule['object_relation']),
    }
  }
  const row = mappings.attribute(language)
  if (row?.form === 'rule' && row.type === language) return { list: 'Attribute', row, record: attributeOf(mappings, row, text) }
  const query = rowOf(mappings, 'query')
  const facts = [factsOf(mappings, query, 'query', text), factsOf(mappings, query, 'format', language)]
  const { name } = indicator
  if (typeof name === 'string' && name !== '') facts.push(factsOf(mappings, query, 'query-rule-name', name))
  return { list: 'Object', row: query, record: { ...emptyObject(query), Attribute: facts }, rule: 'query' }
}

/** The template for rules of a language. */
function templateOf(mappings: Mappings, language: string): Meaning['row'] | undefined {
  const { objects } = mappings.tables
  const name = Object.keys(objects).find((each) => objects[each]?.rule === language)
  return name === undefined ? undefined : mappings.object(name)[0]
}

function rowOf(mappings: Mappings, template: string): Meaning['row'] {
  const [row] = mappings.object(template)
  if (row === undefined) throw new Error(`the tables have no template ${template}`)
  return row
}
