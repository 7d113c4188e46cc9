import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MISP_RULES, RULES, validateEvent } from '../../../src/validate.ts'
import type { Violation } from '../../../src/validate.ts'

type Json = Record<string, unknown>

const A = 'c2b4ad64-1a56-4b6f-9f4c-0d5a3f2a6a11'
const B = 'd0b1d6a4-5c9e-4d52-8f0e-7f2f5b1f1b22'
const C = 'e4a7a0d9-2f53-4c31-a2a5-9a6c0c7d4c33'
const DOMAIN_IP = '43b3b146-77eb-4931-b4cc-b66c60f28734'

function event(change: Json = {}): Json {
  return {
    uuid: '5f3b1c9e-9a3b-4a55-8f0f-2d1f6c7a9e00',
    info: 'Phishing against a harbour',
    date: '2026-03-04',
    threat_level_id: '2',
    analysis: '1',
    distribution: '1',
    published: false,
    timestamp: '1772600767',
    Attribute: [attribute()],
    ...change,
  }
}

function attribute(change: Json = {}): Json {
  return {
    uuid: A,
    type: 'domain',
    category: 'Network activity',
    value: 'c2.example.com',
    to_ids: true,
    distribution: '5',
    timestamp: '1772600767',
    ...change,
  }
}

function object(change: Json = {}): Json {
  return {
    uuid: B,
    name: 'domain-ip',
    'meta-category': 'network',
    description: 'A domain and its addresses',
    template_uuid: DOMAIN_IP,
    template_version: '11',
    timestamp: '1772600767',
    Attribute: [attribute({ uuid: C, object_relation: 'domain' })],
    ...change,
  }
}

const withAttribute = (change: Json): Json => event({ Attribute: [attribute(change)] })
const withObject = (change: Json): Json => event({ Object: [object(change)] })
const withTag = (change: Json): Json => event({ Tag: [{ name: 'tlp:green', ...change }] })
const withReport = (change: Json): Json => event({ EventReport: [{ uuid: B, name: 'What happened', ...change }] })
const withSighting = (change: Json): Json => withAttribute({ Sighting: [{ uuid: B, ...change }] })
const withReference = (change: Json): Json =>
  withObject({ ObjectReference: [{ uuid: C, referenced_uuid: A, relationship_type: 'related-to', ...change }] })
const withNote = (change: Json): Json =>
  withAttribute({ Note: [{ uuid: B, object_uuid: A, object_type: 'Attribute', note: 'seen', ...change }] })
const withOpinion = (change: Json): Json => withAttribute({ Opinion: [{ uuid: B, opinion: '70', ...change }] })
const withRelationship = (change: Json): Json =>
  withAttribute({
    Relationship: [{ uuid: B, related_object_uuid: C, related_object_type: 'Event', relationship_type: 'related-to', ...change }],
  })
const withCluster = (change: Json, tag = 'misp-galaxy:threat-actor="Sofacy"'): Json =>
  event({
    Tag: [{ name: tag }],
    Galaxy: [
      {
        type: 'threat-actor',
        GalaxyCluster: [
          { uuid: C, type: 'threat-actor', value: 'Sofacy', tag_name: 'misp-galaxy:threat-actor="Sofacy"', ...change },
        ],
      },
    ],
  })

/** Each rule: what it speaks about, where, and a near thing that it is silent about. */
const EXAMPLES: Readonly<Record<string, readonly [fires: Json, path: string, silent: Json][]>> = {
  'not-a-record': [[event({ Tag: ['tlp:green'] }), '/Tag/0', withTag({})]],
  'record-too-deep': [[withAttribute({ Note: nested(201) }), '/Attribute/0', withAttribute({ Note: nested(150) })]],
  // No JSON breaks it: `broken-off.test.ts`
  'record-not-checked': [],
  'missing-field': [
    [event({ info: undefined }), '', event({ date: undefined })],
    [withAttribute({ type: null }), '/Attribute/0', withAttribute({ to_ids: null })],
    [withTag({ name: undefined }), '/Tag/0', withTag({ colour: undefined })],
  ],
  'field-type': [
    [withAttribute({ to_ids: 'yes' }), '/Attribute/0/to_ids', withAttribute({ to_ids: '1' })],
    [withAttribute({ value: ['a'] }), '/Attribute/0/value', withAttribute({ type: 'counter', category: 'Other', value: 5 })],
    [event({ Tag: 'tlp:green' }), '/Tag', event({ Tag: { name: 'tlp:green' } })],
  ],
  'number-form': [[event({ timestamp: 'abc' }), '/timestamp', event({ timestamp: 1_772_600_767 })]],
  'uuid-form': [
    [withAttribute({ uuid: 'a' }), '/Attribute/0/uuid', withAttribute({ uuid: A.toUpperCase() })],
    [event({ Orgc: { uuid: 'acme', name: 'Acme' } }), '/Orgc/uuid', event({ Orgc: { uuid: '0', name: 'nobody' } })],
  ],
  'date-form': [[event({ date: '4 March 2026' }), '/date', event({ date: '2026/3/4' })]],
  // Speaks in strict mode only, see below
  'seen-form': [],
  distribution: [
    [event({ distribution: '5' }), '/distribution', withAttribute({ distribution: 5 })],
    [withAttribute({ distribution: 6 }), '/Attribute/0/distribution', withAttribute({ distribution: null })],
  ],
  'threat-level': [[event({ threat_level_id: 0 }), '/threat_level_id', event({ threat_level_id: 4 })]],
  analysis: [[event({ analysis: '3' }), '/analysis', event({ analysis: 0 })]],
  'reference-type': [
    [
      withReference({ referenced_type: 2 }),
      '/Object/0/ObjectReference/0/referenced_type',
      withReference({ referenced_type: '1' }),
    ],
  ],
  'sighting-type': [[withSighting({ type: '3' }), '/Attribute/0/Sighting/0/type', withSighting({ type: 2 })]],
  'tag-colour': [[withTag({ colour: 'red' }), '/Tag/0/colour', withTag({ colour: '#ff0000' })]],
  'analyst-target': [
    [
      withRelationship({ related_object_type: 'Malware' }),
      '/Attribute/0/Relationship/0/related_object_type',
      withRelationship({ related_object_type: 'Object' }),
    ],
  ],
  'unknown-attribute-type': [
    [withAttribute({ type: 'ipv4' }), '/Attribute/0/type', withAttribute({ type: 'text', category: 'Other' })],
  ],
  'unknown-category': [[withAttribute({ category: 'Network' }), '/Attribute/0/category', withAttribute({ category: undefined })]],
  'category-of-type': [
    [withAttribute({ category: 'Person' }), '/Attribute/0/category', withAttribute({ category: 'Payload delivery' })],
  ],
  'attribute-value': [
    [withAttribute({ value: 'localhost' }), '/Attribute/0/value', withAttribute({ value: 'localhost.example' })],
    [withAttribute({ value: ' ' }), '/Attribute/0/value', withAttribute({ value: undefined, value1: 'c2.example.com' })],
    [withAttribute({ value: undefined }), '/Attribute/0', withAttribute({ value: 'C2.EXAMPLE.COM' })],
  ],
  'composite-value': [
    [
      withAttribute({ type: 'ip-dst|port', value: '192.0.2.1' }),
      '/Attribute/0/value',
      withAttribute({ type: 'ip-dst|port', value: '192.0.2.1|443' }),
    ],
    [
      withAttribute({ type: 'malware-sample', category: 'Payload delivery', value: 'a.exe' }),
      '/Attribute/0/value',
      withAttribute({ type: 'malware-sample', category: 'Payload delivery', value: 'a.exe', encrypt: true }),
    ],
  ],
  'stored-value': [[withAttribute({ value: 'c2[.]Example.com' }), '/Attribute/0/value', withAttribute({})]],
  'integer-value': [
    [
      withAttribute({ type: 'integer', category: 'Other', value: '5' }),
      '/Attribute/0/type',
      withAttribute({ type: 'counter', category: 'Other', value: '5' }),
    ],
  ],
  'to-ids-unused': [
    [
      withAttribute({ type: 'comment', category: 'Other' }),
      '/Attribute/0/to_ids',
      withAttribute({ type: 'comment', category: 'Other', to_ids: false }),
    ],
  ],
  'object-relation-missing': [
    [withObject({ Attribute: [attribute({ uuid: C })] }), '/Object/0/Attribute/0', withAttribute({ object_relation: null })],
  ],
  'attachment-data': [
    [withAttribute(attachment('aGVs-_8=')), '/Attribute/0/data', withAttribute(attachment('aGVsbG8='))],
    [withAttribute(attachment('aGVsb')), '/Attribute/0/data', withAttribute(attachment('aGVs\nbG8='))],
  ],
  'data-ignored': [[withAttribute({ data: 'aGVsbG8=' }), '/Attribute/0/data', withAttribute(attachment('aGVsbG8='))]],
  'sample-not-zipped': [
    [withAttribute(sample({ data: 'TVqQAAMA' })), '/Attribute/0/data', withAttribute(sample({ data: 'UEsDBAoA' }))],
    [
      withAttribute(sample({ data: 'TVqQAAMA' })),
      '/Attribute/0/data',
      withAttribute(sample({ data: 'TVqQAAMA', encrypt: true })),
    ],
  ],
  'blank-field': [
    [event({ info: ' ' }), '/info', event({ info: 'x' })],
    [withTag({ name: '' }), '/Tag/0/name', withTag({})],
    [withReport({ name: '\n' }), '/EventReport/0/name', withReport({ name: '0' })],
  ],
  'text-too-long': [
    [
      withAttribute({ value: `${'é'.repeat(32_768)}.com`, type: 'text', category: 'Other' }),
      '/Attribute/0/value',
      withAttribute({ value: 'é'.repeat(32_767), type: 'text', category: 'Other' }),
    ],
    [withTag({ name: 'x'.repeat(256) }), '/Tag/0/name', withTag({ name: 'x'.repeat(255) })],
  ],
  'four-byte-characters': [[event({ info: 'Phishing 🎣' }), '/info', event({ info: 'Phishing 港' })]],
  'time-form': [
    [
      withAttribute({ first_seen: 'early' }),
      '/Attribute/0/first_seen',
      withAttribute({ first_seen: '2026-03-04T05:06:07.000000+00:00' }),
    ],
    [withNote({ created: '04.03' }), '/Attribute/0/Note/0/created', withNote({ created: '2026-03-04 05:06:07' })],
  ],
  'seen-order': [
    [
      withAttribute({ first_seen: '2026-03-04T00:00:00+00:00', last_seen: '2026-03-03T00:00:00+00:00' }),
      '/Attribute/0/last_seen',
      withAttribute({ first_seen: '2026-03-04T00:00:00+00:00', last_seen: '2026-03-03T23:00:00-02:00' }),
    ],
  ],
  'calendar-day': [[event({ date: '2026-02-29' }), '/date', event({ date: '2024-02-29' })]],
  'timestamp-range': [[event({ timestamp: '1772600767000' }), '/timestamp', event({ timestamp: '2147483647' })]],
  'refused-uuid': [
    [
      withAttribute({ uuid: '0196f3a2-1a56-7b6f-9f4c-0d5a3f2a6a11' }),
      '/Attribute/0/uuid',
      withAttribute({ uuid: '0196f3a2-1a56-5b6f-9f4c-0d5a3f2a6a11' }),
    ],
    [
      withAttribute({ uuid: '22222222-2222-2222-2222-222222222222' }),
      '/Attribute/0/uuid',
      withAttribute({ uuid: '00000000-0000-0000-0000-000000000000' }),
    ],
  ],
  'sharing-group-missing': [
    [event({ distribution: '4', sharing_group_id: '0' }), '', event({ distribution: '4', sharing_group_id: '3' })],
    [
      withAttribute({ distribution: 4 }),
      '/Attribute/0',
      withAttribute({ distribution: 4, SharingGroup: { uuid: B, name: 'Harbours' } }),
    ],
  ],
  'sharing-group-unused': [[event({ sharing_group_id: '3' }), '/sharing_group_id', event({ sharing_group_id: '0' })]],
  'duplicate-uuids': [
    [
      event({ Attribute: [attribute(), attribute({ value: 'b.example.com', uuid: A.toUpperCase() })] }),
      '/Attribute/1/uuid',
      event({ Attribute: [attribute(), attribute({ value: 'b.example.com', uuid: B })] }),
    ],
  ],
  'duplicate-attributes': [
    [
      event({ Attribute: [attribute(), attribute({ uuid: B, value: 'C2.example.com ' })] }),
      '/Attribute/1',
      event({ Attribute: [attribute(), attribute({ uuid: B, category: 'Payload delivery' })] }),
    ],
    [
      event({ Attribute: [attribute(), attribute({ uuid: B })] }),
      '/Attribute/1',
      event({ Attribute: [attribute(), attribute({ uuid: B, deleted: true })], Object: [object()] }),
    ],
  ],
  'lost-references': [
    [withReference({ referenced_uuid: DOMAIN_IP }), '/Object/0/ObjectReference/0/referenced_uuid', withReference({})],
    [
      withReference({ referenced_uuid: DOMAIN_IP }),
      '/Object/0/ObjectReference/0/referenced_uuid',
      withReference({ referenced_uuid: DOMAIN_IP, deleted: true }),
    ],
  ],
  'report-references': [
    [
      withReport({ content: `see @[attribute](${B})` }),
      '/EventReport/0/content',
      withReport({ content: `see @[attribute](${A}) and @[tag](tlp:green)` }),
    ],
  ],
  'published-empty': [
    [event({ published: true, Attribute: [] }), '/published', event({ published: true })],
    [event({ published: true, Attribute: undefined }), '/published', { ...withReport({}), published: true, Attribute: [] }],
  ],
  'object-template': [[withObject({ template_uuid: undefined }), '/Object/0', withObject({ description: undefined })]],
  'object-description': [[withObject({ description: '' }), '/Object/0', withObject({})]],
  'template-version': [[withObject({ template_version: undefined }), '/Object/0', withObject({ template_version: 1 })]],
  'template-mismatch': [
    [withObject({ template_uuid: B }), '/Object/0/template_uuid', withObject({ name: 'harbour', template_uuid: B })],
  ],
  'unknown-relations': [
    [
      withObject({ Attribute: [attribute({ uuid: C, object_relation: 'host' })] }),
      '/Object/0/Attribute/0/object_relation',
      withObject({ name: 'harbour', Attribute: [attribute({ uuid: C, object_relation: 'host' })] }),
    ],
  ],
  'relation-types': [
    [
      withObject({ Attribute: [attribute({ uuid: C, object_relation: 'hostname' })] }),
      '/Object/0/Attribute/0/type',
      withObject({}),
    ],
  ],
  'empty-object': [[withObject({ Attribute: [] }), '/Object/0', withObject({ Attribute: [], deleted: true })]],
  'tag-name-trimmed': [[withTag({ name: ' tlp:green' }), '/Tag/0/name', withTag({ name: 'tlp: green' })]],
  'duplicate-tags': [
    [
      event({ Tag: [{ name: 'tlp:green' }, { name: 'TLP:GREEN' }] }),
      '/Tag/1/name',
      event({ Tag: [{ name: 'tlp:green' }, { name: 'tlp:red' }] }),
    ],
  ],
  'local-tag': [[withTag({ local: 1 }), '/Tag/0/local', withTag({ local: null })]],
  'cluster-tag': [[withCluster({}, 'tlp:green'), '/Galaxy/0/GalaxyCluster', withCluster({})]],
  'cluster-tag-name': [
    [
      withCluster({ tag_name: 'misp-galaxy:tool="Sofacy"' }),
      '/Galaxy/0/GalaxyCluster/0/tag_name',
      withCluster({ tag_name: `misp-galaxy:threat-actor="${C}"` }),
    ],
  ],
  'analyst-parent': [
    [withNote({ object_uuid: C }), '/Attribute/0/Note/0/object_uuid', withNote({})],
    [
      withNote({ object_type: 'Event' }),
      '/Attribute/0/Note/0/object_type',
      withNote({ Opinion: [{ uuid: C, opinion: 5, object_uuid: B, object_type: 'Note' }] }),
    ],
  ],
  'self-relationship': [
    [withRelationship({ related_object_uuid: A }), '/Attribute/0/Relationship/0/related_object_uuid', withRelationship({})],
  ],
  'opinion-range': [[withOpinion({ opinion: 101 }), '/Attribute/0/Opinion/0/opinion', withOpinion({ opinion: 100 })]],
  'unknown-fields': [
    [withAttribute({ catgeory: 'Other' }), '/Attribute/0/catgeory', withAttribute({ disable_correlation: false })],
  ],
}

function nested(levels: number): unknown {
  let value: unknown = { uuid: B, note: 'x' }
  for (let level = 0; level < levels; level += 2) value = { note: 'x', Note: [value] }
  return [value]
}

function attachment(data: string): Json {
  return { type: 'attachment', category: 'Payload delivery', value: 'letter.pdf', data, to_ids: false }
}

function sample(change: Json): Json {
  return { type: 'malware-sample', category: 'Payload delivery', value: 'a.exe|d41d8cd98f00b204e9800998ecf8427e', ...change }
}

test('an ordinary event has nothing to be told', () => {
  assert.deepEqual(
    validateEvent(event({ Object: [object({ Attribute: [attribute({ uuid: C, object_relation: 'domain', to_ids: true })] })] })),
    {
      valid: true,
      violations: [],
    },
  )
  assert.deepEqual(validateEvent({ Event: event() }).violations, [])
})

test('every rule is here', () => {
  assert.deepEqual(
    Object.keys(EXAMPLES),
    MISP_RULES.map(({ code }) => code),
  )
  // A code on the command line means one rule
  const codes = [...RULES, ...MISP_RULES].map(({ code }) => code)
  assert.deepEqual(
    codes.filter((code, at) => codes.indexOf(code) !== at),
    [],
  )
})

for (const [code, examples] of Object.entries(EXAMPLES)) {
  const rule = MISP_RULES.find((each) => each.code === code)
  for (const [at, [fires, path, silent]] of examples.entries()) {
    test(`${code} [${at}] speaks where it should, and is silent beside it`, () => {
      const spoken = said(fires, code)
      assert.deepEqual(
        spoken.map((violation) => violation.path),
        [path],
        JSON.stringify(validateEvent(fires).violations.slice(0, 5)),
      )
      assert.equal(spoken[0]?.severity, rule?.severity)
      assert.match(spoken[0]?.message ?? '', /^[^\n]{10,600}$/)
      assert.deepEqual(said(silent, code), [])
      assert.deepEqual(said(silent, 'error'), [])
    })
  }
}

test('a rule can be switched off alone', () => {
  for (const [code, [example]] of Object.entries(EXAMPLES)) {
    if (example === undefined) continue
    const codes = validateEvent(example[0], { disable: [code] }).violations.map((violation) => violation.code)
    assert.ok(!codes.includes(code), code)
  }
})

test('warnings are errors in strict mode, and what harms nobody is silent in lenient mode', () => {
  const note = withNote({ object_type: 'Event' })
  assert.equal(
    validateEvent(note, { mode: 'strict' }).violations.find(({ code }) => code === 'analyst-parent')?.severity,
    'error',
  )
  assert.deepEqual(validateEvent(withTag({ local: true }), { mode: 'lenient' }).violations, [])
})

test('strict mode wants the form that MISP writes', () => {
  const complete = { ...event(), Attribute: [attribute({ deleted: false })] }
  assert.deepEqual(validateEvent(complete, { mode: 'strict' }).violations, [])
  const cases: readonly [Json, string, string][] = [
    [event({ timestamp: 1_772_600_767 }), 'field-type', '/timestamp'],
    [event({ uuid: undefined }), 'missing-field', ''],
    [withAttribute({ to_ids: '1' }), 'field-type', '/Attribute/0/to_ids'],
    [withAttribute({ uuid: A.toUpperCase() }), 'uuid-form', '/Attribute/0/uuid'],
    [withAttribute({ first_seen: '2026-03-04' }), 'seen-form', '/Attribute/0/first_seen'],
    [event({ analysis: 1 }), 'analysis', '/analysis'],
    [event({ Tag: null }), 'field-type', '/Tag'],
  ]
  for (const [document, code, path] of cases) {
    const { violations } = validateEvent(document, { mode: 'strict' })
    assert.deepEqual(
      violations.map((violation) => [violation.code, violation.path]),
      [[code, path]],
    )
    assert.deepEqual(said(document, 'error'), [])
  }
})

test('a violation names the record that it is about', () => {
  const [violation] = said(
    withObject({ Attribute: [attribute({ uuid: C, object_relation: 'domain', value: 'x' })] }),
    'attribute-value',
  )
  assert.equal(violation?.id, C)
  assert.equal(violation?.index, undefined)
  assert.equal(said(event({ info: ' ' }), 'blank-field')[0]?.id, event()['uuid'])
})

/** What a rule says of an event, or every error. */
function said(document: Json, code: string): Violation[] {
  const plain: unknown = JSON.parse(JSON.stringify(document))
  return validateEvent(plain).violations.filter((violation) => violation.code === code || violation.severity === code)
}
