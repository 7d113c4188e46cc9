import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { MispRecord } from '../../src/index.ts'
import { attributeExamples, mappings, objectExamples } from './examples.ts'

/*
 * Generators of MISP: any text where a text may stand, any subset of keys, any nesting of what hangs on an element, and now and
 * then something that does not belong there at all.
 */

/** Texts that break patterns, labels, splitting and JSON. */
const AWKWARD = [
  String.raw`it's "quoted" back\slash a\ | a|b a|b|c |a a| 100% %20 {} [] misp:type="x" tlp:red __proto__ constructor null true`.split(
    ' ',
  ),
  String.raw`0 -1 1e3 007 +1 9007199254740993 2001:db8::1 10.0.0.1/32 HKLM\Software AS65536 2025-02-19T10:00:00+02:00 2025-02-30`.split(
    ' ',
  ),
  'é é 中文 ﬁ İ ß ١٢٣ 👾'.split(' '),
  [
    '',
    ' ',
    '\n',
    '\t a \t',
    ' AND ',
    ' = ',
    "' OR 'a' = 'b",
    "[file:name = 'a']",
    '\u0000',
    '\u2028',
    '\ufeffbom',
    '\ud83d',
    '\udc00x',
  ],
].flat()

/** Any text: awkward ones, examples of the rows, mutations of them, random unicode; rarely a very long one. */
export function anyText(examples: readonly string[] = EXAMPLES): Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...AWKWARD), weight: 16 },
    { arbitrary: fc.constantFrom(...examples), weight: 12 },
    { arbitrary: mutated(examples), weight: 16 },
    { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 8 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 8 },
    { arbitrary: fc.constantFrom(...AWKWARD).map((text) => text.padEnd(10_000, "x' ")), weight: 1 },
  )
}

const EXAMPLES = attributeExamples().map(({ value }) => value)

/** An example with something put in, left out or put around it. */
function mutated(examples: readonly string[]): Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...examples), fc.constantFrom(...AWKWARD), fc.nat(40), fc.nat(3))
    .map(([example, awkward, at, cut]) => example.slice(0, at) + awkward + example.slice(at + cut))
}

/** What stands in the place of a text, a number or a list where nobody looked. */
const ODD: Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  '',
  0,
  1,
  -1,
  1.5,
  true,
  false,
  [],
  {},
  [null],
  ['a'],
  { a: null },
  '0',
  '1',
)

/** Each key is there or not, and now and then odd. */
export function some(keys: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<MispRecord> {
  const each = Object.fromEntries(
    Object.entries(keys).map(([key, arbitrary]) => [key, fc.oneof({ arbitrary, weight: 12 }, { arbitrary: ODD, weight: 1 })]),
  )
  return fc.record(each, { requiredKeys: [], noNullPrototype: true })
}

/** Few enough that they are repeated, now and then no UUID at all. Elements of different kinds have different ones. */
function uuids(kind: string): Arbitrary<string> {
  const repeated = [`0d6f8a52-3b1c-4e7d-9f20-5a4c3b2d1e${kind}0`, `0D6F8A52-3B1C-4E7D-9F20-5A4C3B2D1E${kind}1`, 'not-a-uuid', '']
  return fc.oneof({ arbitrary: fc.uuid(), weight: 4 }, { arbitrary: fc.constantFrom(...repeated), weight: 1 })
}

const uuid: Arbitrary<string> = uuids('0')

const timestamp: Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000_000 }).map(String),
  fc.constantFrom<unknown>('0', 1_740_000_000, '1740000000', '-1', '1740000000.5', '99999999999999'),
)

const moment: Arbitrary<unknown> = fc.constantFrom<unknown>(
  '2025-02-01T10:00:00.000000+00:00',
  '2025-02-01T12:00:00.123456+02:00',
  '2025-02-03 11:30:00',
  '2025-02-19T21:20:00+00:00',
  'soon',
  null,
)

const sqlTime: Arbitrary<unknown> = fc.constantFrom<unknown>(
  '2025-02-20 09:25:17',
  '2025-02-21 11:02:40',
  '2025-02-20T09:25:17Z',
  '0000-00-00 00:00:00',
)

const organisation: Arbitrary<MispRecord> = some({
  id: fc.constant('7'),
  uuid: uuids('1'),
  name: fc.constantFrom('Harbour CERT', 'Northwind SOC', '', 'é "x"'),
})

const TAG_NAMES = [
  'tlp:green tlp:clear tlp:white tlp:amber+strict PAP:RED pap:green statement:Ours tlp:ex:chr phishing é \ud83d'.split(' '),
  'misp:type="domain" misp:name="file" misp:category="x" misp:tool="MISP-STIX-Converter" osint:source-type="blog-post"'.split(
    ' ',
  ),
  'misp:confidence-level="usually-confident" misp:confidence-level="unconfident"'.split(' '),
  ['TLP: AMBER', ' tlp:red ', 'misp-galaxy:threat-actor="Copper Lynx"', ' '],
].flat()

const tag: Arbitrary<MispRecord> = some({
  id: fc.constant('3'),
  name: fc.oneof({ arbitrary: fc.constantFrom(...TAG_NAMES), weight: 9 }, { arbitrary: anyText(), weight: 1 }),
  colour: fc.constantFrom('#ffffff', '#000000'),
  local: fc.constantFrom<unknown>(true, false, 0, 1, '1'),
  exportable: fc.boolean(),
  relationship_type: fc.constantFrom('', null, 'related-to'),
})

const sighting: Arbitrary<MispRecord> = some({
  uuid: uuids('2'),
  type: fc.constantFrom<unknown>('0', '1', '2', 0, 1, '3'),
  date_sighting: timestamp,
  source: anyText(),
  attribute_uuid: uuid,
  Organisation: organisation,
})

const cluster: Arbitrary<MispRecord> = some({
  uuid: uuids('3'),
  type: fc.constantFrom('threat-actor', 'mitre-attack-pattern', 'country', 'sector', 'harbour-crews', 'ransomware'),
  value: fc.oneof(fc.constantFrom('Copper Lynx', 'Phishing - T1566'), anyText()),
  description: anyText(),
  tag_name: fc.constant('misp-galaxy:threat-actor="Copper Lynx"'),
  version: fc.constantFrom<unknown>('7', '0', 7, 'x'),
  local: fc.boolean(),
  relationship_type: fc.constantFrom(false, 'uses', ''),
  collection_uuid: uuid,
  meta: some({
    synonyms: fc.array(anyText(), { maxLength: 3 }),
    refs: fc.array(fc.constantFrom('https://example.org/a', 'no url', ''), { maxLength: 2 }),
    external_id: fc.constantFrom<unknown>('T1566', ['T1566', 'CAPEC-98'], ['G0001']),
    kill_chain: fc.array(fc.constantFrom('mitre-attack:execution', 'nothing'), { maxLength: 2 }),
    ISO: fc.constantFrom<unknown>('LU', ['LU'], 'lu'),
    'odd key': fc.constant('x'),
    'a.b': fc.constant('c'),
  }),
})

const galaxy: Arbitrary<MispRecord> = some({
  uuid: uuids('4'),
  name: fc.constantFrom('Threat Actor', 'Country', 'é'),
  type: fc.constantFrom('threat-actor', 'country'),
  description: anyText(),
  GalaxyCluster: fc.array(cluster, { maxLength: 2 }),
})

/** Notes, opinions and relationships, nested so deep. */
function analystData(depth: number): Readonly<Record<string, Arbitrary<unknown>>> {
  if (depth === 0) return {}
  const shared = {
    object_uuid: uuid,
    object_type: fc.constant('Attribute'),
    authors: anyText(),
    created: sqlTime,
    modified: sqlTime,
  }
  const inner = analystData(depth - 1)
  return {
    Note: fc.array(
      some({ ...shared, uuid: uuids('5'), note: anyText(), language: fc.constantFrom('en', 'fr-FR', 'x', ''), ...inner }),
      { maxLength: 1 },
    ),
    Opinion: fc.array(
      some({
        ...shared,
        uuid: uuids('9'),
        opinion: fc.constantFrom<unknown>('0', '70', 100, 'x', '101'),
        comment: anyText(),
        ...inner,
      }),
      { maxLength: 1 },
    ),
    Relationship: fc.array(
      some({
        ...shared,
        uuid: uuids('a'),
        relationship_type: fc.constantFrom('similar-to', 'Connected To!', ''),
        related_object_uuid: uuid,
        ...inner,
      }),
      { maxLength: 1 },
    ),
  }
}

const annexes: Readonly<Record<string, Arbitrary<unknown>>> = {
  Tag: fc.array(tag, { maxLength: 3 }),
  Galaxy: fc.array(galaxy, { maxLength: 1 }),
  Sighting: fc.array(sighting, { maxLength: 2 }),
  ...analystData(2),
}

const TYPES = Object.keys(mappings.tables.types)

const facts: Readonly<Record<string, Arbitrary<unknown>>> = {
  uuid,
  category: fc.constantFrom('Other', 'Network activity', '', 'é'),
  to_ids: fc.constantFrom<unknown>(true, false, '1', 0),
  comment: anyText(),
  timestamp,
  distribution: fc.constantFrom<unknown>('0', '5', 3),
  deleted: fc.constantFrom<unknown>(false, '0', true, 0),
  first_seen: moment,
  last_seen: moment,
  data: fc.constantFrom<unknown>('RXhhbXBsZQ==', 'no base64', ''),
  a_key_of_tomorrow: fc.constant('x'),
  __proto__: fc.constant('x'),
}

/** An attribute of any type with any value. */
export function anyAttribute(more: Readonly<Record<string, Arbitrary<unknown>>> = {}): Arbitrary<MispRecord> {
  return some({ type: fc.constantFrom(...TYPES, 'of-tomorrow', ''), value: anyText(), ...facts, ...annexes, ...more })
}

const TEMPLATES = objectExamples()

/** An object of any template, or of none, with any list of its relations. */
export const anyObject: Arbitrary<MispRecord> = fc.constantFrom(...TEMPLATES).chain(({ template, row, values }) => {
  const relations = [...row.relations.keys()]
  const texts = Object.values(values).flatMap((value) =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : [],
  )
  const relation = fc.oneof(
    { arbitrary: fc.constantFrom(...relations), weight: 9 },
    { arbitrary: fc.constantFrom('of-tomorrow', ''), weight: 1 },
  )
  const attribute = relation.chain((name) =>
    some({
      object_relation: fc.constant(name),
      type: fc.constant(row.relations.get(name) ?? 'text'),
      value: valuesOf(values[name], texts),
      ...facts,
      ...annexes,
    }),
  )
  return some({
    name: fc.oneof(
      { arbitrary: fc.constant(template), weight: 15 },
      { arbitrary: fc.constantFrom('of-tomorrow', ''), weight: 1 },
    ),
    'meta-category': fc.constantFrom('network', 'misc'),
    template_uuid: fc.constant(row.raw.uuid),
    description: anyText(),
    Attribute: fc.array(attribute, { maxLength: 6 }),
    ObjectReference: fc.array(
      some({
        uuid: uuids('6'),
        referenced_uuid: uuid,
        object_uuid: uuid,
        relationship_type: fc.constantFrom('connects-to', 'Connected To!'),
        comment: anyText(),
        timestamp,
        deleted: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    ...without(facts, 'data', 'to_ids'),
    ...without(annexes, 'Sighting'), // MISP sights attributes
  })
})

function without(keys: Readonly<Record<string, Arbitrary<unknown>>>, ...names: string[]): Record<string, Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !names.includes(key)))
}

/** Often the example, so that native forms come about; else any text. */
function valuesOf(example: unknown, texts: readonly string[]): Arbitrary<string> {
  const own = typeof example === 'string' ? [example] : Array.isArray(example) ? (example as string[]) : []
  const any = anyText(texts.length > 0 ? texts : undefined)
  return own.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...own), weight: 3 }, { arbitrary: any, weight: 1 })
}

/** An event with any subset of what MISP knows. */
export const anyEvent: Arbitrary<MispRecord> = some({
  uuid: uuids('8'),
  info: anyText(),
  date: fc.constantFrom('2025-02-19', '2025-2-19', '0000-00-00', ''),
  timestamp,
  publish_timestamp: timestamp,
  published: fc.constantFrom<unknown>(true, false, '1', 0),
  analysis: fc.constantFrom<unknown>('0', 1),
  threat_level_id: fc.constant('2'),
  distribution: fc.constantFrom<unknown>('0', 1),
  extends_uuid: uuid,
  Org: organisation,
  Orgc: organisation,
  Attribute: fc.array(anyAttribute(), { maxLength: 4 }),
  Object: fc.array(anyObject, { maxLength: 3 }),
  EventReport: fc.array(
    some({ uuid: uuids('7'), name: anyText(), content: anyText(), timestamp, deleted: fc.boolean(), ...analystData(1) }),
    { maxLength: 2 },
  ),
  ShadowAttribute: fc.array(anyAttribute(), { maxLength: 1 }),
  a_key_of_tomorrow: fc.constant({ a: [1, 'x', null] }),
  ...without(annexes, 'Sighting'),
}).map(withRecordsOnly)

/** What is no record among the attributes and objects of an event is set aside, with an error that says so. */
function withRecordsOnly(event: MispRecord): MispRecord {
  const lists = (['Attribute', 'Object'] as const).flatMap((key) => {
    const list = event[key]
    return Array.isArray(list) ? [[key, list.filter((item) => Object.prototype.toString.call(item) === '[object Object]')]] : []
  })
  return { ...event, ...(Object.fromEntries(lists) as MispRecord) }
}
