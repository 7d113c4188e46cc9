import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { variantsOf } from '../../src/mapping/mappings.ts'
import { parsePath } from '../../src/mapping/path.ts'
import type { RawBind, RawRow } from '../../src/mapping/table.ts'
import { COMMON, MODEL, STRUCTURES } from '../../src/stix/model.ts'
import type { Properties, Property } from '../../src/stix/model.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'mappings/objects')
const templates = join(root, '../shared/data/reference/misp-objects/objects')

/** The templates for which MISP's own converter has a native form: none of them may do with less here. */
const NATIVE = [
  'android-app annotation artifact asn attack-pattern course-of-action cpe-asset credential directory domain-ip email employee',
  'facebook-account file geolocation github-user gitlab-user hashlookup http-request identity image intrusion-set ip-port',
  'legal-entity lnk malware malware-analysis mutex netflow network-connection network-socket news-agency nova-rule organization',
  'owasp-crs-rule parler-account pe pe-section person process reddit-account registry-key registry-key-value script sigma',
  'stix2-pattern suricata telegram-account twitter-account url user-account vulnerability wazuh-rule x509 yara',
].flatMap((line) => line.split(' '))

const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const rows = files.map((name) => parse(readFileSync(join(folder, name), 'utf8')) as RawRow)

test('every template with a native form elsewhere has one here', () => {
  const native = new Set(rows.filter((row) => row.generic !== true).map((row) => row.object))
  assert.deepEqual(
    NATIVE.filter((name) => !native.has(name)),
    [],
  )
})

test('no two forms read the same shape', () => {
  const seen = new Map<string, string>()
  for (const row of rows) {
    for (const form of variantsOf(row)) {
      if (form.decode === false || form.bind === undefined || form['embedded-in'] !== undefined) continue
      const shape = JSON.stringify([typeOf(form), form.rule, Object.keys(form.bind).toSorted(), form.const])
      assert.equal(seen.get(shape), undefined, `${row.object} and ${seen.get(shape)} both read ${shape}`)
      seen.set(shape, row.object as string)
    }
  }
})

for (const [at, row] of rows.entries()) {
  const relations = row.relations ?? {}
  const unknown = (names: readonly string[]): string[] => names.filter((name) => !Object.hasOwn(relations, name))

  suite(files[at], () => {
    test('stands in the file of its name', () => assert.equal(row.object, basename(files[at] as string, '.yaml')))

    test('knows every relation of the template, with its type', (t) => {
      const definition = join(templates, row.object as string, 'definition.json')
      if (!existsSync(definition)) return t.skip('the definitions of the templates are not here')
      const { uuid, 'meta-category': category, attributes } = JSON.parse(readFileSync(definition, 'utf8')) as Definition
      assert.equal(row.uuid, uuid)
      assert.equal(row['meta-category'], category)
      assert.deepEqual(
        relations,
        Object.fromEntries(Object.entries(attributes).map(([name, fact]) => [name, fact['misp-attribute']])),
      )
    })

    test('speaks of relations of the template only', () => {
      assert.deepEqual(unknown(row.payload ?? []), [])
      assert.deepEqual(unknown(row.rule === undefined ? [] : [row['rule-relation'] ?? 'rule-relation']), [])
      for (const form of variantsOf(row)) {
        assert.deepEqual(unknown([...Object.values(form.bind ?? {}).flatMap(relationsOf), ...Object.keys(form.when ?? {})]), [])
      }
    })

    test('spells bound paths only, in patterns and aliases', () => {
      const bound = new Set(variantsOf(row).flatMap((form) => Object.keys(form.bind ?? {})))
      const spelled = [...Object.keys(row.pattern ?? {}), ...Object.keys(row.aliases ?? {})]
      assert.deepEqual(
        spelled.filter((path) => !bound.has(path)),
        [],
      )
    })

    for (const form of variantsOf(row)) {
      const example = (form.example ?? {}) as Example
      const shown = (name: string): boolean => example[name] !== undefined || (row.payload?.includes(name) ?? false)

      test(`has an example of text in known relations (${typeOf(form)})`, () => {
        const values = Object.values(example).flatMap((value) => (hasData(value) ? [value.value, value.data] : value))
        assert.ok(values.length > 0)
        assert.deepEqual(
          values.filter((value) => typeof value !== 'string'),
          [],
        )
        assert.deepEqual(unknown(Object.keys(example)), [])
      })

      if (form.generic === true) continue

      test(`its paths are in the STIX model (${typeOf(form)})`, () => {
        for (const [path, bind] of Object.entries(form.bind ?? {})) {
          for (const relation of relationsOf(bind))
            assert.doesNotThrow(() => follow(form, path, relation), `${path}: ${relation}`)
        }
        for (const path of [...Object.keys(form.const ?? {}), ...Object.keys(form.derive ?? {})]) follow(form, path, '')
      })

      test(`the example fills every place that is no payload (${typeOf(form)})`, () => {
        const empty = Object.entries(form.bind ?? {}).filter(([, bind]) => !relationsOf(bind).some(shown))
        assert.deepEqual(empty, [])
        for (const [name, value] of Object.entries(form.when ?? {})) assert.equal(example[name], value)
      })
    }
  })
}

interface Definition {
  uuid: string
  'meta-category': string
  attributes: Record<string, { 'misp-attribute': string }>
}

/** Relation -> its value, or values. A payload shows what MISP keeps beside its value: `data` in base64. */
type Example = Record<string, string | string[] | { value: string; data: string }>

function hasData(value: Example[string]): value is { value: string; data: string } {
  return typeof value === 'object' && 'data' in value
}

function typeOf(form: RawRow): string {
  return form.sco ?? form.sdo ?? (form.rule === undefined ? 'generic' : 'indicator')
}

function relationsOf(bind: RawBind): string[] {
  return [typeof bind === 'object' && 'from' in bind ? bind.from : bind].flat()
}

/** Walks a path through the model. Throws where it names no property, or a reference that may not point there. */
function follow(form: RawRow, path: string, relation: string): void {
  let fields: Properties | undefined = fieldsOf(typeOf(form))
  let free = false
  const base = typeof form['base'] === 'string' ? `${form['base']}.` : ''
  for (const { key } of parsePath(base + path)) {
    const property: Property | undefined = fields?.[key]
    if (property === undefined && !free) throw new Error(`no property ${key} in ${path}`)
    free = property?.kind === 'hashes' || property?.kind === 'dictionary'
    if (property?.kind === 'identifier') fields = fieldsOf(target(form, key, relation, property.targets ?? []))
    else fields = property?.fields ?? STRUCTURES[property?.kind as keyof typeof STRUCTURES]?.fields
  }
}

function target(form: RawRow, key: string, relation: string, allowed: readonly string[]): string {
  const named = form.refs?.[key]
  const type = (typeof named === 'object' ? named[relation] : named) ?? (allowed.length === 1 ? allowed[0] : undefined)
  if (type === undefined) throw new Error(`refs do not say what stands behind ${key} for ${relation}`)
  const wanted = type === 'ip' ? ['ipv4-addr', 'ipv6-addr'] : [type]
  if (!wanted.every((each) => allowed.includes(each))) throw new Error(`${key} may not point at ${type}`)
  return wanted[0] as string
}

function fieldsOf(type: string): Properties {
  const model = MODEL[type === 'ip' ? 'ipv4-addr' : type]
  assert.ok(model, `no STIX type ${type}`)
  return { ...COMMON[model.group], ...model.properties }
}
