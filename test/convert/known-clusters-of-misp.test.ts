import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { readFileSync } from 'node:fs'
import type { Catalogue } from '../../src/convert/catalogue.ts'
import { foldName, isGeneric, isTooShort } from '../../src/convert/cluster-names.ts'
import { parseText } from '../../src/document/json.ts'
import type { StixObject } from '../../src/index.ts'
import { defaultMappings } from '../../src/mapping/default-mappings.ts'
import { dataMissing, SHARED_DATA, sharedFiles } from '../roundtrip/shared-data.ts'
import { emptyCatalogue, galaxyFiles, refersTo, sdo } from './known-galaxies.ts'
import type { ClusterEntry } from './known-galaxies.ts'

/*
 * The catalogue on MISP's own clusters and on STIX that others published: what is found, and that nothing else is.
 */

/** Galaxy type -> the STIX type that its clusters are written as. */
const STIX_TYPES = new Map(
  Object.values(defaultMappings().tables.galaxies).flatMap(({ sdo: type, types = [] }) =>
    types.map((galaxy) => [galaxy, type ?? '']),
  ),
)

interface Case {
  type: string
  galaxy: string
  entry: ClusterEntry
}

describe('clusters of misp-galaxy', { skip: dataMissing() }, () => {
  let catalogue: Catalogue
  let cases: Case[]

  before(() => {
    catalogue = emptyCatalogue()
    const files = galaxyFiles(join(SHARED_DATA, 'reference/misp-galaxy'))
    for (const { head, file } of files) {
      if (catalogue.wants(file.type)) assert.deepEqual(catalogue.add(head, file), [], file.type)
    }
    cases = files.flatMap(({ file: { type: galaxy, values } }) => {
      const type = STIX_TYPES.get(galaxy)
      return type === undefined ? [] : values.map((entry) => ({ type, galaxy, entry }))
    })
    assert.ok(cases.length > 2000)
  })

  test('each is found by its uuid', () => {
    for (const { type, entry } of cases) {
      const known = catalogue.match({ ...sdo(type, {}), id: `${type}--${entry.uuid}` })
      assert.deepEqual([known?.by, known?.cluster.value], ['uuid', entry.value])
    }
  })

  test('each with an id of ATT&CK is found by that', () => {
    const numbered = cases.filter(({ entry }) => entry.meta?.['external_id'] !== undefined)
    assert.ok(numbered.length > 300)
    for (const { type, entry } of numbered) {
      const known = catalogue.match(sdo(type, refersTo('mitre-attack', String(entry.meta?.['external_id']))))
      assert.deepEqual([known?.by, known?.cluster.value], ['external-id', entry.value])
    }
  })

  test('each is found by its name, or a namesake in another galaxy is, or the name is too little', (t) => {
    const counts = { itself: 0, namesake: 0, ambiguous: 0, tooLittle: 0 }
    for (const { type, galaxy, entry } of cases) {
      const name = shortName(entry)
      const known = catalogue.match(asOthersWrite(type, galaxy, entry))
      if (known?.cluster.uuid === entry.uuid) counts.itself++
      else if (known !== undefined) {
        const own = shortName({ value: known.cluster.value, uuid: '', meta: known.cluster.meta })
        assert.equal(foldName(own), foldName(name), `${galaxy} ${name}: ${known.by} ${known.cluster.tag_name}`)
        assert.notEqual(known.cluster.type, galaxy)
        counts.namesake++
      } else if (isTooShort(foldName(name), 'name') || isGeneric(foldName(name), type)) counts.tooLittle++
      else {
        const same = cases.filter((other) => other.galaxy === galaxy && foldName(shortName(other.entry)) === foldName(name))
        assert.ok(same.length > 1, `${galaxy} ${name}`)
        counts.ambiguous++
      }
    }
    t.diagnostic(JSON.stringify(counts))
    assert.ok(counts.itself > 0.95 * cases.length, JSON.stringify(counts))
    assert.ok(counts.ambiguous + counts.tooLittle < 0.01 * cases.length, JSON.stringify(counts))
  })

  test('a synonym finds its cluster, or one that has it as well', (t) => {
    const counts = { itself: 0, another: 0, none: 0 }
    for (const { type, entry } of cases) {
      for (const synonym of (entry.meta?.['synonyms'] ?? []) as string[]) {
        const known = catalogue.match(sdo(type, { name: synonym, identity_class: 'class' }))
        if (known?.cluster.uuid === entry.uuid) counts.itself++
        else if (known === undefined) counts.none++
        else {
          counts.another++
          const called = [known.cluster.value, shortName({ value: known.cluster.value, uuid: '', meta: known.cluster.meta })]
          const all = [...called, ...(known.cluster.meta['synonyms'] ?? [])].map(foldName)
          assert.ok(all.includes(foldName(synonym)), `${synonym}: ${known.cluster.tag_name}`)
        }
      }
    }
    t.diagnostic(JSON.stringify(counts))
    assert.ok(counts.itself > 10 * counts.none, JSON.stringify(counts))
  })

  test('STIX that others published: what is found is right', (t) => {
    const found: Record<string, number> = {}
    const meanings = new Map<string, string>()
    for (const object of publishedObjects()) {
      const known = catalogue.match(object)
      const rule = known?.by ?? 'none'
      found[rule] = (found[rule] ?? 0) + 1
      if (known !== undefined)
        meanings.set(`${object.type} ${String(object['name'] ?? object['country'])}`, known.cluster.tag_name)
    }
    t.diagnostic(JSON.stringify(found))
    for (const [object, tag] of EXPECTED) assert.equal(meanings.get(object)?.replace('misp-galaxy:', ''), tag, object)
    const countries = [...meanings].filter(([, tag]) => tag.startsWith('misp-galaxy:country='))
    assert.ok(countries.length > 240)
  })

  test('a country is the one whose code it has', () => {
    for (const object of publishedObjects()) {
      const known = catalogue.match(object)
      if (known?.cluster.type !== 'country') continue
      const { ISO, ISO3 } = known.cluster.meta
      assert.ok([ISO, ISO3].flat().includes(String(object['country']).toUpperCase()), String(object['name']))
    }
  })
})

/** Known from elsewhere than the names: what ATT&CK, Microsoft and Unit 42 say of their own objects. */
const EXPECTED: readonly [object: string, tag: string | undefined][] = [
  ['course-of-action Audit', 'mitre-course-of-action="Audit - M1047"'],
  ['intrusion-set Dragonfly', 'threat-actor="ENERGETIC BEAR"'],
  ['intrusion-set Sandworm Team', 'threat-actor="Sandworm"'],
  ['intrusion-set HEXANE', 'threat-actor="LYCEUM"'],
  ['intrusion-set Lazarus Group', 'threat-actor="Lazarus Group"'],
  ['intrusion-set Tropical Scorpius', 'threat-actor="Void Rabisu"'],
  ['intrusion-set APT BPP', undefined],
  ['threat-actor Ugly Gorilla', undefined],
  ['tool mimikatz', 'mitre-tool="Mimikatz - S0002"'],
  ['identity Unknown', undefined],
  ['identity Telecommunications', 'sector="Telecoms"'],
  ['identity Filigran', undefined],
  ['location Viet Nam', 'country="vietnam"'],
  ['location Middle East', undefined],
  ['location South-eastern Asia', 'region="035 - South-eastern Asia"'],
]

/** The name without the id of ATT&CK. */
function shortName({ value, meta }: ClusterEntry): string {
  const [id] = [meta?.['external_id']].flat()
  return typeof id === 'string' && value.endsWith(` - ${id}`) ? value.slice(0, -` - ${id}`.length) : value
}

/** MITRE and others write the name without its id, synonyms as aliases, countries by their code, regions without their number. */
function asOthersWrite(type: string, galaxy: string, entry: ClusterEntry): StixObject {
  const name = shortName(entry)
  const { synonyms, ISO } = entry.meta ?? {}
  if (galaxy === 'country') return sdo(type, { name: entry.description, country: ISO })
  return sdo(type, { name, identity_class: 'class', ...(synonyms !== undefined && { aliases: synonyms }) })
}

/** SDOs of ATT&CK, OASIS, Unit 42 and OpenCTI. */
function publishedObjects(): StixObject[] {
  const folders = [
    'attack-ics',
    'oasis-documentation-examples',
    'oasis-schema-examples',
    'oasis-validator-examples',
    'unit42-a',
    'opencti-datasets',
  ]
  return folders
    .flatMap((folder) => sharedFiles(`stix/${folder}`, '.json'))
    .flatMap(objectsIn)
    .filter((object) => typeof object?.id === 'string' && DOMAIN.has(object.type.replace(/^x-mitre-.*/, 'x-mitre')))
}

/** Some files are examples of what is no JSON. */
function objectsIn(file: string): StixObject[] {
  const parsed = parseText(readFileSync(file, 'utf8'))
  if (parsed.problem !== undefined) return []
  const value = parsed.value as { objects?: StixObject[] } & StixObject
  return value.objects ?? [value]
}

const DOMAIN: ReadonlySet<string> = new Set(
  'attack-pattern campaign course-of-action identity infrastructure intrusion-set location malware threat-actor tool vulnerability x-mitre'.split(
    ' ',
  ),
)
