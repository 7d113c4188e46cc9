import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleToEvents } from '../../src/index.ts'
import type { Bundle, MispRecord, StixObject } from '../../src/index.ts'

/*
 * Forms that MISP 2.4 and early misp-stix wrote and nobody writes any more. Their bundles are still in archives, and in none of the
 * collections that the other tests read.
 */

const ID = '5b23c82b-6508-4bdc-b580-045b0a00020f'
const TIMES = { created: '2020-10-25T16:22:00.000Z', modified: '2020-10-25T16:22:00.000Z' }

function read(objects: readonly StixObject[], more: Record<string, unknown> = {}): MispRecord {
  const report: StixObject = {
    type: 'report',
    id: 'report--a6ef17d6-91cb-4a05-b10b-2f045daf874c',
    ...TIMES,
    published: TIMES.modified,
    name: 'old forms',
    labels: ['Threat-Report', 'misp:tool="misp2stix2"'],
    object_refs: objects.map(({ id }) => id),
    ...more,
  }
  const bundle: Bundle = { type: 'bundle', id: 'bundle--1', objects: [report, ...objects] }
  const { value, diagnostics } = bundleToEvents(bundle, { original: false })
  assert.deepEqual(diagnostics, [])
  return value[0] as MispRecord
}

/** What is told of an attribute or object here: `<relation or type>=<value>`, `!` where it is for detection. */
function told(event: MispRecord): string[] {
  const objects = (event['Object'] ?? []) as MispRecord[]
  return [
    ...((event['Attribute'] ?? []) as MispRecord[]).map((each) => `${String(each['type'])}=${valueOf(each)}`),
    ...objects.map(
      ({ name, Attribute: inner }) =>
        `${String(name)}(${((inner ?? []) as MispRecord[]).map((each) => `${String(each['object_relation'])}=${valueOf(each)}`).join(', ')})`,
    ),
  ]
}

function valueOf({ value, to_ids: toIds }: MispRecord): string {
  return `${String(value)}${toIds === true ? '!' : ''}`
}

const FORMS: readonly [form: string, objects: StixObject[], expected: string[]][] = [
  [
    'a custom object of its own type for each type of attribute',
    [
      {
        type: 'x-misp-object-btc',
        id: `x-misp-object-btc--${ID}`,
        ...TIMES,
        labels: ['misp:type="btc"', 'misp:category="Financial fraud"', 'misp:to_ids="True"'],
        x_misp_category: 'Financial fraud',
        x_misp_timestamp: TIMES.modified,
        x_misp_value: '1E38kt7ryhbRXUzbam6iQ6sd93VHUUdjEE',
      },
    ],
    ['btc=1E38kt7ryhbRXUzbam6iQ6sd93VHUUdjEE!'],
  ],
  [
    'a custom object of its own type for each template, relations by type and name',
    [
      {
        type: 'x-misp-object-bank-account',
        id: `x-misp-object-bank-account--${ID}`,
        ...TIMES,
        labels: ['misp:type="bank-account"', 'misp:category="financial"', 'misp:to_ids="False"', 'from_object'],
        x_misp_category: 'financial',
        x_misp_values: { iban_iban: 'LU1234567890ABCDEF1234567890', 'text_currency-code': ['EUR', 'CHF'] },
      },
    ],
    ['bank-account(iban=LU1234567890ABCDEF1234567890, currency-code=EUR, currency-code=CHF)'],
  ],
  [
    'an Indicator of an object by its label',
    [
      {
        type: 'indicator',
        id: `indicator--${ID}`,
        ...TIMES,
        valid_from: TIMES.modified,
        labels: ['misp:type="url"', 'misp:category="network"', 'misp:to_ids="True"', 'from_object'],
        pattern: "[url:value = 'https://example.com/a' AND url:x_misp_text_query_string = 'b=c']",
      },
    ],
    ['url(url=https://example.com/a!, query_string=b=c!)'],
  ],
]

test('forms of old are read', () => {
  for (const [form, objects, expected] of FORMS) assert.deepEqual(told(read(objects)), expected, form)
})

test('link attributes were references of the report, and a report may be described', () => {
  const event = read([], {
    description: 'Seen in the wild.',
    external_references: [
      { source_name: 'url - the first account of it', url: 'https://example.com/a' },
      { source_name: 'url', url: 'https://example.com/b' },
      { source_name: 'capec', external_id: 'CAPEC-98', description: 'Phishing' },
      { source_name: 'nothing else' },
    ],
  })
  const attributes = event['Attribute'] as MispRecord[]
  assert.deepEqual(
    attributes.map(({ type, value, comment }) => [type, value, comment]),
    [
      ['link', 'https://example.com/a', 'the first account of it'],
      ['link', 'https://example.com/b', undefined],
      ['text', 'CAPEC-98', 'capec: Phishing'],
    ],
  )
  const reports = event['EventReport'] as MispRecord[]
  assert.deepEqual(
    reports.map(({ name, content }) => [name, content]),
    [['STIX 2.1 report description', 'Seen in the wild.']],
  )
})
