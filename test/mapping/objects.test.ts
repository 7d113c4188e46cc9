import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { fillsOfObject } from '../../src/mapping/compile.ts'
import { variantsOf } from '../../src/mapping/mappings.ts'
import type { RawBind } from '../../src/mapping/table.ts'
import { dataMissing, SHARED_DATA } from '../roundtrip/shared-data.ts'
import { defaultTables } from './tables.ts'

const root = join(import.meta.dirname, '../..')
const templates = join(SHARED_DATA, 'reference/misp-objects/objects')

/** The templates for which MISP's own converter has a native form: none of them may do with less here. */
const NATIVE = [
  'android-app annotation artifact asn attack-pattern course-of-action cpe-asset credential directory domain-ip email employee',
  'facebook-account file geolocation github-user gitlab-user hashlookup http-request identity image intrusion-set ip-port',
  'legal-entity lnk malware malware-analysis mutex netflow network-connection network-socket news-agency nova-rule organization',
  'owasp-crs-rule parler-account pe pe-section person process reddit-account registry-key registry-key-value script sigma',
  'stix2-pattern suricata telegram-account twitter-account url user-account vulnerability wazuh-rule x509 yara',
].flatMap((line) => line.split(' '))

const rows = Object.entries(defaultTables.objects)

test('every template with a native form elsewhere has one here', () => {
  const native = new Set(rows.flatMap(([name, row]) => (row.generic === true ? [] : [name])))
  assert.deepEqual(
    NATIVE.filter((name) => !native.has(name)),
    [],
  )
})

test('every template stands in the file of its name', () => {
  const files = readdirSync(join(root, 'mappings/objects'))
  assert.deepEqual(files.sort(), rows.map(([name]) => `${name}.yaml`).sort())
})

for (const [name, row] of rows) {
  suite(name, () => {
    test('knows the version of the template, and every relation with its type and category', { skip: dataMissing() }, () => {
      const definition = JSON.parse(readFileSync(join(templates, name, 'definition.json'), 'utf8')) as Definition
      const { uuid, version, 'meta-category': category, attributes } = definition
      assert.equal(row.uuid, uuid)
      assert.equal(row.version, version)
      assert.equal(row['meta-category'], category)
      assert.deepEqual(
        row.relations,
        Object.fromEntries(Object.entries(attributes).map(([relation, fact]) => [relation, fact['misp-attribute']])),
      )
      const preferred = Object.entries(attributes).flatMap(([relation, { 'misp-attribute': type, categories }]) => {
        const first = categories?.[0]
        return first === undefined || first === defaultTables.types[type]?.category ? [] : [[relation, first]]
      })
      assert.deepEqual(row.categories ?? {}, Object.fromEntries(preferred))
    })

    test('the example of every form fills every place of it', () => {
      for (const form of variantsOf(row)) {
        const shown = new Set(fillsOfObject(form.example).map((fill) => fill.name))
        const empty = Object.entries(form.bind ?? {}).filter(
          ([, bind]) => !relationsOf(bind).some((relation) => shown.has(relation)),
        )
        assert.deepEqual(
          empty.filter(([path]) => !PAYLOADS.has(path)),
          [],
        )
        for (const relation of Object.keys(form.when ?? {})) assert.ok(shown.has(relation), relation)
      }
    })
  })
}

/** Places whose content would drown the example. */
const PAYLOADS: ReadonlySet<string> = new Set(['content_ref.payload_bin', 'raw_email_ref.payload_bin'])

interface Definition {
  uuid: string
  version: number
  'meta-category': string
  attributes: Record<string, { 'misp-attribute': string; categories?: string[] }>
}

function relationsOf(bind: RawBind): string[] {
  return [typeof bind === 'object' && 'from' in bind ? bind.from : bind].flat()
}
