import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Catalogue } from '../../src/convert/catalogue.ts'
import type { StixObject } from '../../src/index.ts'
import type { ClusterEntry } from './known-galaxies.ts'
import { clusterFile, emptyCatalogue, FIXTURE_GALAXIES, galaxyFiles, randomUuid, refersTo, sdo } from './known-galaxies.ts'

function fixtureCatalogue(): Catalogue {
  const catalogue = emptyCatalogue()
  for (const { head, file } of galaxyFiles(FIXTURE_GALAXIES)) assert.deepEqual(catalogue.add(head, file), [])
  return catalogue
}

const CATALOGUE = fixtureCatalogue()

/** What an object is found to mean, in one line: the rule and the tag, or `none`. */
function meaning(object: StixObject, catalogue = CATALOGUE): string {
  const known = catalogue.match(object)
  return known === undefined ? 'none' : `${known.by} ${known.cluster.tag_name.replace('misp-galaxy:', '')}`
}

function withUuid(type: string, uuid: string, more: Record<string, unknown> = {}): StixObject {
  return { ...sdo(type, more), id: `${type}--${uuid}` }
}

const COPPER_LYNX = '77d349c5-f843-484a-8863-1189a729c661'

const CASES: readonly [object: StixObject, meaning: string][] = [
  // uuid
  [withUuid('threat-actor', COPPER_LYNX, { name: 'Renamed' }), 'uuid threat-actor="Copper Lynx"'],
  [withUuid('intrusion-set', COPPER_LYNX.toUpperCase()), 'uuid threat-actor="Copper Lynx"'],
  [withUuid('malware', COPPER_LYNX), 'none'],
  // external id
  [
    sdo('attack-pattern', refersTo('mitre-attack', 'T1566.001')),
    'external-id mitre-attack-pattern="Spearphishing Attachment - T1566.001"',
  ],
  [sdo('attack-pattern', refersTo('MITRE-Attack', 't1204.002')), 'external-id mitre-attack-pattern="Malicious File - T1204.002"'],
  [
    sdo('attack-pattern', refersTo('mitre-mobile-attack', 'T1204.002')),
    'external-id mitre-attack-pattern="Malicious File - T1204.002"',
  ],
  [sdo('attack-pattern', refersTo('mitre-attack', 'T9014')), 'external-id mitre-attack-pattern="Rootkit - T9014"'],
  [sdo('attack-pattern', refersTo('mitre-attack', 'T1566')), 'none'],
  [sdo('attack-pattern', refersTo('some-blog', 'T1566.001')), 'none'],
  [sdo('attack-pattern', refersTo('capec', 'T1566.001')), 'none'],
  [sdo('attack-pattern', refersTo('capec', 'CAPEC-163')), 'none'], // the technique only mentions it
  [sdo('attack-pattern', refersTo('mitre-attack', 'T1566.001', 'T1204.002')), 'none'],
  [sdo('attack-pattern', refersTo('mitre-attack', 'T1566.001', 'T7777')), 'none'],
  [sdo('malware', refersTo('mitre-attack', 'S9001', 'T1566.001')), 'external-id mitre-malware="Tidepool - S9001"'],
  [sdo('tool', refersTo('mitre-attack', 'S9001')), 'none'],
  [sdo('intrusion-set', refersTo('mitre-attack', 'G9001')), 'external-id mitre-intrusion-set="Copper Lynx - G9001"'],
  [sdo('threat-actor', refersTo('mitre-attack', 'G9001')), 'external-id threat-actor="Copper Lynx"'],
  [sdo('tool', { name: 'qx', ...refersTo('mitre-attack', 'S9002') }), 'external-id mitre-tool="qx - S9002"'],
  [sdo('x-mitre-data-source', refersTo('mitre-attack', 'DS9001')), 'external-id mitre-data-source="Mail Log - DS9001"'],
  // name
  [sdo('malware', { name: 'Tidepool' }), 'name mitre-malware="Tidepool - S9001"'],
  [sdo('malware', { name: ' TIDEPOOL ' }), 'name mitre-malware="Tidepool - S9001"'],
  [sdo('malware', { name: 'Tidepool - S9001' }), 'name mitre-malware="Tidepool - S9001"'],
  [sdo('malware', { name: 'Tide pool' }), 'none'],
  [sdo('malware', { name: 'Tidepool', ...refersTo('mitre-attack', 'S9999') }), 'name malpedia="Tidepool"'],
  [sdo('intrusion-set', { name: 'copper\u00a0 lynx' }), 'name mitre-intrusion-set="Copper Lynx - G9001"'],
  [sdo('threat-actor', { name: 'Copper Lynx' }), 'name threat-actor="Copper Lynx"'],
  [sdo('threat-actor', { name: 'Copper Lynx', ...refersTo('mitre-attack', 'G9999') }), 'none'],
  [sdo('attack-pattern', { name: 'Domain Account' }), 'none'],
  [sdo('attack-pattern', { name: 'Domain Account - T1136.002' }), 'name mitre-attack-pattern="Domain Account - T1136.002"'],
  [sdo('attack-pattern', { name: 'Rootkit' }), 'name mitre-attack-pattern="Rootkit - T1014"'],
  [sdo('course-of-action', { name: 'User Training' }), 'name mitre-course-of-action="User Training - M1017"'],
  [sdo('x-mitre-data-source', { name: 'Mail Log' }), 'name mitre-data-source="Mail Log - DS9001"'],
  [sdo('tool', { name: 'pcp' }), 'name mitre-tool="pcp - S9003"'],
  [sdo('tool', { name: 'qx' }), 'none'],
  [sdo('malware', { name: 'loader' }), 'none'],
  [sdo('campaign', { name: 'Mole 4' }), 'none'],
  [sdo('infrastructure', { name: 'Tidepool' }), 'none'],
  // synonym
  [sdo('threat-actor', { name: 'unh-17' }), 'synonym threat-actor="Copper Lynx"'],
  [sdo('threat-actor', { name: 'Pier Crew' }), 'none'],
  [sdo('threat-actor', { name: 'Pier Crew', aliases: ['Salt Heron'] }), 'none'],
  [sdo('threat-actor', { name: 'NWF' }), 'none'],
  [sdo('malware', { name: 'PoolBoy' }), 'synonym malpedia="Tidepool"'],
  // alias
  [sdo('threat-actor', { name: 'Cluster 12', aliases: ['Salt Heron'] }), 'alias threat-actor="Salt Heron"'],
  [sdo('threat-actor', { name: 'Cluster 12', aliases: ['Salt Heron', 'Grey Gull'] }), 'none'],
  [sdo('threat-actor', { name: 'Cluster 12', aliases: ['Salt Heron', 'Night Ferry'] }), 'none'],
  [sdo('threat-actor', { name: 'Cluster 12', aliases: ['Night Ferry'] }), 'none'],
  [sdo('malware', { name: 'Sample 3', x_mitre_aliases: ['Tidepool'] }), 'alias mitre-malware="Tidepool - S9001"'],
  // sectors
  [sdo('identity', { identity_class: 'class', name: 'transport' }), 'name sector="Transport"'],
  [sdo('identity', { identity_class: 'class', name: 'Transportation' }), 'synonym sector="Transport"'],
  [sdo('identity', { identity_class: 'organization', name: 'Transport' }), 'none'],
  [sdo('identity', { identity_class: 'class', name: 'Unknown' }), 'none'],
  // countries and regions
  [sdo('location', { country: 'NO' }), 'external-id country="norway"'],
  [sdo('location', { country: 'nor' }), 'external-id country="norway"'],
  [sdo('location', { country: 'Norway', name: 'Norway', latitude: 61, longitude: 8 }), 'name country="norway"'],
  [sdo('location', { country: 'NO', name: 'Norway', latitude: 61, longitude: 8 }), 'external-id country="norway"'],
  [sdo('location', { country: 'NO', region: 'northern-europe' }), 'external-id country="norway"'],
  [sdo('location', { country: 'NOR', name: 'Noreg', x_opencti_location_type: 'Country' }), 'external-id country="norway"'],
  [sdo('location', { country: 'NOR', name: 'Norway', x_opencti_location_type: 'City' }), 'none'],
  [sdo('location', { country: 'NO', name: 'Bergen' }), 'none'],
  [sdo('location', { country: 'NO', city: 'Bergen' }), 'none'],
  [sdo('location', { country: 'NO', administrative_area: 'NO-46' }), 'none'],
  [sdo('location', { country: 'NO', latitude: 60.4, longitude: 5.3 }), 'none'],
  [sdo('location', { country: 'XX' }), 'none'],
  [sdo('location', { name: 'Norway', latitude: 61, longitude: 8 }), 'none'],
  [sdo('location', { region: 'northern-europe' }), 'name region="154 - Northern Europe"'],
  [sdo('location', { region: 'latin-america-caribbean' }), 'name region="419 - Latin America and the Caribbean"'],
  [sdo('location', { region: 'northern-europe', name: 'The fjords' }), 'none'],
]

test('an SDO means the cluster that its uuid, ids or names say, or none', () => {
  for (const [object, expected] of CASES) assert.equal(meaning(object), expected, JSON.stringify(object))
})

test('a cluster comes as MISP shows it in an event', () => {
  assert.deepEqual(CATALOGUE.match(withUuid('threat-actor', COPPER_LYNX)), {
    galaxy: {
      uuid: '698774c7-8022-42c4-917f-8d6e4f06ada3',
      name: 'Threat Actor',
      type: 'threat-actor',
      description:
        'Threat actors are characteristics of malicious actors (or adversaries) representing a cyber attack threat including presumed intent and historically observed behaviour.',
      namespace: 'misp',
      icon: 'user-secret',
      version: '3',
    },
    cluster: {
      uuid: COPPER_LYNX,
      type: 'threat-actor',
      value: 'Copper Lynx',
      tag_name: 'misp-galaxy:threat-actor="Copper Lynx"',
      description:
        'Copper Lynx is a group that lives from fraud against shipping and freight firms. It sends false invoices, installs the Tidepool loader and waits for a payment run to change the account numbers.',
      source: 'Harbour CERT',
      authors: ['Harbour CERT', 'Northwind SOC'],
      version: '3',
      meta: {
        country: ['NO'],
        refs: ['https://research.example.org/copper-lynx'],
        synonyms: ['Invoice Lynx', 'UNH-17', 'G9001'],
      },
      collection_uuid: '7cdff317-a673-4474-84ec-4f1754947823',
    },
    by: 'uuid',
  })
  const meta = (type: string, name: string) => CATALOGUE.match(sdo(type, { name }))?.cluster.meta
  assert.deepEqual(meta('threat-actor', 'Grey Gull')?.['attribution-confidence'], ['50'])
  assert.deepEqual(Object.keys(meta('malware', 'PoolBoy') ?? {}), ['refs', 'synonyms']) // `type` is an empty list
})

test('without its galaxy file a cluster has no uuid of a galaxy', () => {
  const catalogue = emptyCatalogue()
  const file = clusterFile('malpedia', [{ value: 'Tidepool', uuid: randomUuid(1) }])
  const findings = catalogue.add({ type: 'stealer', name: 'Stealer', uuid: randomUuid(2) }, file)
  assert.deepEqual(
    findings.map(({ code, severity }) => [code, severity]),
    [['galaxy-file-missing', 'information']],
  )
  assert.deepEqual(catalogue.match(sdo('malware', { name: 'Tidepool' }))?.galaxy, {
    name: 'malpedia',
    type: 'malpedia',
    description: 'malpedia',
  })
})

/** Names of several words, some with accents; never generic, and no synonym of another by chance. */
const name = fc
  .array(fc.constantFrom('amber', 'brünn', 'crème', 'dogger', 'erë', 'fjord', 'gull', 'heron'), { minLength: 2, maxLength: 4 })
  .map((words) => words.join(' '))

const spelling = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.normalize('NFD'),
  (text: string) => `  ${text.replaceAll(' ', '\t\n')}`,
)

test('every cluster finds itself by uuid, id, name and synonym, however they are spelled', () => {
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(names, spelling, fc.boolean(), (all, spell, numbered) => {
      const entries = all.map((text, at) => ({
        value: numbered ? `${text} - T${8000 + at}` : text,
        uuid: randomUuid(at),
        meta: { external_id: `T${8000 + at}`, synonyms: [`also ${text}`, text] },
      }))
      const catalogue = emptyCatalogue()
      catalogue.add({ type: 'mitre-attack-pattern', name: 'Attack Pattern' }, clusterFile('mitre-attack-pattern', entries))
      for (const [at, { uuid, value }] of entries.entries()) {
        const text = spell(all[at] as string)
        const found = [
          withUuid('attack-pattern', uuid),
          sdo('attack-pattern', refersTo('mitre-attack', `T${8000 + at}`)),
          sdo('attack-pattern', { name: text }),
          sdo('attack-pattern', { name: spell(value) }),
          sdo('attack-pattern', { name: `Also ${text}` }),
          sdo('attack-pattern', { name: 'something else', aliases: [text] }),
        ].map((object) => catalogue.match(object))
        assert.deepEqual(
          found.map((known) => known?.by),
          ['uuid', 'external-id', 'name', 'name', 'synonym', 'alias'],
        )
        assert.ok(found.every((known) => known?.cluster.uuid === uuid))
      }
    }),
  )
})

function called(text: string, as: 'name' | 'synonym', at: number): ClusterEntry {
  return as === 'name'
    ? { value: text, uuid: randomUuid(at) }
    : { value: `own name ${at}`, uuid: randomUuid(at), meta: { synonyms: [text] } }
}

test('what several clusters of a galaxy are called means none of them', () => {
  const places = fc.constantFrom<('name' | 'synonym')[]>('name', 'synonym')
  fc.assert(
    fc.property(name, places, fc.array(fc.tuple(name, places), { maxLength: 5 }), (shared, as, others) => {
      const twice = [called(shared, as, 1), called(shared, as, 2)]
      const entries = [
        ...twice,
        ...others.filter(([text]) => text !== shared).map(([text, place], at) => called(text, place, 3 + at)),
      ]
      const catalogue = emptyCatalogue()
      catalogue.add(undefined, clusterFile('malpedia', entries))
      assert.equal(meaning(sdo('malware', { name: shared }), catalogue), 'none')
      assert.equal(meaning(sdo('malware', { name: 'something else', aliases: [shared] }), catalogue), 'none')
    }),
  )
})

test('an ambiguous name is not the synonym of a third', () => {
  const catalogue = emptyCatalogue()
  const entries = [called('Tidepool', 'name', 1), called('tidepool', 'name', 2), called('Tidepool', 'synonym', 3)]
  catalogue.add(undefined, clusterFile('malpedia', entries))
  assert.equal(meaning(sdo('malware', { name: 'Tidepool' }), catalogue), 'none')
})

test('the same name in several galaxies means the first that the tables name', () => {
  const catalogue = emptyCatalogue()
  const types = ['stealer', 'malpedia', 'mitre-enterprise-attack-malware', 'mitre-malware', 'rat']
  for (const [at, type] of types.entries()) {
    catalogue.add(undefined, clusterFile(type, [{ value: 'Tidepool', uuid: randomUuid(at) }]))
  }
  assert.equal(meaning(sdo('malware', { name: 'Tidepool' }), catalogue), 'name mitre-malware="Tidepool"')
  assert.equal(meaning(sdo('tool', { name: 'Tidepool' }), catalogue), 'name rat="Tidepool"')
})

test('a name in any galaxy is surer than a synonym in the first', () => {
  const catalogue = emptyCatalogue()
  catalogue.add(
    undefined,
    clusterFile('mitre-malware', [{ value: 'Other pool', uuid: randomUuid(1), meta: { synonyms: ['Tidepool'] } }]),
  )
  catalogue.add(undefined, clusterFile('stealer', [{ value: 'Tidepool', uuid: randomUuid(2) }]))
  assert.equal(meaning(sdo('malware', { name: 'Tidepool' }), catalogue), 'name stealer="Tidepool"')
})

test('clusters that cannot be used are left out and reported, the others stay', () => {
  const good = { value: 'Tidepool', uuid: randomUuid(1) }
  const bad = [
    null,
    7,
    'Tidepool',
    [],
    {},
    { value: 'x' },
    { uuid: randomUuid(2) },
    { value: ' ', uuid: randomUuid(3) },
    { value: 'Pool', uuid: 'no uuid' },
    { value: 'Again', uuid: randomUuid(1) },
  ]
  const catalogue = emptyCatalogue()
  const findings = catalogue.add({ type: 'malpedia' }, clusterFile('malpedia', [good, ...bad]))
  assert.deepEqual(
    findings.map(({ code, severity, count }) => [code, severity, count]),
    [['cluster-unusable', 'warning', bad.length]],
  )
  assert.equal(catalogue.size, 1)
  assert.equal(meaning(sdo('malware', { name: 'tidepool' }), catalogue), 'name malpedia="Tidepool"')
})

test('what is no cluster file is reported', () => {
  for (const file of [undefined, null, 1, 'text', [], {}, { type: 'malpedia' }, { type: 1, values: [] }, { values: [] }]) {
    assert.deepEqual(
      emptyCatalogue()
        .add(undefined, file)
        .map(({ code }) => code),
      ['not-clusters'],
    )
  }
})

test('any JSON in the place of anything gives an answer', () => {
  const keys = fc.constantFrom(
    'value',
    'uuid',
    'meta',
    'synonyms',
    'external_id',
    'revoked',
    'description',
    '__proto__',
    'constructor',
  )
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('T1566', 'Tidepool', 'malpedia', randomUuid(1), '__proto__', '', ' - T1', '\ud800'),
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('any'), { maxLength: 4 }),
      fc
        .array(fc.tuple(keys, tie('any')), { maxLength: 5 })
        .map(
          (pairs) =>
            JSON.parse(
              `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
            ) as unknown,
        ),
    ),
  }))
  const types = fc.constantFrom('malware', 'location', 'identity', 'x-mitre-tactic', 'x-mitre-', '__proto__', 'constructor')
  const said = fc.record({ name: any, aliases: any, external_references: any, country: any, region: any, identity_class: any })
  fc.assert(
    fc.property(any, fc.array(any, { maxLength: 6 }), types, said, (head, values, type, facts) => {
      const catalogue = emptyCatalogue()
      catalogue.add(head, { ...clusterFile('malpedia', values), name: head, authors: head, version: head })
      const known = catalogue.match(sdo(type, facts))
      assert.ok(known === undefined || known.cluster.type === 'malpedia')
    }),
  )
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

test('odd keys of meta reach no prototype', () => {
  const catalogue = emptyCatalogue()
  const meta = JSON.parse('{"__proto__":["polluted"],"constructor":["kept"],"deep":[["x"],{"y":1},"z"]}') as unknown
  catalogue.add(undefined, clusterFile('malpedia', [{ value: 'Tidepool', uuid: randomUuid(1), meta }]))
  const known = catalogue.match(sdo('malware', { name: 'Tidepool' }))
  assert.deepEqual(Object.entries(known?.cluster.meta ?? {}), [
    ['constructor', ['kept']],
    ['deep', ['z']],
  ])
})

test('a great many names and references are answered soon', () => {
  const many = Array.from({ length: 100_000 }, (_, at) => `name number ${at}`)
  const catalogue = emptyCatalogue()
  catalogue.add(
    undefined,
    clusterFile('malpedia', [{ value: 'Tidepool', uuid: randomUuid(1), meta: { synonyms: many, external_id: many } }]),
  )
  const started = performance.now()
  const object = sdo('malware', { name: ` ${'x '.repeat(500_000)}`, aliases: many, ...refersTo('mitre-attack', ...many) })
  assert.equal(meaning(object, catalogue), 'none')
  assert.ok(performance.now() - started < 5000)
})
