import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MispRecord } from '../../src/index.ts'
import type { Bind, Filler } from '../../src/mapping/binding.ts'
import type { Row } from '../../src/mapping/row.ts'
import { differences, inWords } from './differences.ts'
import { attribute, eventAround, eventWith, mappings } from './examples.ts'
import { leavesOf, replacementFor } from './leaves.ts'
import type { Leaf } from './leaves.ts'
import { residueOn, toMisp, toStix } from './trip.ts'
import type { WholeBundle } from './trip.ts'

/*
 * What a galaxy row binds of a cluster (mappings/galaxies.yaml) follows an edit of its STIX object, on an event and on an attribute.
 */

const ROWS = Object.keys(mappings.tables.galaxies).map((name) => {
  const [type = 'harbour-crews'] = mappings.tables.galaxies[name]?.types ?? []
  return { name, type, row: mappings.galaxy(type) }
})

/** Values of a cluster by the name of its key: more than one where it holds a list. */
const VALUES: Readonly<Record<string, string | readonly string[]>> = {
  value: 'Copper Lynx',
  type: 'harbour-crews',
  description: 'Sells access to shipping companies.',
  'meta.synonyms': ['Verdigris', 'Tin Cat'],
  'meta.kill_chain': ['mitre-attack:initial-access', 'mitre-attack:execution'],
  'meta.external_id': 'T1566.002',
  'meta.refs': ['https://example.org/copper-lynx', 'https://example.net/reports/7'],
  'meta.aliases': ['CVE-2026-12345'],
  'meta.ISO': 'LU',
  'meta.country': 'LU',
  'meta.region': 'western-europe',
  'meta.administrative_area': 'LU-LU',
  'meta.city': 'Luxembourg',
  'meta.street_address': '1 Harbour Street',
  'meta.postal_code': '1234',
  'meta.goals': ['extortion', 'espionage'],
  'meta.roles': ['agent', 'director'],
  'meta.objective': 'To sell access.',
  'meta.sophistication': 'advanced',
  'meta.resource_level': 'team',
  'meta.primary_motivation': 'personal-gain',
  'meta.secondary_motivations': ['dominance', 'notoriety'],
  'meta.personal_motivations': ['personal-gain', 'revenge'],
  'meta.malware_types': ['backdoor', 'dropper'],
  'meta.infrastructure_types': ['botnet', 'staging'],
  'meta.threat_actor_types': ['criminal', 'spy'],
  'meta.tool_types': ['remote-access', 'exploitation'],
  'meta.tool_version': '2.1.0',
  'meta.capabilities': ['persists-after-system-reboot', 'exfiltrates-data'],
  'meta.architecture_execution_envs': ['x86', 'x86-64'],
  'meta.implementation_languages': ['c', 'go'],
  'meta.first_seen': '2025-02-01T10:00:00.000000+0000',
  'meta.last_seen': '2025-02-03T11:30:00.000000+0000',
}

const HOLDERS: Readonly<Record<string, (galaxy: MispRecord) => MispRecord>> = {
  event: (galaxy) => eventWith({ Galaxy: [galaxy] }),
  attribute: (galaxy) => eventAround(attribute('domain', 'c2.example.com', { Galaxy: [galaxy] })),
  'attribute with an Indicator': (galaxy) =>
    eventAround(attribute('domain', 'c2.example.com', { to_ids: true, Galaxy: [galaxy] })),
}

for (const { name, type, row } of ROWS) {
  for (const [holder, around] of Object.entries(HOLDERS)) {
    test(`editing a cluster of ${name} on an ${holder}`, (t) => {
      const galaxy = galaxyOf(row, type)
      const { value: original } = toStix([around(galaxy)])
      assert.deepEqual(inWords(differences(around(galaxy), toMisp(original).value)), [], 'unedited')
      let edited = 0
      for (const bind of row.binds) {
        for (let at = 0; at === 0 || at < leavesAt(original, bind).length; at++) {
          const bundle = structuredClone(original)
          const leaf = leavesAt(bundle, bind)[at]
          assert.ok(leaf, `${bind.path} is not written`)
          const replaced = replacementFor(leaf, row)
          const expected = around(edit(galaxy, leaf.filler, leaf.value, replaced))
          leaf.holder[leaf.key] = replaced
          assert.deepEqual(
            inWords(differences(expected, toMisp(bundle).value)),
            [],
            `${bind.path} := ${JSON.stringify(replaced)}`,
          )
          edited++
        }
      }
      t.diagnostic(`${edited} places`)
    })
  }
}

test('the labels of a cluster say the name and the type of its galaxy', () => {
  const galaxy = galaxyOf(mappings.galaxy('threat-actor'), 'threat-actor')
  const { value: bundle } = toStix([eventWith({ Galaxy: [galaxy] })])
  const cluster = bundle.objects.find(({ type }) => type === 'threat-actor')
  assert.deepEqual(cluster?.['labels'], ['misp:galaxy-name="Harbour Crews"', 'misp:galaxy-type="threat-actor"'])
  Object.assign(cluster, { labels: ['misp:galaxy-name="Quay Crews"', 'misp:galaxy-type="microsoft-activity-group"'] })
  const [before] = galaxy['GalaxyCluster'] as [MispRecord]
  const type = 'microsoft-activity-group'
  const edited = { ...galaxy, name: 'Quay Crews', type, GalaxyCluster: [{ ...before, type }] }
  assert.deepEqual(inWords(differences(eventWith({ Galaxy: [edited] }), toMisp(bundle).value)), [])
})

function galaxyOf(row: Row, type: string): MispRecord {
  const cluster: MispRecord = {
    uuid: 'b8f0d1a4-2c2e-4a55-9d2f-6f6d0a7c3e21',
    type,
    tag_name: `misp-galaxy:${type}="Copper Lynx"`,
    version: '7',
    local: false,
    meta: { country: ['LU'] },
  }
  for (const bind of row.binds) for (const { name } of bind.fillers) put(cluster, name, name === 'type' ? type : VALUES[name])
  suffix(cluster)
  return {
    uuid: '1a0c7b5e-5a3f-4f0d-8c1e-9d0b2a4c6e81',
    name: 'Harbour Crews',
    type,
    namespace: 'misp',
    GalaxyCluster: [cluster],
  }
}

function put(cluster: MispRecord, name: string, value: unknown): void {
  if (name.startsWith('meta.')) (cluster['meta'] as MispRecord)[name.slice(5)] = value
  else cluster[name] = value
}

/** MISP adds the ATT&CK id to the name; STIX keeps the two apart. */
function suffix(cluster: MispRecord): void {
  const id = (cluster['meta'] as MispRecord)['external_id']
  if (String(cluster['type']).includes('mitre') && typeof id === 'string')
    cluster['value'] = `${String(cluster['value'])} - ${id}`
}

function edit(galaxy: MispRecord, { name, codec }: Filler, old: unknown, replaced: unknown): MispRecord {
  const edited = structuredClone(galaxy)
  const [cluster] = edited['GalaxyCluster'] as [MispRecord]
  const id = (cluster['meta'] as MispRecord)['external_id']
  if (String(cluster['value']).endsWith(` - ${String(id)}`))
    cluster['value'] = String(cluster['value']).slice(0, -String(id).length - 3)
  const held = name.startsWith('meta.') ? (cluster['meta'] as MispRecord)[name.slice(5)] : cluster[name]
  const [before, after] = [codec.decode(old), codec.decode(replaced)]
  put(cluster, name, Array.isArray(held) ? held.map((each: unknown) => (each === before ? after : each)) : after)
  suffix(cluster)
  return edited
}

function leavesAt({ objects }: WholeBundle, bind: Bind): Leaf[] {
  const cluster = objects.find((object) => residueOn(object)?.['element'] === 'cluster')
  assert.ok(cluster)
  return leavesOf(bind, cluster, () => undefined)
}
